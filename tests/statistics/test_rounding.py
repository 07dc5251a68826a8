"""Rounded tables add up, stay near, and are the nearest there are; published examples too."""

from __future__ import annotations

import itertools
from unittest.mock import Mock

import numpy as np
import pytest
from benchmarks.disclosure import crossed
from hypothesis import given, settings
from hypothesis import strategies as st

from toevlucht.statistics.disclosure import (
    Sum,
    audit,
    controlled_rounding,
    rounding,
)

# Fischetti and Salazar-González (2001), figure 1, after Willenborg and de Waal (1996): investment
# of enterprises by activity (rows) and region (columns), with margins.
INVESTMENT = [20, 50, 10, 80, 8, 19, 22, 49, 17, 32, 12, 61, 45, 101, 44, 190]
# Statistics Canada, Real Time Remote Access, "Controlled rounding", tables 3 and 4 (base 100),
# here with totals that add up: status (columns) by sex (rows).
CANADA = [362, 121, 121, 604, 362, 0, 241, 603, 724, 121, 362, 1207]
CANADA_PUBLISHED = [400, 100, 100, 600, 300, 0, 300, 600, 700, 100, 400, 1200]


def two_way(rows: int, columns: int) -> list[Sum]:
    place = np.arange(rows * columns).reshape(rows, columns)
    return [(int(line[-1]), line[:-1].tolist()) for line in (*place, *place.T)]


def adds_up(values: list[int] | tuple[int, ...], sums: list[Sum]) -> bool:
    return all(values[total] == sum(values[part] for part in parts) for total, parts in sums)


def test_the_published_attack_finds_five_to_thirty() -> None:
    hidden = {4: (0, 10_000), 6: (0, 10_000), 8: (0, 10_000), 10: (0, 10_000)}
    published = [hidden.get(n, (v, v)) for n, v in enumerate(INVESTMENT)]
    assert audit(published, two_way(4, 4))[6] == (5, 30)


def test_the_published_rounding_is_no_nearer_than_ours() -> None:
    sums = two_way(3, 4)
    assert adds_up(CANADA, sums)
    assert adds_up(CANADA_PUBLISHED, sums)
    rounded = controlled_rounding(CANADA, sums, base=100)
    assert adds_up(rounded.values, sums)
    published = sum(abs(a - b) for a, b in zip(CANADA, CANADA_PUBLISHED, strict=True))
    assert rounded.deviation <= published
    assert rounded.relaxed == ()


def test_the_investments_are_rounded_to_fives_as_near_as_any() -> None:
    sums = two_way(4, 4)
    rounded = controlled_rounding(INVESTMENT, sums)
    assert adds_up(rounded.values, sums)
    assert rounded.deviation == nearest_by_trying(INVESTMENT, sums, 5)


