"""Small counts cannot be worked out: hand-worked tables, and every table that would also fit."""

from __future__ import annotations

import itertools
from unittest.mock import Mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toevlucht.statistics.disclosure import (
    CannotProtect,
    Range,
    Sum,
    attack,
    audit,
    cheapest,
    protect,
)

# The 25 safety regions as the ten police units hold them, by position.
UNITS = (
    (0, 1, 2),
    (3, 4, 5, 6, 7),
    (8, 13, 24),
    (9, 10, 11),
    (12,),
    (14, 15),
    (16, 17),
    (18, 19),
    (20, 21),
    (22, 23),
)
MANY = 10_000


def one_sum(parts: list[int]) -> tuple[list[int], list[Sum]]:
    return [*parts, sum(parts)], [(len(parts), list(range(len(parts))))]


def last_fixed(values: list[int]) -> dict[str, list[bool]]:
    fixed = [False] * (len(values) - 1) + [True]
    return {"sensitive": [not f for f in fixed], "fixed": fixed}


# By hand


def test_a_small_count_without_a_total_becomes_one_to_four():
    assert protect([3, 12, 0], [True] * 3, []) == [(1, 4), (12, 12), (0, 0)]


def test_what_is_not_in_scope_stays_exact():
    assert protect([3, 4], [False, True], []) == [(3, 3), (1, 4)]


def test_an_exact_total_takes_a_second_region_with_it_and_the_smallest_one():
    values, sums = one_sum([3, 14, 9])
    assert protect(values, sums=sums, **last_fixed(values)) == [(1, 4), (14, 14), (5, 14), (26, 26)]


def test_two_small_counts_hide_each_other():
    values, sums = one_sum([2, 3, 9])
    assert protect(values, sums=sums, **last_fixed(values)) == [(1, 4), (1, 4), (9, 9), (14, 14)]


def test_two_small_counts_that_can_only_be_ones_take_a_third_along():
    values, sums = one_sum([1, 1, 20])
    published = protect(values, sums=sums, **last_fixed(values))
    assert published == [(1, 4), (1, 4), (15, 24), (22, 22)]
    assert audit(published, sums)[:2] == [(1, 4), (1, 4)]


def test_a_neighbour_gives_no_more_than_keeps_it_out_of_the_small_counts():
    # The 5 can only go up: that a range of 5 to 9 is not small must not give the 1 away.
    values, sums = one_sum([1, 5, 8])
    published = protect(values, sums=sums, **last_fixed(values))
    assert published == [(1, 4), (5, 5), (5, 9), (14, 14)]
    assert audit(published, sums)[0] == (1, 4)


def test_a_zero_is_a_finding_and_stays():
    values, sums = one_sum([2, 0, 0, 7, 0])
    published = protect(values, sums=sums, **last_fixed(values))
    assert [published[i] for i in (1, 2, 4)] == [(0, 0)] * 3


def test_a_police_unit_of_one_region_is_hidden_with_it_and_so_is_another_unit():
    # Amsterdam-Amstelland is all of the unit Amsterdam.
    values = [4, 30, 40, 4, 70, 74]
    sums = [(3, [0]), (4, [1, 2]), (5, [3, 4])]
    published = protect(values, sums=sums, **last_fixed(values))
    assert published == [(1, 4), (30, 34), (40, 40), (1, 4), (70, 74), (74, 74)]
    assert audit(published, sums)[0] == (1, 4)


def test_a_total_that_may_be_hidden_is_when_nothing_else_will_do():
    values, sums = one_sum([3, 0])
    assert protect(values, [True] * 3, sums) == [(1, 4), (0, 0), (1, 4)]


def test_a_two_way_table_hides_the_corners_of_a_rectangle():
    #      a   b   all
    values = [2, 20, 22, 30, 40, 70, 32, 60, 92]
    sums = [(2, [0, 1]), (5, [3, 4]), (8, [6, 7]), (6, [0, 3]), (7, [1, 4]), (8, [2, 5])]
    margins = [False, False, True, False, False, True, True, True, True]
    published = protect(values, [not m for m in margins], sums, fixed=margins)
    assert [low < high for low, high in published] == [not margin for margin in margins]
    assert audit(published, sums)[0] == (1, 4)


