"""Whoever keeps all editions and subtracts finds what trying all numbers finds, and no more."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from toevlucht.statistics.disclosure import Published, Relation, audit_editions

SUMS = [(2, [0, 1])]


def one_that_fits(
    editions: list[Published], relations: list[Relation]
) -> list[tuple[tuple[int, ...], ...]]:
    """All numbers of two regions and their total, edition by edition, that fit everything."""
    found = []
    choices = []
    for edition in editions:
        pairs = itertools.product(*(range(low, high + 1) for low, high in edition.ranges[:2]))
        low, high = edition.ranges[2]
        choices.append([(a, b, a + b) for a, b in pairs if low <= a + b <= high])
    for tables in itertools.product(*choices):
        steps = [
            (one.kind, tables[one.later[0]][one.later[1]] - tables[one.earlier[0]][one.earlier[1]])
            for one in relations
        ]
        signs = {"same": (0,), "grown": (0, 1), "lowered": (0, -1)}
        if all(np.sign(by) in signs[kind] for kind, by in steps):
            found.append(tables)
    return found


def test_three_editions_together_are_bounded_as_by_trying_all_numbers() -> None:
    rng = np.random.default_rng(5)
    narrower = 0
    for _ in range(15):
        editions, table = [], rng.integers(0, 7, 2)
        relations: list[Relation] = []
        for number in range(3):
            numbers = [*table.tolist(), int(table.sum())]
            wide = rng.integers(0, 4, (3, 2))
            ranges = [
                (max(0, n - down), n + up)
                for n, (down, up) in zip(numbers, wide.tolist(), strict=True)
            ]
            editions.append(Published(ranges, SUMS))
            step = rng.integers(-1, 3, 2).clip(-table)
            if number < 2:
                relations += [
                    Relation(
                        (number, cell),
                        (number + 1, cell),
                        "grown" if by > 0 else "lowered" if by < 0 else "same",
                    )
                    for cell, by in enumerate(step.tolist())
                ]
            table = table + step
        found = audit_editions(editions, relations)
        fitting = np.array(one_that_fits(editions, relations))
        expected = [
            list(zip(low, high, strict=True))
            for low, high in zip(
                fitting.min(axis=0).tolist(), fitting.max(axis=0).tolist(), strict=True
            )
        ]
        assert found.cells == expected
        changes = [
            np.abs(
                fitting[:, one.later[0], one.later[1]] - fitting[:, one.earlier[0], one.earlier[1]]
            )
            for one in relations
        ]
        assert found.changes == [(int(by.min()), int(by.max())) for by in changes]
        alone = [audit_editions([edition], []).cells[0] for edition in editions]
        narrower += found.cells != alone
    assert narrower > 10


@pytest.mark.parametrize(
    ("relation", "says"),
    [
        (Relation((0, 0), (1, 9), "same"), "no cell 9"),
        (Relation((0, 0), (2, 0), "grown"), "edition 2"),
        (Relation((0, 0), (0, 0), "same"), "once"),
        (Relation((0, 1), (1, 0), "same"), "no table fits"),
    ],
)
def test_what_no_editions_can_be_is_refused(relation: Relation, says: str) -> None:
    editions = [Published([(1, 4), (9, 9)]), Published([(0, 3), (9, 9)])]
    with pytest.raises(ValueError, match=says):
        audit_editions(editions, [relation])
