"""Bayesian numbers are those of the published packages, and say how far they can be believed."""

import numpy as np
import pytest
from tests.statistics.capture_histories import independent_lists, published

from toevlucht.statistics.systems_estimation.bootstrapping import bca_interval
from toevlucht.statistics.systems_estimation.chains import effective_size, r_hat
from toevlucht.statistics.systems_estimation.choosing import GivenModel, Method, Stepwise
from toevlucht.statistics.systems_estimation.comparing import beliefs
from toevlucht.statistics.systems_estimation.decomposable import (
    GraphAveraging,
    decompositions,
)
from toevlucht.statistics.systems_estimation.latent_classes import LatentClasses
from toevlucht.statistics.systems_estimation.loops import observed_margins
from toevlucht.statistics.systems_estimation.reliability import assess
from toevlucht.statistics.systems_estimation.tables import CaptureHistories, NotEstimable
from toevlucht.statistics.systems_estimation.thresholding import (
    Thresholding,
    log_density,
    mode_of,
)


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


def test_close_grids_keep_every_graph_where_hardly_anybody_is_hidden() -> None:
    counts = np.zeros(16)
    counts[[2, 10, 11, 12, 14, 15]] = 1, 6, 1, 3, 15, 1
    table = CaptureHistories(tuple("ABCD"), counts)
    near = GraphAveraging().fit(table)
    every = GraphAveraging(numbers=tuple(range(30 * 27 + 1))).fit(table)
    assert near.interval() == every.interval() == (27, 31)
    assert near.edges == pytest.approx(every.edges, abs=1e-3)


@pytest.mark.parametrize("persons", [1_000, 1_000_000, 4_000_000_000])
def test_graph_averaging_finds_independent_lists_of_any_size(persons: int) -> None:
    table = independent_lists(np.random.default_rng(1), persons, [0.3, 0.25, 0.4, 0.2])
    found = GraphAveraging().fit(table)
    low, high = found.interval()
    assert low < persons < high
    assert high - low < 8 * persons**0.5
    assert max(found.edges.values()) < 0.2


@pytest.mark.parametrize(
    ("name", "persons", "low", "high"),
    [
        ("Korea", 154, 134, 198),
        ("Kosovo", 14_030, 12_244, 16_192),
        ("NewOrl_5", 1_051, 700, 1_789),
        ("UKdat_4", 11_801, 10_408, 13_518),
        ("UKdat_5", 12_254, 10_950, 14_133),
        ("UKdat", 12_266, 10_946, 13_869),
        ("Ned_5", 49_783, 43_909, 56_271),
        ("Ned", 54_845, 47_241, 62_757),
    ],
)
def test_thresholding_gives_what_multiplesystemsestimation_gives(
    name: str, persons: int, low: int, high: int
) -> None:
    # R package MultipleSystemsEstimation 1.2.0, proper prior, threshold 2. Its random walk accepts
    # 2 to 11 % of 10,000 steps: over seeds its own median moves by 0.5 to 3 %, on Ned between
    # 53,000 and 77,000 (our repetition of it).
    found = Thresholding().fit(published(name))
    assert found.estimate == pytest.approx(persons, rel=0.02)
    assert found.interval() == pytest.approx((low, high), rel=0.04)
    assert found.r_hat < 1.01
    # With P and R together too, the Dutch table says 72,000.
    assert found.borderline == ((("P", "R"),) if name == "Ned" else ())
    assert found.fitted.sum() == pytest.approx(found.estimate, rel=0.01)


