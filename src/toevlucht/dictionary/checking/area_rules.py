"""Areas must exist on the day they are used: each area and day is asked of geography once."""

from __future__ import annotations

import datetime

import numpy as np

from toevlucht.dictionary.checking.areas import Absence, Geography
from toevlucht.dictionary.checking.problems import ProblemCode
from toevlucht.dictionary.checking.row_rules import RowCheck, first_known
from toevlucht.language import Value

CODES = {
    "unknown": ProblemCode.AREA_UNKNOWN,
    "merged": ProblemCode.AREA_MERGED,
    "not_yet": ProblemCode.AREA_NOT_YET,
}
STARTS = ("observed_from", "period_from", "counted_on", "known_on")
ENDS = ("observed_to", "period_to", "counted_on", "observed_from", "known_on")


def check_areas(check: RowCheck, geography: Geography) -> None:
    """An area is good when it existed on the first or on the last day of its row."""
    rows = check.rows
    if "area" not in rows.cells or not len(rows):
        return
    start = first_known(*(rows.days(name) for name in STARTS if name in rows.cells))
    end = first_known(*(rows.days(name) for name in ENDS if name in rows.cells))
    judged = ~(np.isnat(start) | np.isnat(end) | _placeless(check))
    positions = np.flatnonzero(judged)
    if not len(positions):
        return
    combined = np.stack(
        [
            rows.cells["area"].indices[positions].astype(np.int64),
            start[positions].astype(np.int64),
            end[positions].astype(np.int64),
        ]
    )
    distinct, which = _distinct(combined)
    absences = [_absence(check, geography, *row) for row in distinct.T.tolist()]
    _tell(check, positions, which, absences)


def _placeless(check: RowCheck) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    cells = check.rows.cells["area"]
    assert cells.typed is not None
    known = [value not in (None, "unknown", "NL") for value in cells.typed.to_pylist()]
    return ~check.rows.where("area", np.array(known, np.bool_))


def _distinct(combined: np.ndarray) -> tuple[np.ndarray, np.ndarray]:  # type: ignore[type-arg]
    """Distinct columns and which one each column is, by way of one number for each."""
    key = np.zeros(combined.shape[1], np.int64)
    for part in combined:
        key = key * (int(part.max() - part.min()) + 1) + (part - part.min())
    _, first, which = np.unique(key, return_index=True, return_inverse=True)
    return combined[:, first], which


def _absence(
    check: RowCheck, geography: Geography, area: int, start: int, end: int
) -> Absence | None:
    code = str(check.rows.cells["area"].texts[area].as_py())
    at_start = geography.why_not(code, _day(start))
    return geography.why_not(code, _day(end)) if at_start and start != end else at_start


def _day(number: int) -> datetime.date:
    return datetime.date(1970, 1, 1) + datetime.timedelta(days=number)


def _tell(
    check: RowCheck,
    positions: np.ndarray,
    which: np.ndarray,
    absences: list[Absence | None],  # type: ignore[type-arg]
) -> None:
    by_row = dict[int, Absence]()
    for kind, code in CODES.items():
        chosen = np.array([a is not None and a.kind == kind for a in absences], np.bool_)
        found = positions[chosen[which]]
        bad = np.zeros(len(check.rows), np.bool_)
        bad[found] = True
        for position in found[: check.reading.limits.shown].tolist():
            absence = absences[int(which[np.searchsorted(positions, position)])]
            if absence:
                by_row[position] = absence
        check.tell(code, "area", bad, lambda row: _values(by_row[row]))


def _values(absence: Absence) -> dict[str, Value]:
    return {
        "successor": absence.successor,
        "successor_name": absence.successor_name,
        "on": absence.on or "",
    }
