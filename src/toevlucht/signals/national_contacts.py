"""Whom anybody in the country can turn to besides this site."""

from __future__ import annotations

import datetime
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit


@dataclass(frozen=True)
class NationalContact:
    """A number for everybody, where it was read and when; ``name`` is that of its texts."""

    name: str
    telephone: str
    source: str
    entered_on: datetime.date
    from_abroad: str = ""

    @property
    def host(self) -> str:
        return (urlsplit(self.source).hostname or "").removeprefix("www.")


@cache
def national_contacts() -> tuple[NationalContact, ...]:
    text = files("toevlucht.content").joinpath("signals/routes.toml").read_text("utf-8")
    return tuple(NationalContact(**one) for one in tomllib.loads(text)["contact"])
