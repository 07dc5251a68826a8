"""How well people see what goes on where they are, as they themselves or others think."""

from __future__ import annotations

import datetime
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files

BASES = ("assumption", "elicited")


@dataclass(frozen=True)
class Believed:
    """The chance to notice something in one week: nine times out of ten from low to high."""

    low: float
    high: float


def percent(chance: float) -> Decimal:
    return Decimal(str(round(chance * 100, 2))).normalize()


@dataclass(frozen=True)
class Sensitivities:
    """``basis`` is ``assumption`` (nobody was asked) or ``elicited`` (people with experience were).

    ``against`` is the share of affected places that "none found" is held against.
    """

    basis: str
    source: str
    on: datetime.date
    level: float
    trained: Believed
    untrained: Believed
    against: float


@cache
def sensitivities() -> Sensitivities:
    read = tomllib.loads(files("toevlucht.content").joinpath("sensitivity.toml").read_text("utf-8"))
    if read["basis"] not in BASES:
        raise ValueError(f"a sensitivity rests on one of {BASES}, not on {read['basis']!r}")
    return Sensitivities(
        read["basis"],
        read["source"],
        read["on"],
        read["level"],
        Believed(**read["trained"]),
        Believed(**read["untrained"]),
        read["against"]["share"],
    )
