"""Read a table of overlapping lists: a column of 0 and 1 for each list, and one of counts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from toevlucht.cli.sheets import Problems, Sheet, count_in, read_sheet, wrong_cell
from toevlucht.statistics.systems_estimation.tables import MOST_LISTS, CaptureHistories

MOST_CASES = 10**10  # with far more a search does not end; the earth has fewer people
COUNT = ("count", "counts", "n", "freq", "aantal", "кількість")


def read_histories(path: Path, lists: Sequence[str] = ()) -> CaptureHistories:
    """The table in a file; of the columns ``lists`` only, where they are named.

    Raises `WrongInput`. The same history in two rows counts for both. Cases on none of the lists
    that were named are left out; without names such a row is wrong.
    """
    sheet = read_sheet(path)
    problems = Problems()
    counted = sheet.column(*COUNT)
    if counted is None:
        problems.add("analysing.problem.no_count_column", known=", ".join(COUNT))
        problems.stop()
        raise AssertionError
    places = _places(sheet, counted, lists, problems)
    problems.stop()
    rows: list[list[bool]] = []
    counts: list[int] = []
    for number, cells in sheet.rows:
        cases = count_in(problems, sheet, number, cells, counted)
        history = [_on(problems, sheet, number, cells, place) for place in places]
        if cases is None:
            continue
        if any(history):
            rows.append(history)
            counts.append(cases)
        elif cases and not lists:
            problems.add("analysing.problem.on_no_list", row=str(number))
    if sum(counts) > MOST_CASES:
        problems.add("analysing.problem.too_many_cases")
    problems.stop()
    names = tuple(sheet.header[place] for place in places)
    if not rows:
        return CaptureHistories.from_rows([[1] * len(names)], [0], names)
    return CaptureHistories.from_rows(rows, counts, names)


def _places(sheet: Sheet, counted: int, lists: Sequence[str], problems: Problems) -> list[int]:
    unknown = [name for name in lists if name not in sheet.header]
    for name in unknown:
        problems.add("analysing.problem.unknown_list", name=name, known=", ".join(sheet.header))
    wanted = [
        i for i, name in enumerate(sheet.header) if i != counted and (not lists or name in lists)
    ]
    if not unknown and not 1 <= len(wanted) <= MOST_LISTS:
        problems.add("analysing.problem.number_of_lists", lists=len(wanted), most=MOST_LISTS)
    return wanted


def _on(problems: Problems, sheet: Sheet, row: int, cells: Sequence[str], column: int) -> bool:
    if cells[column] not in ("0", "1"):
        wrong_cell(problems, "analysing.problem.not_on_or_off", sheet, row, cells, column)
    return cells[column] != "0"