def test_where_small_ranges_give_each_other_away_they_are_drawn_wider():
    # 4 and 4 make 8, and two ranges of 1 to 4 can do so in one way only.
    values, sums = one_sum([4, 4, 0])
    published = protect(values, sums=sums, **last_fixed(values))
    assert published == [(1, 9), (1, 9), (0, 0), (8, 8)]


def test_where_only_a_five_can_hide_a_one_both_get_the_same_range():
    values, sums = one_sum([1, 5, 0])
    published = protect(values, sums=sums, **last_fixed(values))
    assert published == [(1, 9), (1, 9), (0, 0), (6, 6)]


def test_a_zero_is_hidden_only_where_the_one_case_of_the_country_would_be_placed():
    values, sums = one_sum([0, 1, 0])
    published = protect(values, sums=sums, **last_fixed(values))
    assert published == [(0, 4), (0, 4), (0, 0), (1, 1)]
    assert audit(published, sums)[:2] == [(0, 1), (0, 1)]


def test_a_four_that_can_only_be_a_five_is_one_to_nine_or_wider():
    # With all margins exact, 4 1 / 1 0 has one other table only: 5 0 / 0 1.
    values = [4, 1, 5, 1, 0, 1, 5, 1, 6]
    sums = [(2, [0, 1]), (5, [3, 4]), (8, [6, 7]), (6, [0, 3]), (7, [1, 4]), (8, [2, 5])]
    margins = [False, False, True, False, False, True, True, True, True]
    published = protect(values, [not m for m in margins], sums, fixed=margins)
    assert audit(published, sums)[:5] == [(4, 5), (0, 1), (5, 5), (0, 1), (0, 1)]


def test_what_an_exact_total_equals_cannot_be_protected_and_is_named():
    with pytest.raises(CannotProtect) as refusal:
        protect(
            [3, 12, 3, 12],
            sums=[(2, [0]), (3, [1])],
            sensitive=[True, True, False, False],
            fixed=[False, False, True, True],
        )
    assert refusal.value.cells == (0,)


def test_another_threshold_has_its_own_bands():
    values, sums = one_sum([7, 15, 40])
    published = protect(values, sums=sums, threshold=10, **last_fixed(values))
    assert published == [(1, 9), (10, 29), (40, 40), (62, 62)]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"values": [1, 2, 4], "sums": [(2, [0, 1])]}, "not the sum"),
        ({"values": [1, -2, 3], "sums": []}, "0 or more"),
        ({"values": [1, 2, 3], "sums": [(3, [0, 1])]}, "outside"),
        ({"values": [1, 2, 3], "sums": [(2, [0, 0, 1])]}, "once"),
        ({"values": [1, 2, 3], "sums": [(2, [])]}, "must name"),
        ({"values": [1, 2, 3], "sums": [], "fixed": [True, False, False]}, "also fixed"),
        ({"values": [1, 2, 3], "sums": [], "threshold": 1}, "threshold"),
        ({"values": [1, 2], "sums": []}, "one entry a cell"),
    ],
)
def test_what_is_not_a_table_is_refused(arguments, says):
    with pytest.raises(ValueError, match=says):
        protect(sensitive=[True] * 3, **arguments)


def test_published_ranges_that_contradict_each_other_are_refused():
    with pytest.raises(ValueError, match="no table fits"):
        audit([(1, 4), (1, 4), (20, 20)], [(2, [0, 1])])
    with pytest.raises(ValueError, match="range"):
        audit([(4, 1)], [])


# Against every table that fits


@st.composite
def nested(draw):
    """Two or three units of one to three regions, their totals and the nation's."""
    units = draw(st.lists(st.integers(1, 2), min_size=1, max_size=3))
    count = st.one_of(st.integers(0, 3), st.integers(0, 12))
    values = [draw(count) for _ in range(sum(units))]
    sums: list[Sum] = []
    first = 0
    for size in units:
        sums.append((len(values), list(range(first, first + size))))
        values.append(sum(values[first : first + size]))
        first += size
    totals = [total for total, _ in sums]
    return [*values, sum(values[t] for t in totals)], [*sums, (len(values), totals)]


