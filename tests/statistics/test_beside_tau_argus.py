"""tau-ARGUS, the statistical offices' own program, attacks and hides the same tables."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from benchmarks.disclosure import crossed
from pytauargus import protect as hide_with_tau_argus

from toevlucht.statistics.disclosure import UNKNOWN, Sum, audit, protect

THRESHOLD = 5
SHAPES = ((9, 6), (7, 5), (12, 4), (5, 4, 4))


@dataclass(frozen=True)
class Beside:
    """A table with its sums, and what tau-ARGUS made of each cell, in our order."""

    values: list[int]
    sums: list[Sum]
    status: list[str]
    bounds: dict[int, tuple[int, int]]


@pytest.fixture(scope="module", params=SHAPES)
def beside(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Beside:
    folder = tmp_path_factory.mktemp("tau")
    with contextlib.chdir(folder):  # it writes logs where it runs
        return hidden_by_tau_argus(request.param, folder)


def hidden_by_tau_argus(shape: tuple[int, ...], folder: Path) -> Beside:
    values, sums = crossed(shape, 8.0)
    cells = dict(zip(np.ndindex(*shape), values, strict=True))
    inner = [at for at in cells if all(n < size - 1 for n, size in zip(at, shape, strict=True))]
    people = [at for at in inner for _ in range(cells[at])]
    names = [f"way{way}" for way in range(len(shape))]
    columns: dict[str, list[object]] = {
        name: [f"c{at[way]:02}" for at in people] for way, name in enumerate(names)
    }
    columns["people"] = [1.0] * len(people)
    done = hide_with_tau_argus(
        columns,
        names,
        response="people",
        safety_rules=f"FREQ({THRESHOLD},0)",
        suppress="OPT(1)",
        workdir=str(folder),
    )
    rows = done.tables[0].rows
    order = [_position(row, names, shape) for row in rows]
    assert [row["people"] for row in rows] == [values[at] for at in order]
    status = [""] * len(values)
    for at, row in zip(order, rows, strict=True):
        status[at] = row["status"]
    found = {
        order[row["cell"]]: (round(row["min"]), round(row["max"])) for row in done.engine.audit(0)
    }
    return Beside(values, sums, status, found)


def _position(row: dict[str, str], names: list[str], shape: tuple[int, ...]) -> int:
    at = [
        size - 1 if row[name] == "Total" else int(row[name][1:])
        for name, size in zip(names, shape, strict=True)
    ]
    return int(np.ravel_multi_index(at, shape))


def test_the_small_cells_are_the_same(beside: Beside) -> None:
    ours = [at for at, value in enumerate(beside.values) if 0 < value < THRESHOLD]
    theirs = [at for at, status in enumerate(beside.status) if status == "U"]
    assert ours == theirs


def test_the_attack_on_what_tau_argus_hides_finds_what_its_own_audit_finds(beside: Beside) -> None:
    published = [
        (0, UNKNOWN) if status in ("U", "M") else (value, value)
        for value, status in zip(beside.values, beside.status, strict=True)
    ]
    reach = audit(published, beside.sums)
    assert {at: reach[at] for at in beside.bounds} == beside.bounds


def test_that_ranges_reach_from_one_to_four_takes_no_more_than_half_as_many_cells_again(
    beside: Beside,
) -> None:
    published = protect(beside.values, [True] * len(beside.values), beside.sums, THRESHOLD)
    ours = sum(low < high for low, high in published)
    theirs = sum(status in ("U", "M") for status in beside.status)
    assert ours <= 1.5 * theirs
