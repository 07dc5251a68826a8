"""The lists of things to look for that organisations publish, with where they come from.

They help somebody remember and tell. They are a guideline: nothing is counted up, and none of
them says what it is.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class IndicatorList:
    """The list of one source; its words stand in the texts, under the codes."""

    name: str
    address: str
    provenance: str
    codes: tuple[str, ...]


@cache
def indicator_lists() -> tuple[IndicatorList, ...]:
    text = files("toevlucht.content").joinpath("signals/indicators.toml").read_text("utf-8")
    return tuple(
        IndicatorList(**{**one, "codes": tuple(one["codes"])})
        for one in tomllib.loads(text)["list"]
    )


def word_of(code: str) -> str:
    """The name under which its text stands: ``NLA-01`` is ``nla_01``."""
    return code.lower().replace("-", "_")
