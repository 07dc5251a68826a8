"""Hidden number: CPU seconds beside SparseMSE in R, and each claim of speed.

The peer is run where `Rscript` and the package SparseMSE are there; elsewhere that is said, and the
ratio is to what it took here once (Debian 12, R 4.2.2, 2 cores): 151.4 s for 300 replicates.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks.measuring import in_own_process
from benchmarks.scale import Scale
from toevlucht.statistics.systems_estimation.bootstrapping import bca_interval
from toevlucht.statistics.systems_estimation.choosing import BestOfAll, Method, Stepwise
from toevlucht.statistics.systems_estimation.decomposable import GraphAveraging
from toevlucht.statistics.systems_estimation.latent_classes import LatentClasses
from toevlucht.statistics.systems_estimation.tables import CaptureHistories
from toevlucht.statistics.systems_estimation.thresholding import Thresholding

# Potential victims of trafficking, United Kingdom 2013 (Silverman 2014): mask of lists, persons.
LISTS = ("LA", "NG", "PF", "GO", "GP", "NCA")
ROWS = (
    "100000 54,010000 463,001000 907,000100 695,000010 316,000001 57,110000 15,101000 19,100100 3,"
    "011000 56,010100 19,010010 1,010001 3,001100 69,001010 10,001001 31,000110 8,000101 6,"
    "000011 1,111000 1,110100 1,011100 4,011001 3,001101 1,111100 1"
)
MEASURED_ONCE = 151.44 / 300
PEER = """
suppressMessages(library(SparseMSE))
data(UKdat)
started <- proc.time()
estimatepopulation(UKdat, nboot = {replicates})
cat("CPU", sum((proc.time() - started)[1:2]))
"""
FIRST = """
from toevlucht.statistics.systems_estimation.choosing import Stepwise
from toevlucht.statistics.systems_estimation.tables import CaptureHistories
rows = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [1, 0, 1]]
Stepwise().fit(CaptureHistories.from_rows(rows, [50, 40, 45, 9, 8]))
"""


def run(scale: Scale, folder: Path) -> None:
    replicates = 1000 if scale.rounds > 1 else 100
    table = british()
    bca_interval(table, Stepwise(), replicates=20)
    bca_interval(table, BestOfAll(2), replicates=20)
    ours = cpu(lambda: bca_interval(table, Stepwise(), replicates=replicates), scale.rounds)
    print(f"  stepwise, {replicates:,} BCa replicates, six lists: {ours:.3f} s CPU")
    peer = _peer(10 if scale.rounds == 1 else 100)
    print(f"  {peer * replicates / ours:,.0f} times faster than SparseMSE ({peer:.3f} s a table)")
    exact = cpu(lambda: bca_interval(table, BestOfAll(2), replicates=replicates), scale.rounds)
    print(f"  exact BIC over 32,768 models, {replicates:,} replicates: {exact:.2f} s CPU")
    eight = [_eight_lists(seed) for seed in range(scale.rounds)]
    once = [cpu(lambda t=one: BestOfAll(2).fit(t), 1) for one in eight]  # type: ignore[misc]
    print(
        f"  exact BIC, eight sparse lists: {statistics.median(once):.3f} s, at most {max(once):.3f}"
    )
    beliefs: dict[str, Method] = {
        "thresholding, 6,000 draws twice": Thresholding(),
        "18,154 decomposable graphs": GraphAveraging(),
        "latent classes, 96,000 sweeps": LatentClasses(),
    }
    for name, method in beliefs.items():
        method.fit(table)
        took = cpu(lambda m=method: m.fit(table), scale.rounds)  # type: ignore[misc]
        print(f"  {name}, six lists: {took:.2f} s CPU")
    first, _ = in_own_process(FIRST, scale.rounds)
    print(f"  import and first call in a new process: {first:.2f} s")


def british() -> CaptureHistories:
    rows = [row.split() for row in ROWS.split(",")]
    on = [[int(digit) for digit in history] for history, _ in rows]
    return CaptureHistories.from_rows(on, [int(count) for _, count in rows], LISTS)


def cpu(work: Callable[[], object], rounds: int) -> float:
    seconds = []
    for _ in range(rounds):
        started = time.process_time()
        work()
        seconds.append(time.process_time() - started)
    return statistics.median(seconds)


def _peer(replicates: int) -> float:
    """CPU seconds of SparseMSE for one replicate."""
    if not shutil.which("Rscript"):
        print("  SparseMSE not run: no Rscript here; beside what it took once")
        return MEASURED_ONCE
    asked = PEER.format(replicates=replicates)
    done = subprocess.run(["Rscript", "-e", asked], capture_output=True, text=True, check=False)
    if done.returncode:
        print("  SparseMSE not run: its source is not installed in R; beside what it took once")
        return MEASURED_ONCE
    return float(done.stdout.rpartition("CPU")[2]) / replicates


def _eight_lists(seed: int) -> CaptureHistories:
    """As New Orleans: 185 persons, 28 pairs of lists of which most are empty."""
    chance = np.random.default_rng(seed)
    reach = np.array([0.03, 0.012, 0.07, 0.035, 0.02, 0.012, 0.012, 0.01])
    on = chance.random((1000, 8)) < reach
    on = on[on.any(axis=1)]
    return CaptureHistories.from_rows(on, np.ones(len(on), int))
