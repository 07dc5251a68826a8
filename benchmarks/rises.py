"""Judge weeks of many series by the flexible Farrington method: one, and ten years of them."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks.measuring import median_seconds
from benchmarks.scale import Scale
from toevlucht.statistics.aberration import MUAN, NOUFAILY, ORIGINAL, farrington

BASELINE = 52 * 5 + 3
WEEKS = 520


def run(scale: Scale, folder: Path) -> None:
    series = 1_000 if scale.whole_nation else 100
    chance = np.random.default_rng(2013)
    mean = np.exp(chance.uniform(np.log(0.5), np.log(50), (series, 1)))
    counts = chance.negative_binomial(mean / 1.5, 0.4, (series, BASELINE + WEEKS))
    for name, settings in (("noufaily", NOUFAILY), ("muan", MUAN), ("original", ORIGINAL)):
        print(f"  {name}: {series:,} series")
        _say("one week", lambda s=settings: farrington(counts, weeks=[-1], settings=s), scale)
        asked = range(BASELINE, BASELINE + WEEKS)
        for workers in sorted({1, os.cpu_count() or 1}):
            started, cpu = time.perf_counter(), time.process_time()
            farrington(counts, weeks=asked, settings=settings, workers=workers)
            wall, cpu = time.perf_counter() - started, time.process_time() - cpu
            each = 1000 * cpu / (series * WEEKS)
            print(
                f"    {WEEKS} weeks, {workers} threads {wall:6.1f} s, {cpu:6.1f} s CPU, "
                f"{each:.3f} ms a fit"
            )


def _say(what: str, work: Callable[[], object], scale: Scale) -> None:
    print(f"    {what:22} {median_seconds(work, scale.rounds):6.3f} s")
