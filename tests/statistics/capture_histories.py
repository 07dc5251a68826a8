"""Published tables of overlapping lists, for tests."""

import csv
from pathlib import Path

import numpy as np

from toevlucht.statistics.systems_estimation.tables import CaptureHistories

DATA = Path(__file__).parent / "data"


def published(name: str) -> CaptureHistories:
    with (DATA / f"{name}.csv").open() as file:
        lists, *rows = csv.reader(file)
    numbers = np.array(rows, int)
    return CaptureHistories.from_rows(numbers[:, :-1], numbers[:, -1], lists[:-1])
