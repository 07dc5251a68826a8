"""Three of the same figures in plain pandas, on the same snapshot in the same run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks.measuring import median_seconds
from benchmarks.scale import Scale, snapshot
from toevlucht.picture.editorial import Period
from toevlucht.picture.figures import FIGURES
from toevlucht.picture.snapshot import Snapshot, open_snapshot
from toevlucht.picture.tables import Count

CONCRETE = ["signal", "incident", "investigation", "established"]


def run(scale: Scale, folder: Path) -> None:
    frozen = snapshot(folder, scale.signals)
    for figure, in_pandas in PEERS.items():
        with open_snapshot(frozen) as opened:
            assert _ours(opened, figure) == in_pandas(frozen, opened.edition.period), figure
            period = opened.edition.period
        ours = median_seconds(lambda figure=figure: _find(frozen, figure), scale.rounds)
        theirs = median_seconds(
            lambda work=in_pandas, period=period: work(frozen, period), scale.rounds
        )
        print(f"  {figure:22} {ours:6.2f} s, pandas {theirs:6.2f} s: {theirs / ours:4.1f} times")


def _find(frozen: Path, figure: str) -> None:
    with open_snapshot(frozen) as opened:
        next(kind for kind in FIGURES if kind.id == figure).find(opened)


def _ours(opened: Snapshot, figure: str) -> dict[Any, int]:
    """The figure's numbers, to see that both count the same; no row that no reader sees."""
    found = next(kind for kind in FIGURES if kind.id == figure).find(opened)
    table = found.table
    column = {"ladder-national": "statements", "statements-over-time": "concrete"}.get(
        figure, "statements"
    )
    position = table.position(column)
    counts = {r.id: r.cells[position] for r in table.rows if r.id not in found.margins}
    return {id: cell.value for id, cell in counts.items() if isinstance(cell, Count) and cell.value}


def _standing(frozen: Path, period: Period, columns: list[str]) -> pd.DataFrame:
    """Rows known in the period, without those that a later row corrects."""
    needed = ["ref", "corrects_ref", "known_on", "zero_kind", *columns]
    rows = pd.read_parquet(frozen / "tables" / "observations.parquet", columns=needed)
    days = pd.to_datetime(rows["known_on"])
    rows = rows[days <= pd.Timestamp(period.cut_off)]
    rows = rows[~rows["ref"].isin(rows["corrects_ref"].dropna())]
    return rows[rows["zero_kind"].isna()]


def _in_period(rows: pd.DataFrame, period: Period) -> pd.DataFrame:
    return rows[pd.to_datetime(rows["known_on"]) > pd.Timestamp(period.known_after)]


def _ladder(frozen: Path, period: Period) -> dict[Any, int]:
    key = ["level", "form", "rung", "counting_unit"]
    rows = _in_period(_standing(frozen, period, key), period)
    sizes = rows.groupby(key, sort=False).size()
    return {".".join(group): int(count) for group, count in sizes.items()}


def _over_time(frozen: Path, period: Period) -> dict[Any, int]:
    rows = _standing(frozen, period, ["rung"])
    concrete = rows[rows["rung"].isin(CONCRETE)]
    months = pd.to_datetime(concrete["known_on"]).dt.to_period("M")
    return {f"{month}-01": int(count) for month, count in months.value_counts().items()}


def _by_region(frozen: Path, period: Period) -> dict[Any, int]:
    rows = _in_period(_standing(frozen, period, ["area"]), period)
    areas = pd.read_parquet(frozen / "tables" / "areas.parquet")
    placed = rows.merge(areas, left_on="area", right_on="code")
    counts = [placed[name].value_counts() for name in ("safety_region", "police_unit")]
    return {code: int(count) for found in counts for code, count in found.items()}


PEERS: dict[str, Callable[[Path, Period], dict[Any, int]]] = {
    "ladder-national": _ladder,
    "statements-over-time": _over_time,
    "statements-by-region": _by_region,
}