@st.composite
def crossed(draw):
    """A table of two by two or three with both margins: its sums form cycles."""
    rows, columns = 2, draw(st.integers(2, 3))
    inner = np.array(
        draw(st.lists(st.integers(0, 7), min_size=rows * columns, max_size=rows * columns))
    ).reshape(rows, columns)
    full = np.pad(inner, ((0, 1), (0, 1)))
    full[-1] = full.sum(axis=0)
    full[:, -1] = full.sum(axis=1)
    place = np.arange(full.size).reshape(full.shape)
    sums = [(int(line[-1]), line[:-1].tolist()) for line in (*place, *place.T)]
    return full.ravel().tolist(), sums


@st.composite
def problems(draw, tables):
    """A table, its threshold, and which cells are in scope and which must be exact."""
    values, sums = draw(tables)
    threshold = draw(st.sampled_from([3, 5]))
    size = len(values)
    totals = {total for total, _ in sums}
    exact = draw(st.sampled_from([set(), {size - 1}, totals]))
    fixed = [i in exact for i in range(size)]
    in_scope = draw(
        st.one_of(st.just([True] * size), st.lists(st.booleans(), min_size=size, max_size=size))
    )
    return {
        "values": values,
        "sums": sums,
        "threshold": threshold,
        "fixed": fixed,
        "sensitive": [s and not f for s, f in zip(in_scope, fixed, strict=True)],
    }


anything = st.one_of(problems(nested()), problems(crossed()))


def small_cells(problem) -> list[int]:
    cells = zip(problem["values"], problem["sensitive"], strict=True)
    return [i for i, (v, s) in enumerate(cells) if s and 0 < v < problem["threshold"]]


def all_tables(published: list[Range], sums: list[Sum]) -> set[tuple[int, ...]]:
    """Every table that fits, found by trying all values of the cells that are no total."""
    totals = [total for total, _ in sums]
    leaves = [i for i in range(len(published)) if i not in totals]
    found = set()
    choices = [range(published[i][0], published[i][1] + 1) for i in leaves]
    for choice in itertools.product(*choices):
        table = [0] * len(published)
        for leaf, value in zip(leaves, choice, strict=True):
            table[leaf] = value
        for total, parts in sums:
            table[total] = sum(table[i] for i in parts)
        fits = all(low <= v <= high for v, (low, high) in zip(table, published, strict=True))
        if fits and all(table[total] == sum(table[i] for i in parts) for total, parts in sums):
            found.add(tuple(table))
    return found


def try_all(problem) -> list[Range] | None:
    try:
        return protect(**problem)
    except CannotProtect:
        return None


def most_hidden(problem, lowest: int, *, zeros: bool = False) -> list[Range]:
    """What could be published at the least: everything that may be hidden is."""
    published = []
    small = small_cells(problem)
    for cell, value in enumerate(problem["values"]):
        if problem["fixed"][cell] or (value == 0 and not zeros):
            published.append((value, value))
        elif lowest == problem["threshold"] and cell in small:
            published.append((1, problem["threshold"] - 1))
        else:
            published.append((lowest if problem["sensitive"][cell] else min(lowest, 1), MANY))
    return published


def has_pinned(problem, published) -> bool:
    ends = audit(published, problem["sums"])
    return any(ends[cell][0] == ends[cell][1] for cell in small_cells(problem))


@settings(deadline=None, max_examples=150)
@given(anything)
def test_every_small_count_has_two_values_that_fit_or_more(problem):
    published = try_all(problem)
    if published is None:
        assert has_pinned(problem, most_hidden(problem, 0, zeros=True))
        return
    tables = all_tables(published, problem["sums"])
    assert tuple(problem["values"]) in tables
    for cell in small_cells(problem):
        assert len({table[cell] for table in tables}) >= 2


@settings(deadline=None, max_examples=150)
@given(anything)
def test_the_attacker_finds_exactly_what_trying_all_tables_finds(problem):
    published = try_all(problem)
    if published is None:
        return
    tables = np.array(sorted(all_tables(published, problem["sums"])))
    ends = list(zip(tables.min(axis=0).tolist(), tables.max(axis=0).tolist(), strict=True))
    assert audit(published, problem["sums"]) == ends


