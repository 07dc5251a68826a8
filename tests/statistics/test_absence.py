"""What an absence is worth: against published formulas, and against simulated watching."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import beta, hypergeom

from toevlucht.statistics.absence import (
    Sensitivity,
    Watch,
    chance_of_none,
    places_needed,
    system_sensitivity,
    unseen,
    weeks_needed,
)

CERTAIN = Sensitivity(1e7, 1e7)  # one half, as good as known
PERFECT = Sensitivity(1e9, 1e-3)
TRAINED, UNTRAINED = Sensitivity.between(0.1, 0.4), Sensitivity.between(0.005, 0.1)


def watched(chance, total, watches, affected):
    """One simulated period: how many affected places were found by people, week after week."""
    order = chance.permutation(total)
    start, found = 0, 0
    for watch in watches:
        weekly = chance.beta(watch.sensitivity.a, watch.sensitivity.b)
        here = (order[start : start + watch.places] < affected).sum()
        noticed = chance.random((here, int(watch.weeks))) < weekly
        found += int(noticed.any(axis=1).sum())
        start += watch.places
    return found


def test_places_that_see_everything_are_a_sample_without_putting_back():
    watch = [Watch(59, 1, PERFECT)]
    missed = hypergeom.pmf(0, 200, 10, 59)
    assert system_sensitivity(200, watch, 10) == pytest.approx(1 - missed, rel=1e-6)


def test_with_many_places_it_is_the_formula_of_freedom_from_disease():
    # (1 - s n / N) ** A, for a sensitivity of one half
    assert system_sensitivity(40_000, [Watch(4_000, 1, CERTAIN)], 30) == pytest.approx(
        1 - (1 - 0.5 * 0.1) ** 30, abs=1e-3
    )


def test_all_places_perfectly_watched_leave_nothing_unseen():
    found = unseen(50, [Watch(50, 1, PERFECT)], found=0)
    assert (found.places_bound, found.places, found.cases) == (0, (0, 0, 0), (0, 0, 0))
    assert unseen(50, [Watch(50, 1, PERFECT)], found=3).places == (3, 3, 3)


def test_nobody_watching_says_nothing():
    found = unseen(50, [])
    assert found.places_bound == 50
    np.testing.assert_allclose(found.posterior, 1 / 51)
    assert system_sensitivity(50, [Watch(20, 0, TRAINED)], 50) == 0
    assert chance_of_none(0.5, 0) == 0.5


def test_the_chances_are_those_of_people_watching_week_after_week():
    chance = np.random.default_rng(1)
    watches = [Watch(30, 6, TRAINED), Watch(50, 12, UNTRAINED)]
    rounds = 4000
    found = np.array([watched(chance, 120, watches, 5) for _ in range(rounds)])
    seen = system_sensitivity(120, watches, 5)
    assert abs((found > 0).mean() - seen) < 4 * np.sqrt(seen * (1 - seen) / rounds)


def test_the_bound_holds_what_is_there_as_often_as_it_says():
    chance = np.random.default_rng(2)
    watches = [Watch(30, 6, TRAINED), Watch(20, 6, UNTRAINED)]
    bounds = [unseen(80, watches, k).places_bound for k in range(51)]
    for affected in (2, 12):
        found = np.array([watched(chance, 80, watches, affected) for _ in range(600)])
        held = np.mean([bounds[k] >= affected for k in found])
        assert held >= 0.95 - 3 * np.sqrt(0.95 * 0.05 / 600)


def test_the_posterior_is_right_when_the_prior_is():
    chance = np.random.default_rng(3)
    watches = [Watch(25, 4, TRAINED)]
    prior = 0.8 ** np.arange(61)
    prior /= prior.sum()
    results = [unseen(60, watches, k, prior=prior, cluster=2.5) for k in range(26)]
    places, cases = [], []
    for _ in range(2000):
        affected = chance.choice(61, p=prior)
        result = results[watched(chance, 60, watches, affected)]
        number = int(chance.geometric(1 / 2.5, affected).sum())
        places.append(result.places[0] <= affected <= result.places[2])
        cases.append(result.cases[0] <= number <= result.cases[2])
    error = 3 * np.sqrt(0.95 * 0.05 / 2000)
    assert np.mean(places) >= 0.95 - error
    assert np.mean(cases) >= 0.95 - error


def test_more_watching_leaves_less_unseen_and_more_found_means_more():
    few, many, long = (
        unseen(100, [Watch(places, weeks, TRAINED)])
        for places, weeks in ((10, 4), (40, 4), (40, 12))
    )
    assert few.places_bound > many.places_bound > long.places_bound
    assert few.none < many.none < long.none
    bounds = [unseen(100, [Watch(40, 4, TRAINED)], k).places_bound for k in range(6)]
    assert bounds == sorted(set(bounds))
    clustered = unseen(100, [Watch(40, 4, TRAINED)], cluster=3)
    assert clustered.places == many.places
    assert clustered.cases[2] > 2 * many.cases[2]


def test_an_uncertain_sensitivity_is_worth_less_than_its_mean():
    mean = TRAINED.a / (TRAINED.a + TRAINED.b)
    sure = Sensitivity(mean * 1e6, (1 - mean) * 1e6)
    assert system_sensitivity(100, [Watch(60, 8, TRAINED)], 5) < system_sensitivity(
        100, [Watch(60, 8, sure)], 5
    )


def test_the_interval_that_people_gave_is_that_of_the_beta():
    for low, high in ((0.1, 0.4), (0.005, 0.1), (0.6, 0.95)):
        fitted = Sensitivity.between(low, high)
        np.testing.assert_allclose(
            beta.ppf([0.05, 0.95], fitted.a, fitted.b), [low, high], rtol=1e-5
        )


def test_the_places_needed_are_the_least_that_suffice():
    needed = places_needed(300, 10, 8, TRAINED)
    assert system_sensitivity(300, [Watch(needed, 8, TRAINED)], 10) >= 0.95
    assert system_sensitivity(300, [Watch(needed - 1, 8, TRAINED)], 10) < 0.95
    weeks = weeks_needed(300, 10, needed, TRAINED)
    assert weeks == 8
    assert places_needed(300, 10, 8, UNTRAINED) is None
    assert weeks_needed(300, 1, 100, TRAINED) is None
    helped = places_needed(300, 10, 8, TRAINED, others=[Watch(150, 8, UNTRAINED)])
    assert helped < needed


@pytest.mark.parametrize(
    ("work", "problem"),
    [
        (lambda: unseen(10, [Watch(20, 1, TRAINED)]), "more places watch"),
        (lambda: unseen(10, [Watch(5, 1, TRAINED)], 6), "cannot have found"),
        (lambda: unseen(10, [Watch(5, 0, TRAINED)], 1), "cannot be"),
        (lambda: unseen(10, [], prior=[1]), "11 chances"),
        (lambda: unseen(1, [], prior=[0.2, 0.2]), "add up"),
        (lambda: unseen(10, [], cluster=0.5), "cluster"),
        (lambda: unseen(0, []), "places in all"),
        (lambda: unseen(10, [], level=95), "level"),
        (lambda: system_sensitivity(10, [], 11), "cannot be affected"),
        (lambda: Watch(-1, 1, TRAINED), "0 or more"),
        (lambda: Watch(1, float("nan"), TRAINED), "0 or more"),
        (lambda: Sensitivity(0, 1), "above 0"),
        (lambda: Sensitivity.between(0.5, 0.2), "low to high"),
        (lambda: chance_of_none(2, 0.5), "chances"),
    ],
)
def test_what_makes_no_sense_is_named(work, problem):
    with pytest.raises(ValueError, match=problem):
        work()


def test_what_was_unlikely_to_be_found_can_have_been_found():
    # Ten places that notice hardly anything all found it: E(s**10) = B(11, 99) / B(1, 99).
    found = unseen(10, [Watch(10, 1, Sensitivity(1, 999))], found=10)
    assert found.posterior[10] == pytest.approx(1)


def test_who_never_notices_and_who_always_does_are_places_too():
    never, always = Sensitivity(1e-3, 1e9), Sensitivity(1e9, 1e-3)
    assert system_sensitivity(10, [Watch(10, 4, never)], 5) == pytest.approx(0, abs=1e-9)
    assert system_sensitivity(10, [Watch(4, 1, always)], 1) == pytest.approx(0.4)
    assert unseen(10, [Watch(10, 1, always)], found=3).places == (3, 3, 3)