def test_chains_draw_the_posterior_that_weighing_draws_gives() -> None:
    # The same posterior by importance sampling from a wide t distribution about its mode.
    found = Thresholding(prior_variance=0.5, threshold=0).fit(published("Korea"))
    margins = observed_margins(published("Korea").cells())
    terms = np.array([0, 1, 2, 4, 3, 5, 6])
    precision = np.array([1e-4] * 4 + [2.0] * 3)
    none, room, chance = np.zeros(0, np.int64), np.empty(8), np.random.default_rng(5)
    mode, spread = mode_of(terms, none, margins, precision)
    z = chance.standard_normal((20_000, 7)) / np.sqrt(chance.chisquare(6, 20_000) / 6)[:, None]
    betas = mode + z @ spread.T
    logs = np.array(
        [log_density(terms, none, margins, precision, beta, room) for beta in betas]
    ) + 6.5 * np.log1p((z**2).sum(axis=1) / 6)
    weights = np.exp(logs - logs.max())
    for level in (0.025, 0.25, 0.5, 0.75, 0.975):
        below = weights[betas[:, 0] < np.log(found.quantile(level))].sum() / weights.sum()
        assert below == pytest.approx(level, abs=0.02)


def test_flat_priors_fix_empty_pairs_and_refuse_what_has_no_maximum() -> None:
    flat = Thresholding(prior_variance=None)
    with pytest.raises(NotEstimable) as refused:
        flat.fit(published("Korea"))
    assert refused.value.code == "without_maximum"
    found = flat.fit(published("Kosovo"))
    assert found.estimate == pytest.approx(14_342, rel=0.03)
    with_triples = Thresholding(order=3).fit(published("Kosovo"))
    assert any(len(term) == 3 for term in with_triples.ratios)


def test_r_hat_and_effective_size_tell_chains_that_agree_from_others() -> None:
    chance = np.random.default_rng(1)
    apart = chance.standard_normal((4, 1_000))
    assert r_hat(apart) < 1.01
    assert 3_300 < effective_size(apart) < 4_700
    slow = np.zeros((4, 5_000))
    for i in range(1, 5_000):
        slow[:, i] = 0.9 * slow[:, i - 1] + chance.standard_normal(4)
    # An autoregression of 0.9 has (1 - 0.9) / (1 + 0.9) of its draws.
    assert effective_size(slow) == pytest.approx(20_000 / 19, rel=0.25)
    assert r_hat(apart + np.arange(4)[:, None]) > 1.5
    assert r_hat(apart * np.array([[1], [1], [1], [9]])) > 1.2
    assert r_hat(np.ones((2, 8))) == 1
    with pytest.raises(ValueError, match="at least 4 draws"):
        r_hat(np.ones((2, 3)))


def test_latent_classes_give_what_lcmcr_gives_where_its_chains_settle() -> None:
    # R package LCMCR, 110,000 sweeps of one chain: Korea 138 [124, 214], Kosovo 10,487.
    found = LatentClasses(draws=500, settling=300).fit(published("Korea"))
    assert found.warning == ""
    assert found.estimate == pytest.approx(138, abs=3)
    assert found.interval() == pytest.approx((124, 214), rel=0.1)
    assert found.fitted.sum() == pytest.approx(found.estimate, abs=1)
    kosovo = LatentClasses(draws=600, settling=500, seconds=0).fit(published("Kosovo"))
    assert kosovo.estimate == pytest.approx(10_487, abs=4 * kosovo.error)


def test_latent_classes_say_that_the_dutch_chains_find_different_numbers() -> None:
    found = LatentClasses(draws=100, settling=100, seconds=0).fit(published("Ned_5"))
    assert found.r_hat > 1.2
    assert "the chains have not found the same" in found.warning


