"""Compile every loop ahead: `python -m toevlucht.statistics.ahead`."""

from __future__ import annotations

import numpy as np

from toevlucht.statistics.aberration import farrington, likelihood_ratio
from toevlucht.statistics.disclosure.searching import search
from toevlucht.statistics.systems_estimation.bootstrapping import bca_interval
from toevlucht.statistics.systems_estimation.choosing import (
    BestOfAll,
    GivenModel,
    Method,
    Stepwise,
)
from toevlucht.statistics.systems_estimation.decomposable import GraphAveraging
from toevlucht.statistics.systems_estimation.latent_classes import LatentClasses
from toevlucht.statistics.systems_estimation.tables import CaptureHistories
from toevlucht.statistics.systems_estimation.thresholding import Thresholding

SMALL = ([[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [1, 0, 1]], [50, 40, 45, 9, 8])


def main() -> None:
    methods: tuple[Method, ...] = (
        Stepwise(),
        BestOfAll(),
        GivenModel(),
        GraphAveraging(),
        Thresholding(draws=50, settling=50),
        LatentClasses(draws=50, settling=50, thinning=1, seconds=0),
    )
    for method in methods:
        bca_interval(CaptureHistories.from_rows(*SMALL), method, replicates=20)
    farrington(np.ones(300, np.int64), weeks=[-1])
    likelihood_ratio(np.arange(1, 6), 2.0, 0.1)
    search(np.array([3, 4, 7]), [(2, [0, 1])], 5)


if __name__ == "__main__":
    main()
