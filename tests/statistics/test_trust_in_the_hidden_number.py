"""What speaks against an estimate comes with it, and covariates are checked like lists."""

import itertools

import numpy as np
import pytest
from tests.statistics.capture_histories import published, published_with_covariates

from toevlucht.statistics.systems_estimation.bootstrapping import bca_interval
from toevlucht.statistics.systems_estimation.choosing import BestOfAll, GivenModel, Stepwise
from toevlucht.statistics.systems_estimation.covariates import (
    CovariateTable,
    choose_covariates,
    covariate_bootstrap,
    fit_covariates,
)
from toevlucht.statistics.systems_estimation.linkage import without_linkage_error
from toevlucht.statistics.systems_estimation.models import fit_model
from toevlucht.statistics.systems_estimation.reliability import (
    FORBIDDING,
    NO_NUMBER,
    PUBLISH,
    assess,
    coverage,
)
from toevlucht.statistics.systems_estimation.tables import CaptureHistories, NotEstimable
from toevlucht.statistics.systems_estimation.two_lists import two_list_range


def people(chance: np.random.Generator, n: int, reach: list[float]) -> CaptureHistories:
    on = chance.random((n, len(reach))) < reach
    return CaptureHistories.from_rows(on[on.any(axis=1)], np.ones(int(on.any(axis=1).sum()), int))


def test_the_dutch_number_is_not_to_be_published_as_one_number() -> None:
    found = assess(
        published("Ned"), Stepwise(), replicates=200, simulations=0, bayesian_seconds=1.5
    )
    assert found.verdict == NO_NUMBER
    assert {"one_list_decides", "methods_disagree", "span_hopeless"} <= set(found.reasons)
    low, high = found.span
    assert low < 43_585 < 116_667 < high


def test_five_british_lists_disagree_over_near_models_and_when_a_list_is_left_out() -> None:
    found = assess(
        published("UKdat_5"), BestOfAll(2), replicates=100, simulations=0, bayesian_seconds=1
    )
    assert found.verdict == NO_NUMBER
    assert set(found.reasons) & set(FORBIDDING)
    assert found.without_list["GO"] == pytest.approx(4_542, abs=1)
    assert set(found.merged) == set(itertools.combinations(("LA", "NG", "PFNCA", "GO", "GP"), 2))


def test_lists_that_meet_often_and_independently_may_be_published() -> None:
    table = people(np.random.default_rng(8), 8_000, [0.4, 0.5, 0.35, 0.45])
    found = assess(table, replicates=1000, simulations=5, simulated_replicates=60)
    assert found.reasons == ()
    assert found.verdict == PUBLISH
    assert found.estimate == pytest.approx(8_000, rel=0.05)


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    fit = fit_model(published("UKdat_4"))
    for method in (Stepwise(), BestOfAll(2)):
        held = coverage(fit, method, simulations=60, replicates=200, seed=3)
        print(f"{method}: {held.share:.0%} of {held.simulations}, asked {held.asked:.0%}")  # noqa: T201
        assert held.share + 2 * held.error >= 0.88
        assert held.without_interval == 0


def test_estimators_find_simulated_populations() -> None:
    chance = np.random.default_rng(2)
    for method in (GivenModel(), Stepwise(), BestOfAll()):
        found = [
            method.fit(people(chance, 5_000, [0.2, 0.3, 0.15, 0.25])).estimate for _ in range(12)
        ]
        print(f"{method}: {np.mean(found):,.0f} on average, {np.std(found):,.0f} apart")  # noqa: T201
        assert np.mean(found) == pytest.approx(5_000, rel=0.05)


def test_more_missed_links_mean_fewer_people_and_more_false_ones_mean_more() -> None:
    table = published("UKdat_5")
    held = GivenModel(Stepwise().fit(table).terms)

    def persons(missed: float, false: float) -> float:
        cells = without_linkage_error(table, missed, false)
        return float(cells.sum() + held.hidden_of(cells[None], table)[0])

    missed = [persons(rate, 0.0) for rate in (0.0, 0.02, 0.05, 0.1)]
    false = [persons(0.0, rate) for rate in (0.0, 0.02, 0.05, 0.1)]
    assert missed == sorted(missed, reverse=True)
    assert false == sorted(false)
    assert missed[0] == pytest.approx(held.fit(table).estimate)
    with pytest.raises(ValueError, match="rate of linkage error"):
        without_linkage_error(table, missed=1.0)


