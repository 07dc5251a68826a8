"""Measure a piece of work: median time of a call, and peak memory of a process of its own."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

# Runs a statement and prints seconds and peak memory; imports are paid for, as a user pays.
TIMED = """
import time
started = time.perf_counter()
{statement}
seconds = time.perf_counter() - started
# Not ru_maxrss: a new process begins with the peak of the one that started it.
with open("/proc/self/status") as status:
    peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
print(seconds, peak // 1024)
"""


def median_seconds(work: Callable[[], object], rounds: int) -> float:
    return statistics.median(_seconds(work) for _ in range(rounds))


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def in_own_process(statement: str, rounds: int) -> tuple[float, int]:
    """Median seconds and highest peak memory in MB of a statement, each in a fresh process."""
    runs = [_run(statement) for _ in range(rounds)]
    return statistics.median(seconds for seconds, _ in runs), max(peak for _, peak in runs)


def _run(statement: str) -> tuple[float, int]:
    done = subprocess.run(
        [sys.executable, "-c", TIMED.format(statement=statement)],
        check=True,
        capture_output=True,
        text=True,
    )
    seconds, peak = done.stdout.split()[-2:]
    return float(seconds), int(peak)


def machine() -> str:
    return f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}"
