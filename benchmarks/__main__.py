"""Run every benchmark: `python -m benchmarks --scale small|middle|full [--only reports]`."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks import (
    beside_pandas,
    building,
    checking,
    courses,
    coverage,
    disclosure,
    hidden_number,
    newsletter,
    pages,
    placement,
    reception,
    reports,
    rises,
)
from benchmarks.measuring import machine
from benchmarks.scale import SCALES

BENCHMARKS = {
    one.__name__.rpartition(".")[2]: one
    for one in (
        checking,
        building,
        beside_pandas,
        pages,
        reports,
        placement,
        reception,
        rises,
        hidden_number,
        newsletter,
        coverage,
        disclosure,
        courses,
    )
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", choices=SCALES, default="full")
    parser.add_argument("--only", choices=BENCHMARKS)
    asked = parser.parse_args()
    scale = SCALES[asked.scale]
    print(f"{machine()}; median of {scale.rounds}; {scale.signals:,} signals")
    with tempfile.TemporaryDirectory(prefix="toevlucht-bench-") as folder:
        for benchmark in [BENCHMARKS[asked.only]] if asked.only else BENCHMARKS.values():
            print(f"\n{benchmark.__doc__.splitlines()[0]}")
            benchmark.run(scale, Path(folder))


if __name__ == "__main__":
    main()
