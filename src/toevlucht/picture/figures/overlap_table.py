"""The overlap rows of an edition as the one table of lists that an estimate is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from toevlucht.picture.protection.cells import THRESHOLD
from toevlucht.statistics.systems_estimation.tables import (
    MOST_LISTS,
    CaptureHistories,
    NotEstimable,
)

# Publications that everybody has: nothing that is reckoned from them gives a small number away.
EVERYBODY_HAS = ("publication", "edition_abstract")


@dataclass(frozen=True)
class OverlapTable:
    """``missed`` and ``false`` are the greatest rates of wrong links that its senders name.

    ``gives_away``: it holds a small number of persons that not everybody has. An estimate hangs
    on every cell, so whoever has enough estimates can work out a cell.
    """

    histories: CaptureHistories
    missed: float | None
    false: float | None
    gives_away: bool


def overlap_table(rows: Sequence[Mapping[str, Any]]) -> OverlapTable | None:
    """The table with the most lists, and of these with the most persons; None without rows.

    Tables of other lists are other questions: their persons are never added to these. Raises
    NotEstimable where a row is on a list that its table does not have, or lists are too many.
    """
    tables: dict[tuple[str, tuple[str, ...]], list[Mapping[str, Any]]] = {}
    for row in rows:
        tables.setdefault((row["stated_by"], tuple(sorted(set(row["lists"])))), []).append(row)
    if not tables:
        return None
    key = min(tables, key=lambda key: (-len(key[1]), -_persons(tables[key]), key))
    return _made(key[1], tables[key])


def _persons(rows: Sequence[Mapping[str, Any]]) -> int:
    return sum(int(row["count"]) for row in rows)


def _made(lists: tuple[str, ...], rows: Sequence[Mapping[str, Any]]) -> OverlapTable:
    if len(lists) > MOST_LISTS:
        raise NotEstimable("too_many_lists", f"there are more than {MOST_LISTS} lists", lists)
    cells = np.zeros(2 ** len(lists))
    for row in rows:
        if not row["on_lists"] or not set(row["on_lists"]) <= set(lists):
            raise NotEstimable("unknown_list", "a row is on a list that is not there", lists)
        cells[sum(1 << lists.index(name) for name in set(row["on_lists"]))] += row["count"]
    small = bool(((cells > 0) & (cells < THRESHOLD)).any())
    public = all(row["origin"] in EVERYBODY_HAS for row in rows)
    return OverlapTable(
        CaptureHistories(lists, cells),
        _greatest(rows, "missed_links"),
        _greatest(rows, "false_links"),
        small and not public,
    )


def _greatest(rows: Sequence[Mapping[str, Any]], name: str) -> float | None:
    return max((float(row[name]) for row in rows if row[name] is not None), default=None)
