"""Dates are ISO; what spreadsheets make of them is recognised, and the ISO date is offered."""

from __future__ import annotations

import datetime
import re

from toevlucht.dictionary.checking.faults import Fault
from toevlucht.dictionary.checking.problems import ProblemCode

ISO = re.compile(r"(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}")
LOCAL = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4}|[0-9]{2})")
SERIAL = re.compile(r"[0-9]{4,6}(?:\.0+)?")
SERIAL_EPOCH = datetime.date(1899, 12, 30)
FIRST_SERIAL, LAST_SERIAL = 10_000, 80_000
CENTURY = 2000


def date_fault(value: str, today: datetime.date) -> Fault | None:
    """Why ``value`` is no date, or a date after ``today``."""
    if ISO.fullmatch(value):
        try:
            day = day_of(value)
        except ValueError:
            return Fault(ProblemCode.NOT_A_DATE)
        return Fault(ProblemCode.FUTURE_DATE, {"today": today}) if day > today else None
    return _local(value) or _serial(value) or Fault(ProblemCode.NOT_A_DATE)


def day_of(value: str) -> datetime.date:
    return datetime.date.fromisoformat(value)


def _local(value: str) -> Fault | None:
    """24-03-2022 as the Dutch write it, day first."""
    found = LOCAL.fullmatch(value.strip())
    if not found:
        return None
    day, month, year = (int(part) for part in found.groups())
    try:
        meant = datetime.date(year if year > 99 else CENTURY + year, month, day)
    except ValueError:
        return Fault(ProblemCode.NOT_A_DATE)
    return Fault(ProblemCode.LOCAL_DATE, {"iso": meant.isoformat()})


def _serial(value: str) -> Fault | None:
    """44644, as a spreadsheet keeps 24 March 2022 inside."""
    if not SERIAL.fullmatch(value):
        return None
    days = int(float(value))
    if not FIRST_SERIAL <= days <= LAST_SERIAL:
        return None
    meant = SERIAL_EPOCH + datetime.timedelta(days=days)
    return Fault(ProblemCode.SERIAL_DATE, {"iso": meant.isoformat()})
