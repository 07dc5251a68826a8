"""The placement is the best there is, its bound holds, and the verifier agrees with every row."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reception.placement.small import by_chance, nation

from toevlucht.reception.placement.candidates import Market
from toevlucht.reception.placement.generated import Size, generate
from toevlucht.reception.placement.instance import Instance
from toevlucht.reception.placement.placing import Effort, Placement, place
from toevlucht.reception.placement.rooming import rooms_of
from toevlucht.reception.placement.starting import one_by_one
from toevlucht.reception.placement.verifying import breaches, points

ONLY_SEARCH = Effort(exact=0, steps=5, size=100)


def _best_by_trying_all(instance: Instance) -> int:
    """Every way to give places, held against beds as the market counts them."""
    market = Market(instance)
    best, units = 0, market.places.units
    options = []
    for family in range(len(instance.families)):
        where, weights, value = market.of_family(family)
        options.append(
            [(-1, 0, 0), *zip(where.tolist(), weights.tolist(), value.tolist(), strict=True)]
        )
    for choice in itertools.product(*options):
        used = np.zeros(len(units), np.int64)
        for where, weight, _ in choice:
            if where >= 0:
                used[where] += weight
        if (used <= units).all():
            best = max(best, sum(value for _, _, value in choice))
    return best


def _checked(instance: Instance, found: Placement) -> None:
    assert not breaches(instance, found.places.tolist(), rooms_of(instance, found.places))
    assert points(instance, found.places.tolist()) == found.points
    assert found.points <= found.bound_of_candidates <= found.bound


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_a_small_placement_is_the_best_of_all(seed: int) -> None:
    instance = by_chance(seed)
    found = place(instance)
    _checked(instance, found)
    assert found.proved
    assert found.points == _best_by_trying_all(instance)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10**6), families=st.integers(0, 40))
def test_the_search_breaks_no_rule_and_stays_under_the_bound(seed: int, families: int) -> None:
    instance = by_chance(seed, families, rooms=8, households=8)
    found = place(instance, ONLY_SEARCH)
    _checked(instance, found)
    assert found.bound >= place(instance).points >= one_by_one(Market(instance))[1]


def test_families_together_get_more_than_one_after_the_other() -> None:
    instance = generate(Size(people=300, seed=5))
    found = place(instance)
    _checked(instance, found)
    places, one_after_the_other = one_by_one(Market(instance))
    assert not breaches(instance, places.tolist(), rooms_of(instance, places))
    assert points(instance, places.tolist()) == one_after_the_other
    assert found.proved
    assert found.gap < 0.01
    assert found.points > 1.05 * one_after_the_other


def test_the_search_comes_near_to_the_bound() -> None:
    instance = generate(Size(people=300, seed=3))
    kept: list[int] = []
    found = place(instance, ONLY_SEARCH, lambda better: kept.append(better.points))
    _checked(instance, found)
    assert found.gap < 0.025
    assert kept == sorted(kept), "a placement only gets better"
    again = place(instance, ONLY_SEARCH)
    assert (again.places == found.places).all(), "the same comes out again"


def test_a_wish_decides_between_two_equal_rooms_and_the_nearer_one_wins() -> None:
    away = [{"municipality": 2}, {"municipality": 1}]
    wish = {"near": (0, -1, -1, -1, -1)}
    instance = nation([wish], [{"location": 0}, {"location": 1}], locations=away)
    assert place(instance).places.tolist() == [1]


@pytest.mark.parametrize("rooms", [[], [{"beds": 1}]])
def test_nobody_is_placed_where_nothing_fits(rooms: list[dict[str, int]]) -> None:
    found = place(nation([{"people": 5, "adults": 1}], rooms))
    assert found.places.tolist() == [-1]
    assert (found.points, found.bound, found.gap) == (0, 0, 0.0)


def test_no_families_need_no_places() -> None:
    assert place(nation([], [{}])).points == 0


def test_where_nobody_has_a_place_the_search_ends_at_once() -> None:
    instance = by_chance(1, 3, rooms=0, households=0)
    assert place(instance, ONLY_SEARCH).points == place(instance).points == 0
