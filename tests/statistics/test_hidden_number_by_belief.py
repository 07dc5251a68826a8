"""Bayesian numbers are those of the published packages, and say how far they can be believed."""

import numpy as np
import pytest
from tests.statistics.capture_histories import independent_lists, published

from toevlucht.statistics.systems_estimation.bootstrapping import bca_interval
from toevlucht.statistics.systems_estimation.decomposable import (
    GraphAveraging,
    decompositions,
)
from toevlucht.statistics.systems_estimation.tables import CaptureHistories, NotEstimable


def test_there_are_as_many_decomposable_graphs_as_are_known() -> None:
    # Wormald (1985), Graphs and Combinatorics 1; OEIS A058862.
    assert [len(decompositions(t)) for t in range(1, 7)] == [1, 2, 8, 61, 822, 18_154]
    # A path of three: two pairs joined at the middle.
    path = np.zeros(8, int)
    path[[0b011, 0b110, 0b010, 0]] = 1, 1, -1, -1
    assert path.tolist() in decompositions(3).tolist()


@pytest.mark.parametrize(
    ("name", "persons", "low", "high"),
    [
        ("Korea", 161, 124, 460),
        ("Kosovo", 12_593, 9_818, 16_557),
        ("NewOrl_5", 869, 514, 1_763),
        ("UKdat_4", 11_397, 9_501, 13_585),
        ("UKdat_5", 23_016, 10_408, 33_481),
        ("Ned_5", 50_270, 41_616, 203_328),
    ],
)
def test_graph_averaging_gives_what_dga_gives_on_its_grid(
    name: str, persons: int, low: int, high: int
) -> None:
    # R package dga 1.2 on a grid of 1,000 numbers up to 30 times those seen.
    table = published(name)
    grid = np.round(np.linspace(1, 30 * table.observed, 1_000))
    found = GraphAveraging(numbers=tuple(grid)).fit(table)
    assert (found.estimate, *found.interval()) == (persons, low, high)


def test_six_dutch_lists_have_two_answers_and_the_end_of_the_grid_chooses() -> None:
    table = published("Ned")
    wide = GraphAveraging().fit(table)
    assert wide.estimate == pytest.approx(145_706, abs=20)
    assert wide.interval() == pytest.approx((116_620, 186_240), rel=1e-3)
    assert wide.warning == ""
    narrow = GraphAveraging(most_hidden=10 * table.observed).fit(table)
    assert narrow.estimate == pytest.approx(40_122, abs=20)
    assert narrow.mass_at_edge == pytest.approx(0.13, abs=0.01)
    assert narrow.warning.startswith("13% of the belief lies in the last tenth")


def test_close_grids_lose_nothing_of_every_whole_number() -> None:
    table = published("NewOrl_5")
    every = GraphAveraging(numbers=tuple(range(30 * table.observed + 1))).fit(table)
    found = GraphAveraging().fit(table)
    assert found.estimate == every.estimate
    assert found.interval() == pytest.approx(every.interval(), abs=1)
    assert found.mass_at_edge == pytest.approx(every.mass_at_edge, rel=0.05)
    assert found.fitted.sum() == pytest.approx(found.estimate)


@pytest.mark.parametrize("persons", [1_000, 1_000_000, 4_000_000_000])
def test_graph_averaging_finds_independent_lists_of_any_size(persons: int) -> None:
    table = independent_lists(np.random.default_rng(1), persons, [0.3, 0.25, 0.4, 0.2])
    found = GraphAveraging().fit(table)
    low, high = found.interval()
    assert low < persons < high
    assert high - low < 8 * persons**0.5
    assert max(found.edges.values()) < 0.2


@pytest.mark.parametrize("method", [GraphAveraging()])
def test_the_order_of_lists_changes_no_belief(method: GraphAveraging) -> None:
    table = published("UKdat_5")
    turned = table.in_order(["GP", "GO", "LA", "PFNCA", "NG"])
    first, second = method.fit(table), method.fit(turned)
    assert first.estimate == pytest.approx(second.estimate, rel=1e-6)
    assert first.edges["LA", "NG"] == pytest.approx(second.edges["LA", "NG"])


def test_replicates_of_a_belief_make_an_interval_too() -> None:
    interval = bca_interval(published("Korea"), GraphAveraging(), replicates=60)
    assert 123 < interval[0.025] < interval.fit.estimate < interval[0.975]


def test_what_graphs_cannot_hold_is_refused() -> None:
    two = CaptureHistories(("A", "B"), np.array([0.0, 9.0, 8.0, 2.0]))
    with pytest.raises(NotEstimable, match="two lists hold nothing on how they depend"):
        GraphAveraging().fit(two)
    seven = independent_lists(np.random.default_rng(2), 900, [0.3] * 7)
    with pytest.raises(NotEstimable, match="up to 6 lists, this table has 7"):
        GraphAveraging().fit(seven)
    with pytest.raises(ValueError, match="above 0"):
        GraphAveraging(prior_cases=0)
    with pytest.raises(ValueError, match="above 0"):
        GraphAveraging(most_hidden=float("nan"))
    with pytest.raises(ValueError, match="ascend"):
        GraphAveraging(numbers=(5, 5))
