"""A belief is told together with what speaks against it: its prior, its chains, its grid."""

import numpy as np
import pytest
from tests.statistics.capture_histories import independent_lists, published

from toevlucht.statistics.systems_estimation.belief_reliability import (
    FORBIDDING,
    assess_belief,
    other_priors,
)
from toevlucht.statistics.systems_estimation.decomposable import GraphAveraging
from toevlucht.statistics.systems_estimation.latent_classes import LatentClasses
from toevlucht.statistics.systems_estimation.reliability import NO_NUMBER, PUBLISH, RANGE_ONLY
from toevlucht.statistics.systems_estimation.tables import CaptureHistories
from toevlucht.statistics.systems_estimation.thresholding import Thresholding


def test_the_british_prior_decides_and_so_no_single_number_stands() -> None:
    table, method = published("UKdat_5"), GraphAveraging()
    found = assess_belief(table, method, simulations=0, bayesian_seconds=0)
    assert (found.verdict, "prior_decides" in found.reasons) == (RANGE_ONLY, True)
    by_prior = {(prior.setting, prior.value): prior.estimate for prior in found.priors}
    assert (
        by_prior["prior_cases", 1 / 128] == GraphAveraging(prior_cases=1 / 128).fit(table).estimate
    )
    assert by_prior["prior_cases", 1 / 128] < 0.7 * found.estimate
    assert found.span[0] <= found.belief.interval()[0]
    assert found.without_list["LA"] == method.fit(table.without("LA")).estimate
    assert found.linkage[0.0, 0.0] == found.estimate
    assert found.coverage is None


def test_a_grid_that_ends_too_soon_forbids_a_number() -> None:
    table = published("Ned_5")
    narrow = assess_belief(
        table, GraphAveraging(most_hidden=40_000), simulations=0, bayesian_seconds=0
    )
    assert narrow.verdict == NO_NUMBER
    assert "grid_ends_too_soon" in narrow.reasons


def test_chains_that_disagree_and_numbers_that_were_cut_off_forbid_one_too() -> None:
    short = LatentClasses(chains=2, draws=50, settling=200, seconds=0, most_hidden=500)
    found = assess_belief(
        published("Ned_5"), short, simulations=0, bayesian_seconds=0, missed=(0,), false=(0,)
    )
    assert {"hidden_cut_off", "few_effective_draws"} <= set(found.reasons)
    assert found.verdict == NO_NUMBER


def test_independent_lists_of_many_persons_may_be_published() -> None:
    chance = np.random.default_rng(4)
    table = independent_lists(chance, 5_000, [0.3, 0.25, 0.35, 0.3])
    asked: list[int] = []

    def passing(questions: object) -> object:
        asked.append(len(list(questions)))
        return questions

    found = assess_belief(
        table, GraphAveraging(), simulations=100, bayesian_seconds=0, passing=passing
    )
    assert (found.verdict, found.reasons) == (PUBLISH, ())
    assert found.belief.interval()[0] < 5_000 < found.belief.interval()[1]
    assert found.coverage is not None
    assert found.coverage.share > 0.85
    assert asked == [4 + 4 + 6 + 9 + 100]


def test_pairs_on_a_knifes_edge_are_told() -> None:
    table = published("Kosovo")
    rough = Thresholding(chains=2, draws=100, settling=50)
    ratio = min(abs(one) for one in rough.fit(table).ratios.values())
    found = assess_belief(
        table,
        Thresholding(threshold=ratio, chains=2, draws=100, settling=50),
        simulations=0,
        bayesian_seconds=0,
    )
    assert "borderline_pairs" in found.reasons
    assert not set(found.reasons) & set(FORBIDDING)


@pytest.mark.parametrize(
    ("method", "changed"),
    [
        (GraphAveraging(numbers=(1, 2, 3)), ["prior_cases", "prior_cases"]),
        (Thresholding(prior_variance=None), ["prior_variance", "threshold"]),
        (Thresholding(threshold=5), ["prior_variance", "prior_variance", "threshold"]),
        (LatentClasses(classes=2), ["classes", "prior", "prior"]),
    ],
)
def test_other_priors_are_about_the_method_that_was_asked(
    method: GraphAveraging | Thresholding | LatentClasses, changed: list[str]
) -> None:
    assert [setting for setting, _ in other_priors(method, published("Korea"))] == changed


def test_two_lists_allow_no_belief() -> None:
    two = CaptureHistories(("A", "B"), np.array([0.0, 9.0, 8.0, 2.0]))
    with pytest.raises(ValueError, match="a range only"):
        assess_belief(two, GraphAveraging())