def test_missed_links_are_mended_exactly_where_their_rate_is_known() -> None:
    true = CaptureHistories(("A", "B"), np.array([0.0, 500.0, 300.0, 200.0]))
    # Of 200 on both, 40 were taken for two persons.
    seen = CaptureHistories(("A", "B"), np.array([0.0, 540.0, 340.0, 160.0]))
    assert without_linkage_error(seen, missed=0.2) == pytest.approx(true.counts)


def test_two_lists_give_a_range_over_what_cannot_be_known() -> None:
    table = CaptureHistories.from_rows([[1, 0], [0, 1], [1, 1]], [80, 40, 20])
    found = two_list_range(table, (0.5, 1, 2))
    assert found.span[0] < found.estimates[0] < found.estimates[2] < found.span[1]
    assert GivenModel().fit(table).estimate == pytest.approx(found.estimates[1])
    with pytest.raises(ValueError, match="two lists allow a range only"):
        assess(table)
    with pytest.raises(ValueError, match="for two lists"):
        two_list_range(published("Korea"))


def test_covariates_give_numbers_by_group_that_add_up() -> None:
    fit = choose_covariates(published_with_covariates("ScotPWID_cov", 4))
    assert fit.estimate == pytest.approx(32_545.6726, rel=1e-6)
    for covariate in fit.table.covariates:
        assert sum(fit.by(covariate).values()) == pytest.approx(fit.estimate)
    drawn = covariate_bootstrap(fit, replicates=40)
    low, high = np.percentile(drawn.sum(axis=1), [2.5, 97.5])
    assert low < fit.estimate < high
    assert not np.isnan(covariate_bootstrap(fit, replicates=5, parametric=False)).any()


def test_a_model_of_lists_covariates_and_years_gives_the_known_number() -> None:
    table = published_with_covariates("Cruyff_simdat_cov", 4, Y=2)
    pairs = (
        "X1 X4,R3 X2,X1 Y,X2 Y,X2 X4,X1 X2,R1 X2,X2 X3,X4 Y,X3 X4,X3 Y,R1 X1,R2 R4,X1 X3,R4 X3,"
        "R4 X4,R1 X4,R3 Y,R2 X2,R4 Y,R3 X1,R1 R4"
    )
    fit = fit_covariates(table, [pair.split() for pair in pairs.split(",")])
    assert fit.estimate == pytest.approx(11_406.42, abs=0.01)


def test_a_covariate_without_influence_changes_nothing() -> None:
    table = published("Kosovo")
    cells = np.flatnonzero(table.counts)
    on = np.repeat((cells[:, None] >> np.arange(4)) & 1, 2, axis=0)
    groups = [[name] for _ in cells for name in ("a", "b")]
    doubled = CovariateTable.from_rows(
        on, groups, np.repeat(table.counts[cells], 2), table.lists, ["group"]
    )
    pairs = [("EXH", "ABA"), ("OSCE", "HRW")]
    assert fit_covariates(doubled, pairs).estimate == pytest.approx(
        2 * fit_model(table, pairs).estimate
    )


def test_a_covariate_model_without_a_maximum_is_refused() -> None:
    # List A saw only women, B only men, and each C of both: A with B can have any number of men.
    on = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 1], [1, 0, 1], [0, 1, 1]]
    groups = [["f"], ["m"], ["f"], ["m"], ["f"], ["m"]]
    table = CovariateTable.from_rows(on, groups, [9, 8, 7, 6, 3, 2], ["A", "B", "C"], ["sex"])
    assert fit_covariates(table).estimate > 35
    with pytest.raises(NotEstimable) as refused:
        fit_covariates(table, [("A", "B"), ("A", "C"), ("B", "C")])
    assert refused.value.code == "not_identifiable"
    with pytest.raises(ValueError, match="is not a pair of"):
        fit_covariates(table, [("A", "age")])


def test_replicates_drawn_elsewhere_are_used_as_they_are() -> None:
    table = published("Korea")
    interval = bca_interval(table, Stepwise(), tables=np.repeat(table.counts[None], 30, axis=0))
    assert interval.z0 == 0
    assert interval[0.025] == pytest.approx(interval.fit.estimate)
