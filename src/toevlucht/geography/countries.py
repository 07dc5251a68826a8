"""Countries by their ISO 3166 alpha-2 code: which there are, their names, who is in the Union."""

from __future__ import annotations

import datetime
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from toevlucht.language import LANGUAGES, Named, language

EU = "EU"  # the Union as a whole: a level, never a country

# Two-letter codes that CLDR names too: groupings, its own test codes, and places that ISO 3166
# only reserves. Kosovo (XK) is not in ISO 3166 either, but the Union's statistics use that code.
NOT_COUNTRIES = frozenset(
    ["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"]
)


@cache
def country_codes() -> frozenset[str]:
    territories = map(str, language("en").locale.territories)
    return frozenset(c for c in territories if len(c) == 2 and c.isalpha()) - NOT_COUNTRIES


def is_country(code: str) -> bool:
    return code in country_codes()


@cache
def named_country(code: str) -> Named:
    """A country, or the European Union, by its name in every language; else raises KeyError."""
    if code != EU and not is_country(code):
        raise KeyError(code)
    return Named(code, {tag: language(tag).locale.territories[code] for tag in LANGUAGES})


def eu_members(on: datetime.date) -> tuple[str, ...]:
    """The codes of the countries that were in the European Union on that day."""
    return tuple(
        sorted(
            code
            for joining in _stored()["european_union"]
            if joining["from"] <= on < joining.get("to", datetime.date.max)
            for code in joining["codes"]
        )
    )


def neighbours() -> dict[str, tuple[str, ...]]:
    """Countries near the Union: ``efta``, ``east``, ``western_balkans`` and ``other``."""
    return {group: tuple(codes) for group, codes in _stored()["neighbours"].items()}


@cache
def _stored() -> dict[str, Any]:
    return tomllib.loads(
        files("toevlucht.geography").joinpath("data/countries.toml").read_text("utf-8")
    )
