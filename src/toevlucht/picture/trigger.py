"""Whether counts rose sharply since the last edition: exact tests, so that 1 to 4 is no alarm.

Of each count the numbers since the last edition are held against those of that edition, each with
the days that they were gathered in. A rise is sharp where the later rate is more than ``factor``
times the earlier one beyond what chance explains: the binomial test of two Poisson counts, given
their sum, with the later days weighed by the factor [1]_. The chance of a false alarm is divided
over the counts that are compared [2]_.

.. [1] J. Przyborowski and H. Wilenski (1940). Homogeneity of results in testing samples from
   Poisson series. Biometrika 31, 313-323.
.. [2] C. E. Bonferroni (1936). Teoria statistica delle classi e calcolo delle probabilita.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import ibis
import pyarrow.parquet as pq

from toevlucht.dictionary import dictionary
from toevlucht.dictionary.checking import Checked
from toevlucht.picture.editorial import Edition, Period
from toevlucht.picture.figures.evidence import countable
from toevlucht.picture.figures.findings import rows_of
from toevlucht.picture.snapshot import Snapshot
from toevlucht.picture.snapshot.rows import collect
from toevlucht.statistics.small_counts import compare_counts

# What may be watched: the concrete rungs, each in the units in which it can be counted.
RUNGS = ("signal", "incident", "investigation", "established")
UNITS = ("report", "case", "investigation")
LEVELS = ("national", "regional")

# Level, rung and unit; all forms together, and nothing is added up over these.
Key = tuple[str, str, str]


@dataclass(frozen=True)
class Rule:
    """When a rise is sharp: ``chance`` of a false alarm, by what ``factor``, how many at least."""

    rungs: tuple[str, ...]
    chance: float = 0.05
    factor: float = 2.0
    minimum: int = 3


@dataclass(frozen=True)
class Line:
    """One count before and since; ``chance`` is that of so many or more without a sharp rise."""

    level: str
    rung: str
    unit: str
    before: int
    days_before: int
    new: int
    days: int
    expected: float
    chance: float
    met: bool


def held_against(
    rule: Rule,
    before: Mapping[Key, int],
    new: Mapping[Key, int],
    days_before: int,
    days: int,
) -> list[Line]:
    """Every watched count that is above zero before or since, by the order of the ladder.

    What nobody gave a number for before counts as zero: a first case can begin a rise.
    """
    if days <= 0 or days_before <= 0:
        return []
    keys = [key for key in {*before, *new} if before.get(key) or new.get(key)]
    asked = rule.chance / max(1, len(keys))
    return [
        _line(rule, asked, key, before.get(key, 0), new.get(key, 0), days_before, days)
        for key in sorted(keys, key=_order)
    ]


def _line(
    rule: Rule, asked: float, key: Key, before: int, new: int, days_before: int, days: int
) -> Line:
    compared = compare_counts(before, new, days_before, days * rule.factor)
    return Line(
        *key,
        before=before,
        days_before=days_before,
        new=new,
        days=days,
        expected=before / days_before * days,
        chance=compared.p_rise,
        met=new >= rule.minimum and compared.p_rise <= asked,
    )


def look(
    rule: Rule, edition: Edition, contributions: Sequence[Checked], until: datetime.date
) -> list[Line]:
    """Hold the rule against all that is known ``until`` a day, since the last ``edition``."""
    last = edition.period
    if until <= last.cut_off:
        return []
    with _known(edition, contributions, until) as snapshot:
        before = _totals(snapshot, last, rule)
        new = _totals(snapshot, _since(last, until), rule)
    if last.counting_mode == "cumulative":
        new = {key: max(0, total - before.get(key, 0)) for key, total in new.items()}
    days_before = (last.cut_off - last.known_after).days
    return held_against(rule, before, new, days_before, (until - last.cut_off).days)


def _since(last: Period, until: datetime.date) -> Period:
    """The period whose totals hold what is new: all again where totals are cumulative."""
    if last.counting_mode == "cumulative":
        return replace(last, cut_off=until)
    return replace(last, known_after=last.cut_off, cut_off=until)


@contextmanager
def _known(
    edition: Edition, contributions: Sequence[Checked], until: datetime.date
) -> Iterator[Snapshot]:
    """All rows known until a day, opened as a frozen edition is, and gone afterwards."""
    with TemporaryDirectory(prefix="toevlucht-look-") as temporary:
        folder = Path(temporary)
        (folder / "tables").mkdir()
        for name in ("observations", "counts"):
            rows = collect(dictionary().table(name), contributions, until)
            pq.write_table(rows, folder / "tables" / f"{name}.parquet")
        connection = ibis.duckdb.connect()
        try:
            yield Snapshot(folder, edition, {}, connection)
        finally:
            connection.disconnect()


def _totals(snapshot: Snapshot, period: Period, rule: Rule) -> dict[Key, int]:
    """Exact numbers of all forms together; what was said without a number cannot be compared."""
    rows = countable(snapshot, period)
    rows = rows.filter(
        rows.level.isin(LEVELS)
        & rows.rung.isin(rule.rungs)
        & rows.counting_unit.isin(UNITS)
        & (rows.count_kind == "exact")
    )
    key = ["level", "rung", "counting_unit"]
    found: list[dict[str, Any]] = rows_of(rows.group_by(key).agg(total=rows["count"].sum()))
    return {(r["level"], r["rung"], r["counting_unit"]): r["total"] for r in found}


def _order(key: Key) -> tuple[int, ...]:
    level, rung, unit = key
    return LEVELS.index(level), RUNGS.index(rung), UNITS.index(unit)
