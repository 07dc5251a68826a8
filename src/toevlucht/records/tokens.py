"""What may stand in a line beside its time: short codes and ids, and nothing a person wrote."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable

TOKEN = re.compile(r"[A-Za-z0-9_./:-]{1,80}")
CODE = re.compile(r"[A-Za-z0-9_./:-]{0,40}")
UNREADABLE = "not-an-id"


class NotAToken(ValueError):
    """A record may be named by a short id only. The message leaves out what was given."""


def tokens(ids: Iterable[object]) -> list[str]:
    """Ids as they are written in a line; raises ``NotAToken`` for anything else."""
    found = [str(one) for one in ids]
    for position, one in enumerate(found):
        if not is_token(one):
            raise NotAToken(f"id {position} of this line of the audit trail is no short id")
    return found


def tokens_of_a_refusal(ids: Iterable[object]) -> list[str]:
    """As ``tokens``, but what is no id is left out: a refusal is recorded whatever was asked."""
    return [one if is_token(one) else UNREADABLE for one in map(str, ids)]


def code(value: str) -> str:
    if not CODE.fullmatch(value) or _is_network_address(value):
        raise NotAToken("a kind or an organisation in the audit trail is a short code")
    return value


def is_token(value: str) -> bool:
    return bool(TOKEN.fullmatch(value)) and not _is_network_address(value)


def _is_network_address(value: str) -> bool:
    """It has the signs of a token, and tells where somebody is."""
    try:
        ipaddress.ip_address(value)
    except ValueError:
        return False
    return True
