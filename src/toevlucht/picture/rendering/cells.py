"""Cells in words: what a count, a range or an absence says in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from toevlucht.language import Language, Message, Value
from toevlucht.picture.tables import (
    Cell,
    Count,
    Listed,
    Mentioned,
    NotComputed,
    NotSupplied,
    Protected,
    Several,
    Share,
    Span,
    Words,
)

# Every unit that has words in rendering.toml: those of the code list and those of reception.
UNITS = (
    "report",
    "person",
    "case",
    "investigation",
    "place",
    "agency",
    "online_platform",
    "statement",
    "observation",
    "reception_place",
    "location",
    "registration",
    "household",
    "organisation",
    "municipality",
    "safety_region",
    "country",
    "week",
    "possible_victim",
)

ABSENT = ("not_supplied", "protected", "not_computed")


@dataclass(frozen=True)
class Entry:
    """One line of a cell, with the address it links to where it has one."""

    text: str
    address: str = ""


def words(cell: Cell, language: Language, unit: str = "") -> str:
    """The cell as one text. Counts of ``unit``, which a heading already names, are bare numbers."""
    return language.write(phrase(cell, unit))


def entries(cell: Cell, language: Language, unit: str = "") -> tuple[Entry, ...]:
    """The cell line by line: one line for each part of a list, one for anything else."""
    if isinstance(cell, Listed):
        return tuple(entry for part in cell.parts for entry in entries(part, language, unit))
    address = cell.address if isinstance(cell, Words) else ""
    return (Entry(words(cell, language, unit), address),)


def phrase(cell: Cell, unit: str = "") -> Value:
    """The cell as a value that a sentence can hold, before it has a language."""
    match cell:
        case Count() | Span() | Several():
            return _number(cell, bare=cell.unit == unit)
        case Share(value):
            return _share(value)
        case Mentioned(statements):
            return Message("rendering.cell.mentioned", {"n": statements})
        case NotSupplied():
            return Message("rendering.cell.not_supplied")
        case Protected():
            return Message("protection.cell.protected")
        case NotComputed(reason):
            return Message("rendering.cell.not_computed", {"reason": reason})
        case Words(value):
            return value
        case Listed(parts):
            return tuple(phrase(part, unit) for part in parts)
    raise TypeError(f"a cell cannot be a {type(cell).__name__}")


def state(cell: Cell) -> str:
    """What kind of value the cell holds, as one word for machines."""
    match cell:
        case Count(rounded_to=base) if base:
            return "rounded"
        case Count(at_least=True):
            return "at_least"
        case Count(about=True):
            return "about"
        case Count():
            return "exact"
        case Span(high=None):
            return "at_least"
        case Span():
            return "range"
        case Several():
            return "several"
        case Share():
            return "share"
        case Mentioned():
            return "mentioned"
        case NotSupplied():
            return "not_supplied"
        case Protected():
            return "protected"
        case NotComputed():
            return "not_computed"
        case Listed():
            return "list"
    return "text"


def _number(cell: Count | Span | Several, bare: bool) -> Message:
    match cell:
        case Several(unit):
            return Message("rendering.cell.bare_several" if bare else f"rendering.several.{unit}")
        case Span(low, None, unit):
            key = "rendering.cell.at_least" if bare else "rendering.cell.open_range"
            return Message(key, {"count": _of_unit(low, unit, bare)})
        case Span(low, int() as high, unit):
            if bare:
                return Message("rendering.cell.bare_span", {"low": low, "high": high})
            return Message(f"rendering.span.{unit}", {"low": low, "n": high})
        case Count():
            return _count(cell, bare)
    raise TypeError(f"{cell!r} is not a number")


def _count(cell: Count, bare: bool) -> Message:
    count = _of_unit(cell.value, cell.unit, bare)
    if cell.rounded_to:
        # A bare number stands under a heading that says so.
        return count if bare else Message("disclosure.rounded.cell", {"count": count})
    if cell.at_least:
        return Message("rendering.cell.at_least", {"count": count})
    if cell.about:
        return Message("rendering.cell.about", {"count": count})
    if cell.value == 0 and cell.zero_kind:
        finding = Message(f"rendering.zero.{cell.zero_kind}")
        return Message("rendering.cell.zero", {"count": count, "finding": finding})
    return count


def _of_unit(number: int, unit: str, bare: bool) -> Message:
    return Message("rendering.cell.bare" if bare else f"rendering.unit.{unit}", {"n": number})


def _share(value: Decimal) -> Message:
    """Rounded to whole percents, but never to a nothing or an all that it is not."""
    if 0 < value < Decimal("0.01"):
        return Message("rendering.share.under_one")
    if Decimal("0.99") < value < 1:
        return Message("rendering.share.nearly_all")
    percent = (value * 100).quantize(Decimal(1), ROUND_HALF_UP)
    return Message("rendering.share.percent", {"value": percent})
