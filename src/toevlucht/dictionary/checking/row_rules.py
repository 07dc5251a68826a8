"""The rules between the columns of one row, each for all rows of a table at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from toevlucht.dictionary.checking.problems import ProblemCode
from toevlucht.dictionary.checking.reading import Reading
from toevlucht.dictionary.checking.result import ContributionManifest
from toevlucht.dictionary.checking.rows import NO_DAY, Bools, Days, Ints, Rows
from toevlucht.language import Value

NEED_A_COUNT = ("exact", "at_least", "about")
FORBID_A_COUNT = ("several", "not_stated")
PERIODS = (("observed_from", "observed_to"), ("period_from", "period_to"))
HAPPENED = ("observed_from", "period_from", "counted_on", "month", "last_inspection")
PARTS = (
    ("places_watching", "places"),
    ("places_with_route", "places"),
    ("places_inspected", "places"),
    ("people_trained", "people"),
    ("acknowledged_in_time", "received"),
    ("acted_in_a_day", "acted_in_a_week"),
    ("acted_in_a_week", "acted_on"),
    ("acted_on", "received"),
    ("referred", "received"),
    ("taken_up", "referred"),
    ("answered", "received"),
    ("closed", "received"),
    ("inspected", "places"),
    ("actions_open", "inspected"),
)
REASONS = "closed_"
RESULTS = ("met", "not_met", "not_applicable")


@dataclass(frozen=True)
class RowCheck:
    """One table under its row rules; each rule names the column that the sender should look at."""

    rows: Rows
    manifest: ContributionManifest | None
    reading: Reading

    def tell(
        self,
        code: ProblemCode,
        column: str,
        bad: Bools,
        values: Callable[[int], dict[str, Value]] = lambda row: {},
    ) -> None:
        count = int(bad.sum())
        if not count:
            return
        supplied = column in self.rows.cells
        self.reading.findings.add_rows(
            code,
            (self.rows.file, self.rows.sheet, column),
            np.flatnonzero(bad)[: self.reading.limits.shown].tolist(),
            count,
            lambda row: (self.rows.text(column, row) if supplied else None, values(row)),
            lambda row: int(self.rows.numbers[row]),
        )

    def shown(self, **columns: str) -> Callable[[int], dict[str, Value]]:
        """The texts of these columns in a row, to fill the message with."""
        return lambda row: {
            name: self.rows.text(column, row) if column in self.rows.cells else ""
            for name, column in columns.items()
        }


def check_rows(check: RowCheck) -> None:
    """All rules of a row but those of areas and references, which have files of their own."""
    rules = (_counts, _zero, _periods, _known, _published, _ranges, _kinds, _overlap, _level)
    for rule in (*rules, _origin):
        rule(check)


def _counts(check: RowCheck) -> None:
    rows = check.rows
    if not rows.has("count_kind", "count"):
        return
    kind = check.shown(kind="count_kind")
    missing = _any(rows, "count_kind", NEED_A_COUNT) & rows.empty("count")
    check.tell(ProblemCode.COUNT_MISSING, "count", missing, kind)
    forbidden = _any(rows, "count_kind", FORBID_A_COUNT) & ~rows.empty("count")
    check.tell(ProblemCode.COUNT_FORBIDDEN, "count", forbidden, kind)


def _zero(check: RowCheck) -> None:
    rows = check.rows
    if not rows.has("zero_kind", "count"):
        return
    zero = rows.wholes("count") == 0
    silent = rows.empty("zero_kind")
    check.tell(ProblemCode.ZERO_KIND_MISSING, "zero_kind", zero & silent)
    other = (rows.wholes("count") > 0) | rows.empty("count")
    count = check.shown(count="count")
    check.tell(ProblemCode.ZERO_KIND_FORBIDDEN, "zero_kind", other & ~silent, count)


def _periods(check: RowCheck) -> None:
    for first, last in PERIODS:
        if check.rows.has(first, last):
            reversed_ = check.rows.days(first) > check.rows.days(last)
            values = check.shown(start=first, end=last)
            check.tell(ProblemCode.PERIOD_REVERSED, last, reversed_, values)


def _known(check: RowCheck) -> None:
    rows = check.rows
    known = rows.days("known_on")
    if check.manifest:
        cut_off = check.manifest.cut_off
        late = known > np.datetime64(cut_off, "D")
        check.tell(
            ProblemCode.KNOWN_AFTER_CUT_OFF, "known_on", late, lambda row: {"cut_off": cut_off}
        )
    for column in HAPPENED:
        if rows.has(column):
            early = rows.days(column) > known
            values = check.shown(known="known_on", happened=column)
            check.tell(ProblemCode.KNOWN_BEFORE_IT_HAPPENED, column, early, values)
    if rows.has("year"):
        year = rows.wholes("year")
        began = (year - 1970).astype("datetime64[Y]").astype("datetime64[D]")
        values = check.shown(known="known_on", happened="year")
        check.tell(
            ProblemCode.KNOWN_BEFORE_IT_HAPPENED, "year", (year > 0) & (began > known), values
        )


def _published(check: RowCheck) -> None:
    rows = check.rows
    if not rows.has("source_published_on"):
        return
    late = rows.days("source_published_on") > rows.days("known_on")
    late &= ~rows.equal("origin", "edition_abstract")
    values = check.shown(known="known_on")
    check.tell(ProblemCode.PUBLISHED_AFTER_KNOWN, "source_published_on", late, values)


def _ranges(check: RowCheck) -> None:
    rows = check.rows
    if rows.has("present_low", "present_high"):
        low, high = rows.wholes("present_low"), rows.wholes("present_high")
        values = check.shown(low="present_low", high="present_high")
        check.tell(ProblemCode.RANGE_REVERSED, "present_high", (high >= 0) & (low > high), values)
    for part, whole in PARTS:
        if rows.has(part, whole):
            most = rows.wholes(whole)
            above = (most >= 0) & (rows.wholes(part) > most)

            def values_of(row: int, whole: str = whole) -> dict[str, Value]:
                return {"whole": whole, "most": rows.text(whole, row)}

            check.tell(ProblemCode.PART_ABOVE_WHOLE, part, above, values_of)


def _kinds(check: RowCheck) -> None:
    """A report is closed for one reason, and a place has one result."""
    rows = check.rows
    reasons = [name for name in rows.cells if name.startswith(REASONS)]
    results = [name for name in RESULTS if name in rows.cells]
    for whole, names in (("closed", reasons), ("inspected", results)):
        if not names or not rows.has(whole):
            continue
        together = np.add.reduce([np.maximum(rows.wholes(name), 0) for name in names])
        most = rows.wholes(whole)

        def values_of(row: int, together: Ints = together) -> dict[str, Value]:
            return {"parts": int(together[row])}

        above = (most >= 0) & (together > most)
        check.tell(ProblemCode.PARTS_ABOVE_WHOLE, whole, above, values_of)


def _overlap(check: RowCheck) -> None:
    """Every list on which a person stands is one of the lists that were compared."""
    rows = check.rows
    if not rows.has("lists", "on_lists") or not {"lists", "on_lists"} <= rows.cells.keys():
        return
    lists, on_lists = rows.cells["lists"], rows.cells["on_lists"]
    pairs = lists.indices.astype(np.int64) * max(1, len(on_lists.texts)) + on_lists.indices
    distinct, which = np.unique(pairs, return_inverse=True)
    assert lists.typed is not None
    assert on_lists.typed is not None
    outside = np.zeros(len(distinct), np.bool_)
    for position, pair in enumerate(distinct.tolist()):
        all_of, some_of = divmod(pair, max(1, len(on_lists.texts)))
        known = lists.typed[all_of].as_py()
        found = on_lists.typed[some_of].as_py()
        outside[position] = None not in (known, found) and not set(found or ()) <= set(known or ())
    values = check.shown(lists="lists")
    check.tell(ProblemCode.LIST_NOT_AMONG_LISTS, "on_lists", outside[which], values)


def _level(check: RowCheck) -> None:
    rows = check.rows
    if rows.has("level", "country"):
        bad = rows.equal("level", "european") & rows.equal("country", "NL")
        check.tell(ProblemCode.EUROPEAN_IN_NL, "country", bad)


def _origin(check: RowCheck) -> None:
    """Generated rows never stand among real ones."""
    if check.manifest is None:
        return
    generated = check.rows.equal("origin", "generated")
    mixed = ~generated if check.manifest.origin == "generated" else generated
    mixed &= ~check.rows.empty("origin")
    origin = check.manifest.origin
    check.tell(ProblemCode.GENERATED_MIXED, "origin", mixed, lambda row: {"origin": origin})


def _any(rows: Rows, column: str, texts: tuple[str, ...]) -> Bools:
    found = [rows.equal(column, text) for text in texts]
    return np.asarray(np.logical_or.reduce(found), np.bool_)


def first_known(*days: Days) -> Days:
    """For every row the first of these days that there is."""
    found = np.full(len(days[0]), NO_DAY)
    for column in reversed(days):
        found = np.where(np.isnat(column), found, column)
    return found