def test_latent_classes_find_simulated_populations_of_two_kinds_of_persons() -> None:
    # Half are seen often and half seldom: independent lists would miss many.
    chance, persons = np.random.default_rng(3), 6_000
    often = independent_lists(chance, persons // 2, [0.7, 0.6, 0.65, 0.7, 0.6])
    seldom = independent_lists(chance, persons // 2, [0.15, 0.2, 0.15, 0.2, 0.15])
    table = CaptureHistories(often.lists, often.counts + seldom.counts)
    method = LatentClasses(chains=2, draws=300, settling=500, thinning=5, seconds=0)
    found = method.fit(table)
    assert GivenModel().fit(table).estimate < 0.9 * persons
    low, high = found.interval()
    assert low < persons < high
    assert found.estimate == pytest.approx(persons, rel=0.1)
    assert method.fit(table).estimate == found.estimate


def test_the_hidden_number_has_no_silent_cap() -> None:
    short = {"chains": 2, "draws": 100, "settling": 200, "thinning": 2, "seconds": 0.0}
    many = independent_lists(np.random.default_rng(1), 1_000_000_000, [0.3, 0.25, 0.4])
    found = LatentClasses(classes=2, **short).fit(many)
    assert np.isfinite(found.draws).all()
    assert found.cut_off == 0
    capped = LatentClasses(most_hidden=40, **short).fit(published("Korea"))
    assert capped.draws.max() == 40
    assert capped.cut_off > 0
    assert "more than 40 were hidden" in capped.warning
    twelve = independent_lists(np.random.default_rng(1), 300, [0.1] * 12)
    assert (
        LatentClasses(classes=2, chains=2, draws=50, settling=0, thinning=1, seconds=0)
        .fit(twelve)
        .hidden
    )


def test_the_spread_over_methods_holds_beliefs_as_far_as_time_allows() -> None:
    table = published("Korea")
    found = assess(table, Stepwise(), replicates=50, simulations=0, bayesian_seconds=0.2)
    assert found.methods["thresholding"] == pytest.approx(154, abs=2)
    assert found.methods["decomposable_graphs"] == pytest.approx(159, abs=2)
    assert found.left_out == {"latent_classes": "over_budget"}
    assert found.span[0] <= 154
    seven = independent_lists(np.random.default_rng(2), 900, [0.3] * 7)
    assert beliefs(seven, seconds=1).left_out["decomposable_graphs"] == "too_many_lists"
    every = beliefs(table, seconds=5)
    assert list(every.estimates) == ["thresholding", "decomposable_graphs", "latent_classes"]


def test_an_assessment_can_be_asked_of_a_belief_itself() -> None:
    found = assess(
        published("Korea"), GraphAveraging(), replicates=40, simulations=2, simulated_replicates=20
    )
    assert found.estimate == pytest.approx(159, abs=2)
    assert found.linkage[0.1, 0.0] < found.linkage[0.0, 0.0]
    assert found.coverage is not None


@pytest.mark.parametrize(("method", "error"), [(GraphAveraging(), 1e-6), (Thresholding(), 0.01)])
def test_neither_the_order_of_lists_nor_of_rows_changes_a_belief(
    method: Method, error: float
) -> None:
    table = published("UKdat_5")
    turned = table.in_order(["GP", "GO", "LA", "PFNCA", "NG"])
    cells = np.flatnonzero(table.counts)
    half = table.counts[cells] // 2
    split = CaptureHistories.from_rows(
        np.tile((cells[:, None] >> np.arange(5)) & 1, (2, 1)),
        np.concatenate([half, table.counts[cells] - half]),
        table.lists,
    )
    first = method.fit(table).estimate
    assert method.fit(split).estimate == first
    assert method.fit(turned).estimate == pytest.approx(first, rel=error)


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
    for wrong in (
        *({"classes": 0}, {"prior": -1}, {"draws": 1}),
        *({"most_hidden": 0}, {"seconds": -1}),
    ):
        with pytest.raises(ValueError, match=r"classes|above 0|or more|between"):
            LatentClasses(**wrong)
    for wrong in ({"threshold": -1}, {"prior_variance": 0}, {"order": 4}, {"draws": 1}):
        with pytest.raises(ValueError, match=r"above 0|or more|can be tried"):
            Thresholding(**wrong)
    with pytest.raises(ValueError, match="ascend"):
        GraphAveraging(numbers=(5, 5))
