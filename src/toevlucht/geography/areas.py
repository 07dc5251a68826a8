"""Municipalities, safety regions, police units and provinces as they were on a day.

The register starts on ``FIRST_DAY``: before it the wider areas are known, municipalities are not.
After the last change in it, the last division holds.
"""

from __future__ import annotations

import datetime

from toevlucht.dictionary.checking.areas import Absence
from toevlucht.geography import register
from toevlucht.geography.division import Area, Kind, division, name_of
from toevlucht.geography.register import NATIONAL
from toevlucht.language import Named

__all__ = [
    "FIRST_DAY",
    "NATIONAL",
    "Area",
    "NoSuchArea",
    "area",
    "exists",
    "municipalities",
    "named",
    "national",
    "police_unit_of",
    "police_units",
    "province_of",
    "provinces",
    "safety_region_of",
    "safety_regions",
    "successor",
    "why_not",
]

FIRST_DAY = datetime.date(2022, 1, 1)


class NoSuchArea(LookupError):
    """No area has this code on this day; ``absence`` says why."""

    def __init__(self, code: str, on: datetime.date, absence: Absence) -> None:
        super().__init__(f"{code} is no area on {on.isoformat()}: {absence.kind}")
        self.absence = absence


def area(code: str, on: datetime.date) -> Area:
    """The area with this code on that day; raises NoSuchArea."""
    found = division(on).get(code)
    if found is None:
        raise NoSuchArea(code, on, _absence(code, on))
    return found


def exists(code: str, on: datetime.date) -> bool:
    return code in division(on)


def why_not(code: str, on: datetime.date) -> Absence | None:
    """Why there is no area with this code on that day; None where there is one."""
    return None if exists(code, on) else _absence(code, on)


def _absence(code: str, on: datetime.date) -> Absence:
    known = register.municipalities().get(code)
    if known is None:
        return Absence("unknown")
    heir = successor(code, on)
    if heir is None:
        return Absence("not_yet", on=known.valid_from)
    return Absence("merged", heir.code, heir.name, known.valid_to)


def successor(code: str, on: datetime.date) -> Area | None:
    """What stands on that day where this area is or was: itself, or what it went into.

    None before the area itself came to be, and for a code that no area ever had.
    """
    known = register.municipalities().get(code)
    if known is None or exists(code, on) or not known.successor or on < known.valid_from:
        return division(on).get(code)
    return successor(known.successor, on)


def named(code: str, on: datetime.date) -> Named:
    """The area's name in every language, also of one that merged or is still to come."""
    if exists(code, on):
        return area(code, on).named
    if code in register.municipalities():
        return name_of(code, register.municipalities()[code].name)
    raise NoSuchArea(code, on, Absence("unknown"))


def national(on: datetime.date = FIRST_DAY) -> Area:
    return area(NATIONAL, on)


def municipalities(on: datetime.date, within: str = NATIONAL) -> tuple[Area, ...]:
    """All municipalities of that day, or those of one wider area; raises NoSuchArea."""
    if on < FIRST_DAY:
        raise ValueError(f"the municipalities before {FIRST_DAY.isoformat()} are not known")
    return _of_kind("municipality", on, within)


def safety_regions(on: datetime.date, within: str = NATIONAL) -> tuple[Area, ...]:
    """The 25 safety regions, or those of one police unit or province."""
    return _of_kind("safety_region", on, within)


def provinces(on: datetime.date) -> tuple[Area, ...]:
    return _of_kind("province", on, NATIONAL)


def police_units(on: datetime.date) -> tuple[Area, ...]:
    return _of_kind("police_unit", on, NATIONAL)


def _of_kind(kind: Kind, on: datetime.date, within: str) -> tuple[Area, ...]:
    wider = area(within, on).code
    return tuple(a for a in division(on).values() if a.kind == kind and wider in a.within)


def safety_region_of(code: str, on: datetime.date) -> Area | None:
    """The safety region that an area lies in or is; None for the wider areas."""
    return _wider("safety_region", code, on)


def police_unit_of(code: str, on: datetime.date) -> Area | None:
    """The police unit that an area lies in or is; None for a province, which units cut through."""
    return _wider("police_unit", code, on)


def province_of(code: str, on: datetime.date) -> Area | None:
    """The province that an area lies in or is; None for a police unit."""
    return _wider("province", code, on)


def _wider(kind: Kind, code: str, on: datetime.date) -> Area | None:
    around = (code, *area(code, on).within)
    return next((a for a in (area(c, on) for c in around) if a.kind == kind), None)
