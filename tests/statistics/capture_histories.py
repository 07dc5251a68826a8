"""Published tables of overlapping lists, for tests."""

import csv
from pathlib import Path

import numpy as np

from toevlucht.statistics.systems_estimation.covariates import CovariateTable
from toevlucht.statistics.systems_estimation.tables import CaptureHistories

DATA = Path(__file__).parent / "data"


def published(name: str) -> CaptureHistories:
    with (DATA / f"{name}.csv").open() as file:
        lists, *rows = csv.reader(file)
    numbers = np.array(rows, int)
    return CaptureHistories.from_rows(numbers[:, :-1], numbers[:, -1], lists[:-1])


def published_with_covariates(name: str, lists: int, **degrees: int) -> CovariateTable:
    with (DATA / f"{name}.csv").open() as file:
        names, *rows = csv.reader(file)
    return CovariateTable.from_rows(
        [[value in ("1", "obs") for value in row[:lists]] for row in rows],
        [row[lists:-1] for row in rows],
        [int(row[-1]) for row in rows],
        names[:lists],
        names[lists:-1],
        degrees,
    )


def independent_lists(
    chance: np.random.Generator, persons: int, reach: list[float]
) -> CaptureHistories:
    """Cells of a population of any size in which each list reaches a share of everybody."""
    cells = np.arange(1 << len(reach))
    on = np.array([np.where(cells >> j & 1, p, 1 - p) for j, p in enumerate(reach)])
    counts = chance.multinomial(persons, on.prod(axis=0)).astype(float)
    counts[0] = 0.0
    return CaptureHistories(tuple("ABCDEFGHIJKL"[: len(reach)]), counts)
