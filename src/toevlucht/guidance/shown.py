"""A requirement and its facts in the words of a language, as pages, PDF and comparison show it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from toevlucht.guidance.models import Requirement
from toevlucht.language import Day, Language

PRECISIONS = {4: "year", 7: "month", 10: "day"}


@dataclass(frozen=True)
class Shown:
    """``facts`` by name, in the order of reading; each a label and what it says."""

    requirement: Requirement
    text: str
    facts: Mapping[str, tuple[str, str]]

    @property
    def code(self) -> str:
        return self.requirement.code


def shown(one: Requirement, spoken: Language) -> Shown:
    """``one`` with its chapter at hand."""
    said: dict[str, str] = {
        "norm": spoken.list([norm_words(each, spoken) for each in one.norms]),
        "force": spoken.say(f"handbooks.force.{one.force}"),
        "provenance": spoken.say(f"handbooks.provenance.{one.provenance}"),
        "source": source_words(one.source, one.source_on, spoken),
        "evidence": spoken.say(f"handbooks.evidence.{one.evidence}"),
        "audiences": _listed("handbooks.audience", one.audiences, spoken),
        "occasions": _listed("handbooks.occasion", one.occasions, spoken),
        "valid": valid_words(one.valid_from, one.valid_until, spoken),
    }
    facts = {name: (spoken.say(f"handbooks.fact.{name}"), say) for name, say in said.items() if say}
    return Shown(one, one.text(spoken.tag), facts)


def norm_words(norm: Mapping[str, str], spoken: Language) -> str:
    """As 'at least 4 m²'; whole numbers choose the plural."""
    value = Decimal(norm["value"])
    numbers: dict[str, int | Decimal] = {"value": value}
    if value == value.to_integral_value():
        numbers["n"] = int(value)
    quantity = spoken.say(f"handbooks.unit.{norm['unit']}", **numbers)
    return spoken.say(f"handbooks.bound.{norm['bound']}", quantity=quantity)


def source_words(source: str, source_on: str, spoken: Language) -> str:
    """With the date, as precise as the source gives it."""
    if not source_on:
        return spoken.say("handbooks.source.undated", source=source)
    day = datetime.date.fromisoformat(source_on + "-01-01"[len(source_on) - 4 :])
    dated = Day(day, PRECISIONS[len(source_on)])
    return spoken.say("handbooks.source.dated", source=source, day=dated)


def valid_words(since: datetime.date, until: datetime.date | None, spoken: Language) -> str:
    if until is None:
        return spoken.say("handbooks.valid.since", since=since)
    return spoken.say("handbooks.valid.between", since=since, until=until)


def _listed(section: str, codes: Iterable[str], spoken: Language) -> str:
    return spoken.list([spoken.say(f"{section}.{code}") for code in codes])