def nearest_by_trying(values: list[int], sums: list[Sum], base: int) -> int | None:
    """The least deviation of all tables of adjacent multiples, found by trying each."""
    totals = {total for total, _ in sums}
    inner = [n for n in range(len(values)) if n not in totals]
    floors = [v // base * base for v in values]
    choices = [
        (floors[n],) if values[n] % base == 0 else (floors[n], floors[n] + base) for n in inner
    ]
    best = None
    for choice in itertools.product(*choices):
        table = dict(zip(inner, choice, strict=True))
        waiting = list(sums)
        while waiting:
            total, parts = waiting.pop(0)
            if not all(part in table for part in parts):
                waiting.append((total, parts))
                continue
            table[total] = sum(table[part] for part in parts)
        full = [table[n] for n in range(len(values))]
        near = all(
            abs(a - b) < base and (b % base or a == b) for a, b in zip(full, values, strict=True)
        )
        if near and adds_up(full, sums):
            deviation = sum(abs(a - b) for a, b in zip(full, values, strict=True))
            best = deviation if best is None else min(best, deviation)
    return best


@settings(deadline=None, max_examples=60)
@given(st.integers(2, 3), st.lists(st.integers(0, 23), min_size=6, max_size=6))
def test_a_two_way_table_always_has_one_and_it_is_the_nearest(rows: int, inner: list[int]) -> None:
    table = np.array(inner).reshape(rows, -1)
    full = np.pad(table, ((0, 1), (0, 1)))
    full[-1] = full.sum(axis=0)
    full[:, -1] = full.sum(axis=1)
    values, sums = full.ravel().tolist(), two_way(*full.shape)
    rounded = controlled_rounding(values, sums)
    assert adds_up(rounded.values, sums)
    assert rounded.relaxed == ()
    assert rounded.deviation == nearest_by_trying(values, sums, 5)
    for value, near in zip(values, rounded.values, strict=True):
        assert near % 5 == 0
        assert abs(near - value) < 5
        assert value % 5 or near == value


def test_an_exact_total_stays_and_its_parts_come_within_a_base_of_it() -> None:
    rounded = controlled_rounding(
        [3, 9, 14, 26], [(3, [0, 1, 2])], exact=[False, False, False, True]
    )
    assert rounded.values[3] == 26
    assert abs(sum(rounded.values[:3]) - 26) < 5


def test_a_linked_table_that_has_none_moves_a_cell_one_multiple_on_and_says_so() -> None:
    # Three pairs of three ones are two each, and all pairs six. To base 6 the six stays, so one
    # of the pairs would be six; but every one that becomes six is in two pairs.
    values = [1, 1, 1, 2, 2, 2, 6]
    sums: list[Sum] = [(3, [0, 1]), (4, [1, 2]), (5, [0, 2]), (6, [3, 4, 5])]
    rounded = controlled_rounding(values, sums, base=6)
    assert adds_up(rounded.values, sums)
    assert all(value % 6 == 0 for value in rounded.values)
    assert rounded.relaxed == (6,)
    assert rounded.stands_for(6, 6)[0] <= 6 <= rounded.stands_for(6, 6)[1]


def test_a_reader_who_knows_the_rule_thinks_of_nine_values() -> None:
    rounded = controlled_rounding([7, 1], [])
    assert rounded.values == (5, 0)
    assert rounded.stands_for(0, 5) == (1, 9)
    assert rounded.stands_for(1, 5) == (0, 4)


@pytest.mark.parametrize("mean", [0.5, 60])
def test_every_municipality_by_form_is_rounded_at_once_and_as_near_as_can_be(
    mean: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    values, sums = crossed((345, 16), mean)
    solved = Mock(wraps=rounding.milp)
    monkeypatch.setattr(rounding, "milp", solved)
    rounded = controlled_rounding(values, sums)
    assert solved.call_count == 1
    assert not solved.call_args.kwargs["integrality"].any(), "a linear program is enough"
    assert adds_up(rounded.values, sums)
    assert rounded.relaxed == ()
    assert rounded.nearest


def test_a_small_table_of_three_ways_is_the_nearest_and_a_large_one_says_it_may_not_be() -> None:
    values, sums = crossed((7, 6, 6), 6)
    assert controlled_rounding(values, sums).nearest
    values, sums = crossed((12, 11, 10), 6)
    rounded = controlled_rounding(values, sums)
    assert not rounded.nearest
    assert rounded == controlled_rounding(values, sums)
    assert adds_up(rounded.values, sums)
    totals = {total for total, _ in sums}
    for cell, (value, near) in enumerate(zip(values, rounded.values, strict=True)):
        low, high = rounded.stands_for(cell, 5)
        assert near % 5 == 0
        assert low <= value <= high
        assert (abs(near - value) >= 5) == (cell in rounded.relaxed)
        assert cell in totals or cell not in rounded.relaxed
    assert len(rounded.relaxed) <= 5


def test_a_table_of_multiples_stays_as_it_is() -> None:
    assert controlled_rounding([5, 10, 15], [(2, [0, 1])]).values == (5, 10, 15)


@pytest.mark.parametrize(
    ("values", "sums", "says"),
    [([1, -1, 0], [], "0 or more"), ([1, 2, 4], [(2, [0, 1])], "not the sum")],
)
def test_what_is_no_table_is_refused(values: list[int], sums: list[Sum], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        controlled_rounding(values, sums)
