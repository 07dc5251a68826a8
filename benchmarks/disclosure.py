"""Round tables to fives with exact totals, and attack what comes out."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from benchmarks.measuring import median_seconds
from benchmarks.scale import Scale
from toevlucht.statistics.disclosure import (
    GivesAway,
    Sum,
    controlled_rounding,
    release,
)

Table = tuple[list[int], list[Sum]]
# Three tables of 5,520 cells, margins among them; the first has municipalities by forms.
SHAPES = ((345, 16), (23, 16, 15), (10, 8, 23, 3))
MEANS = {"sparse": 0.5, "middle": 6.0, "dense": 60.0}


def run(scale: Scale, folder: Path) -> None:
    for shape in SHAPES:
        for name, mean in MEANS.items():
            _say(" x ".join(str(n) for n in shape), name, crossed(shape, mean), scale)
    for name, mean in MEANS.items():
        _say("309 in 25 in 10 in 1, x 16", name, nested(mean), scale)
    if scale.whole_nation:
        values, sums = crossed(SHAPES[0], MEANS["sparse"])
        seconds = median_seconds(lambda: _attacked(values, sums), 1)
        print(f"  345 x 16 sparse, rounded and attacked: {seconds:.2f} s")


def _say(shape: str, name: str, table: Table, scale: Scale) -> None:
    rounded = controlled_rounding(*table)
    seconds = median_seconds(lambda: controlled_rounding(*table), scale.rounds)
    print(
        f"  {shape:28} {name:6} {len(table[0]):5} cells {1000 * seconds:5.0f} ms, "
        f"mean deviation {rounded.deviation / len(table[0]):.2f}, "
        f"{len(rounded.relaxed)} not adjacent, "
        f"{'the nearest' if rounded.nearest else 'perhaps not the nearest'}"
    )


def _attacked(values: list[int], sums: list[Sum]) -> None:
    try:
        release(values, sums, "partners")
    except GivesAway as found:
        print(f"  the attack finds {len(found.cells)} cells")


def crossed(shape: tuple[int, ...], mean: float) -> Table:
    """Counts of any number of ways with all their margins."""
    table = _counts([n - 1 for n in shape], mean)
    for way in range(len(shape)):
        table = np.concatenate([table, table.sum(axis=way, keepdims=True)], axis=way)
    place = np.arange(table.size).reshape(shape)
    lines = [
        line for way, n in enumerate(shape) for line in np.moveaxis(place, way, -1).reshape(-1, n)
    ]
    return table.ravel().tolist(), [(int(line[-1]), line[:-1].tolist()) for line in lines]


def nested(mean: float) -> Table:
    """Municipalities in safety regions in police units in the country, by 15 forms and in all."""
    table = _counts([309, 15], mean)
    region, unit = np.arange(309) * 25 // 309, np.arange(25) * 10 // 25
    regions = np.array([table[region == n].sum(axis=0) for n in range(25)])
    units = np.array([regions[unit == n].sum(axis=0) for n in range(10)])
    rows = np.vstack([table, regions, units, units.sum(axis=0)])
    rows = np.hstack([rows, rows.sum(axis=1, keepdims=True)])
    place = np.arange(rows.size).reshape(rows.shape)
    sums: list[Sum] = [(int(line[-1]), line[:-1].tolist()) for line in place]
    for line in place.T:
        sums += [(int(line[309 + n]), line[:309][region == n].tolist()) for n in range(25)]
        sums += [(int(line[334 + n]), line[309:334][unit == n].tolist()) for n in range(10)]
        sums.append((int(line[-1]), line[334:344].tolist()))
    return rows.ravel().tolist(), sums


def _counts(shape: list[int], mean: float) -> np.ndarray:
    chance = np.random.default_rng(2022)
    return chance.poisson(chance.gamma(0.7, mean / 0.7, shape))
