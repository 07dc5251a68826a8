"""Areas must exist on the day they are used: each area and day is asked of geography once."""

from __future__ import annotations

import numpy as np

from toevlucht.dictionary.checking.areas import Absence, Geography
from toevlucht.dictionary.checking.problems import ProblemCode
from toevlucht.dictionary.checking.row_rules import RowCheck, first_known
from toevlucht.dictionary.checking.rows import Bools, Days, Ints
from toevlucht.language import Value

CODES = {
    "unknown": ProblemCode.AREA_UNKNOWN,
    "merged": ProblemCode.AREA_MERGED,
    "not_yet": ProblemCode.AREA_NOT_YET,
}
STARTS = ("observed_from", "period_from", "counted_on", "month", "known_on")
ENDS = ("observed_to", "period_to", "counted_on", "observed_from", "known_on")


def check_areas(check: RowCheck, geography: Geography) -> None:
    """An area is good when it existed on the first or on the last day of its row."""
    rows = check.rows
    if "area" not in rows.cells or not len(rows):
        return
    placed = np.flatnonzero(_placed(check))
    start = first_known(*(rows.days(name) for name in STARTS if name in rows.cells))
    absences = _absences(check, geography, placed, start)
    if absences:
        end = first_known(*(rows.days(name) for name in ENDS if name in rows.cells))
        absences = _absences(check, geography, np.array(sorted(absences)), end)
    _tell(check, absences)


def _placed(check: RowCheck) -> Bools:
    """Rows with the code of an area below the country."""
    cells = check.rows.cells["area"]
    assert cells.typed is not None
    known = [value not in (None, "unknown", "NL") for value in cells.typed.to_pylist()]
    return check.rows.where("area", np.array(known, np.bool_))


def _absences(
    check: RowCheck, geography: Geography, positions: Ints, days: Days
) -> dict[int, Absence]:
    """Which of the rows name an area that did not exist on their day, and why."""
    positions = positions[~np.isnat(days[positions])]
    if not len(positions):
        return {}
    cells = check.rows.cells["area"]
    areas = cells.indices[positions].astype(np.int64)
    numbers = days[positions].astype(np.int64)
    key = areas * (int(numbers.max() - numbers.min()) + 1) + numbers - numbers.min()
    _, first, which = np.unique(key, return_index=True, return_inverse=True)
    codes = cells.texts.to_pylist()
    pairs = zip(areas[first].tolist(), days[positions[first]].tolist(), strict=True)
    found = [geography.why_not(codes[area], day) for area, day in pairs]
    absent = np.array([absence is not None for absence in found], np.bool_)[which]
    chosen = zip(positions[absent].tolist(), which[absent].tolist(), strict=True)
    return {row: absence for row, at in chosen if (absence := found[at]) is not None}


def _tell(check: RowCheck, absences: dict[int, Absence]) -> None:
    for kind, code in CODES.items():
        bad = np.zeros(len(check.rows), np.bool_)
        bad[[row for row, absence in absences.items() if absence.kind == kind]] = True
        check.tell(code, "area", bad, lambda row: _values(absences[row]))


def _values(absence: Absence) -> dict[str, Value]:
    return {
        "successor": absence.successor,
        "successor_name": absence.successor_name,
        "on": absence.on or "",
    }
