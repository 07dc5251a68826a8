"""How long what is sealed of reception is kept: terms as data, by what they are of."""

from __future__ import annotations

import datetime
import tomllib
from functools import cache
from importlib.resources import files


def term(of: str) -> datetime.timedelta:
    """Raises `KeyError` where there is no such term."""
    return _terms()[of]


@cache
def _terms() -> dict[str, datetime.timedelta]:
    text = files("toevlucht.content").joinpath("reception", "retention.toml").read_text("utf-8")
    return {one["of"]: datetime.timedelta(days=one["days"]) for one in tomllib.loads(text)["term"]}
