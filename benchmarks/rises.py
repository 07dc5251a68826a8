"""Judge weeks of many series by the flexible Farrington method: one, and ten years of them.

Beside it runs `farringtonFlexible` of R, where Debian's r-base-core and r-cran-surveillance (or the
package in a folder that R_LIBS names) are there; elsewhere that is said.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.hidden_number import cpu
from benchmarks.measuring import median_seconds
from benchmarks.scale import Scale
from toevlucht.statistics.aberration import MUAN, NOUFAILY, ORIGINAL, farrington

Counts = NDArray[np.int64]

BASELINE = 52 * 5 + 3
WEEKS = 520
PEER = """
suppressMessages(library(surveillance))
counts <- as.matrix(read.csv("{file}", header = FALSE))
series <- sts(observed = counts, start = c(2010, 1), frequency = 52)
control <- list(range = nrow(counts), b = 5, w = 3, noPeriods = 10, pastWeeksNotIncluded = 26,
  weightsThreshold = 2.58, pThresholdTrend = 1, thresholdMethod = "nbPlugin", alpha = 0.05)
started <- proc.time()
found <- farringtonFlexible(series, control)
cat("CPU", sum((proc.time() - started)[1:2]), "BOUNDS", upperbound(found))
"""


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

    _beside_surveillance(counts[: 100 if scale.rounds > 1 else 20], scale, folder)


def _beside_surveillance(counts: Counts, scale: Scale, folder: Path) -> None:
    """One week by both: CPU seconds a fit, their ratio, and how far the bounds differ."""
    if not shutil.which("Rscript"):
        print("  farringtonFlexible not run: no Rscript here")
        return
    file = folder / "counts.csv"
    np.savetxt(file, counts.T, fmt="%d", delimiter=",")
    peers = []
    for _ in range(scale.rounds):
        asked = ["Rscript", "-e", PEER.format(file=file)]
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
        if done.returncode:
            print("  farringtonFlexible not run: the package surveillance is not there")
            return
        seconds, _, bounds = done.stdout.partition("CPU")[2].partition("BOUNDS")
        peers.append(float(seconds))
    peer = statistics.median(peers)
    ours = cpu(lambda: farrington(counts, weeks=[-1]), scale.rounds)
    # The peer has no bound where cases are too few for an alarm.
    its = np.array([float(one) for one in bounds.replace("NA", "nan").split()])
    apart = np.nanmax(np.abs(its - farrington(counts, weeks=[-1]).bound[:, 0]))
    print(
        f"  farringtonFlexible: {1000 * peer / len(counts):.2f} ms CPU a fit, ours "
        f"{1000 * ours / len(counts):.3f}: {peer / ours:,.0f} times faster; bounds differ by "
        f"{apart:g} at most"
    )


def _say(what: str, work: Callable[[], object], scale: Scale) -> None:
    print(f"    {what:22} {median_seconds(work, scale.rounds):6.3f} s")