def test_pushing_many_cells_at_once_finds_what_one_at_a_time_finds(monkeypatch):
    rng = np.random.default_rng(7)
    for _ in range(12):
        full = np.pad(rng.integers(0, 9, (4, 5)), ((0, 1), (0, 1)))
        full[-1] = full.sum(axis=0)
        full[:, -1] = full.sum(axis=1)
        place = np.arange(full.size).reshape(full.shape)
        sums = [(int(line[-1]), line[:-1].tolist()) for line in (*place, *place.T)]
        wide = rng.integers(0, 5, full.size)
        published = [
            (max(0, int(v) - w), int(v) + w) for v, w in zip(full.ravel(), wide, strict=True)
        ]
        found = []
        for together in (0, MANY):
            monkeypatch.setattr(attack, "TOGETHER", together)
            found.append(audit(published, sums))
        assert found[0] == found[1]


@settings(deadline=None)
@given(anything)
def test_fixed_cells_are_exact_and_every_range_holds_its_value(problem):
    published = try_all(problem)
    if published is None:
        return
    for value, fixed, (low, high) in zip(
        problem["values"], problem["fixed"], published, strict=True
    ):
        assert low <= value <= high
        assert low == high or not fixed
    for cell in small_cells(problem):
        low, high = published[cell]
        assert low <= 1
        assert high >= problem["threshold"] - 1


@settings(deadline=None)
@given(anything)
def test_a_zero_is_hidden_only_where_nothing_else_protects(problem):
    published = try_all(problem)
    if published is None:
        return
    cells = zip(problem["values"], published, strict=True)
    if any(value == 0 and high > 0 for value, (_, high) in cells):
        assert has_pinned(problem, most_hidden(problem, 1))


@settings(deadline=None)
@given(anything)
def test_small_counts_reach_as_far_as_they_could_with_everything_hidden(problem):
    published = try_all(problem)
    if published is None:
        return
    reach = audit(published, problem["sums"])
    wanted = audit(most_hidden(problem, problem["threshold"]), problem["sums"])
    for cell in small_cells(problem):
        if wanted[cell][0] < wanted[cell][1]:
            assert reach[cell][0] <= wanted[cell][0]
            assert reach[cell][1] >= wanted[cell][1]


@settings(deadline=None)
@given(anything)
def test_the_same_table_is_always_published_the_same(problem):
    assert try_all(problem) == try_all(problem)


@settings(deadline=None)
@given(problems(nested()))
def test_a_table_without_small_counts_stays_as_it_is(problem):
    problem["values"] = [value * problem["threshold"] for value in problem["values"]]
    assert protect(**problem) == [(value, value) for value in problem["values"]]


def test_two_figures_of_the_same_people_are_protected_together():
    # The second table shows the 9 of the first one exactly unless they are told to be equal.
    values = [3, 9, 14, 26, 9, 14, 23]
    sums = [(3, [0, 1, 2]), (4, [1]), (5, [2]), (6, [4, 5])]
    fixed = [False, False, False, True, False, False, False]
    published = protect(values, [not f for f in fixed], sums, fixed=fixed)
    assert published[1] != (9, 9)
    assert published[4] != (9, 9)
    assert audit(published, sums)[0] == (1, 4)


# At the size of the country


def country(columns: int, mean: float) -> tuple[list[int], list[Sum], list[bool]]:
    rng = np.random.default_rng(2022)
    values: list[int] = []
    sums: list[Sum] = []
    for first in range(0, 36 * columns, 36):
        regions = rng.poisson(rng.gamma(0.7, mean, 25)).tolist()
        units = [sum(regions[r] for r in unit) for unit in UNITS]
        values += [*regions, *units, sum(regions)]
        sums += [(first + 25 + u, [first + r for r in unit]) for u, unit in enumerate(UNITS)]
        sums.append((first + 35, list(range(first + 25, first + 35))))
    return values, sums, [place % 36 == 35 for place in range(len(values))]


@pytest.mark.parametrize("mean", [1, 6, 200])
def test_twenty_columns_of_the_country_take_half_a_program_a_cell(mean, monkeypatch):
    values, sums, fixed = country(20, mean)
    in_scope = [not f for f in fixed]
    solved = Mock(wraps=cheapest.milp)
    monkeypatch.setattr(cheapest, "milp", solved)
    published = protect(values, in_scope, sums, fixed=fixed)
    assert solved.call_count <= len(values) / 2  # each of a few milliseconds
    ends = audit(published, sums)
    assert all(
        low < high
        for v, f, (low, high) in zip(values, fixed, ends, strict=True)
        if not f and 0 < v < 5
    )
