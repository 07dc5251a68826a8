"""The kinds of contact that a route card has, and who to turn to for each in the whole country."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType


@dataclass(frozen=True)
class Kind:
    """What a contact is for. Without a telephone there is none for the whole country.

    ``hours`` is a code: always or office.
    """

    code: str
    local: bool = False  # whether a location, a municipality or a region has contacts of its own
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    telephone: str = ""
    from_abroad: str = ""
    email: str = ""
    hours: str = ""
    source: str = ""

    @property
    def is_national(self) -> bool:
        return bool(self.telephone)


@cache
def kinds() -> Mapping[str, Kind]:
    """By code, in the order of a card."""
    text = files("toevlucht.content").joinpath("routes.toml").read_text("utf-8")
    found = (_kind(written) for written in tomllib.loads(text)["kinds"])
    return MappingProxyType({kind.code: kind for kind in found})


def local_kinds() -> tuple[str, ...]:
    """Those of which a location, a municipality or a safety region has its own contact."""
    return tuple(kind.code for kind in kinds().values() if kind.local)


def _kind(written: Mapping[str, object]) -> Kind:
    values = {name: value for name, value in written.items() if name != "name"}
    return Kind(**values, names=MappingProxyType(written.get("name", {})))  # type: ignore[arg-type]
