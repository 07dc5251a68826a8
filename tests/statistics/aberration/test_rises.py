"""Rises: what must hold for any series, what simulation gives, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import multinomial, nbinom

from toevlucht.statistics.aberration import (
    MUAN,
    NOUFAILY,
    ORIGINAL,
    Settings,
    Story,
    bayesian,
    cusum,
    discoveries,
    ears,
    false_alarms,
    farrington,
    likelihood_ratio,
    recent_rise,
    seasonal_mean,
    seasonal_negative_binomial,
    simulate,
    stories,
)


def generated(series=40, weeks=320, seed=4):
    chance = np.random.default_rng(seed)
    mean = np.exp(chance.uniform(-1, 4, (series, 1)))
    return chance.negative_binomial(mean / 1.5, 0.4, (series, weeks))


COUNTS = generated()


@pytest.mark.parametrize("how", [NOUFAILY, MUAN, ORIGINAL])
def test_order_company_and_threads_change_nothing(how):
    order = np.random.default_rng(1).permutation(len(COUNTS))
    many = np.concatenate([COUNTS] * 4)
    weeks = [-1, -20, -40]
    together = farrington(many, weeks=weeks, settings=how, workers=2)
    shuffled = farrington(COUNTS[order], weeks=weeks, settings=how)
    alone = farrington(COUNTS[7], weeks=weeks, settings=how)
    np.testing.assert_allclose(shuffled.bound, together.bound[order], rtol=1e-9)
    np.testing.assert_allclose(alone.bound[0], together.bound[7], rtol=1e-9)
    np.testing.assert_array_equal(shuffled.alarm, together.alarm[order])


def test_the_latest_weeks_do_not_bear_on_the_bound():
    changed = COUNTS.copy()
    changed[:, -1 - NOUFAILY.skip :] += 1000
    before, after = (farrington(c, weeks=[-1]).bound for c in (COUNTS, changed))
    np.testing.assert_array_equal(before, after)


@given(st.integers(0, 39), st.integers(1, 10**6))
@settings(max_examples=15, deadline=None)
def test_a_higher_count_is_never_less_of_a_rise(one, more):
    raised = COUNTS[one].copy()
    raised[-1] += more
    before, after = farrington(COUNTS[one], weeks=[-1]), farrington(raised, weeks=[-1])
    assert after.p_value <= before.p_value
    assert after.alarm >= before.alarm
    assert after.bound == before.bound


def test_a_smaller_alpha_has_a_higher_bound_and_alarms_follow_p_values():
    strict = farrington(COUNTS, settings=replace(NOUFAILY, alpha=0.005))
    loose = farrington(COUNTS)
    assert (strict.bound >= loose.bound).all()
    assert ((loose.p_value <= 0.05) == (loose.observed > loose.bound)).all()
    assert (loose.false_alarm <= 0.05 + 1e-12).all()


def test_the_share_that_is_reported_lowers_expectation_and_bound_in_step():
    whole = farrington(COUNTS, weeks=[-1])
    half = farrington(COUNTS, weeks=[-1], reported=[0.5])
    np.testing.assert_allclose(half.expected, whole.expected / 2)
    assert (half.bound <= whole.bound).all()


def test_a_history_without_a_case_needs_five_cases():
    counts = np.zeros((2, 300), dtype=int)
    counts[:, -1] = 4, 5
    assert farrington(counts, weeks=[-1]).alarm.ravel().tolist() == [False, True]


def test_counts_of_a_milliard_have_a_bound():
    counts = 1e9 + 1e6 * np.random.default_rng(2).normal(size=(3, 320)).round(3)
    counts[:, -1] = 1e9, 1e9, 1.1e9
    for how in (NOUFAILY, MUAN, ORIGINAL):
        found = farrington(counts.round(), weeks=[-1], settings=how)
        assert np.isfinite(found.bound).all()
        assert found.alarm.ravel().tolist() == [False, False, True]


def test_a_week_without_a_baseline_says_nothing():
    found = farrington(COUNTS, weeks=[100, -1])
    assert np.isnan(found.bound[:, 0]).all()
    assert not found.alarm[:, 0].any()
    assert false_alarms(found, 0.05).judged == len(COUNTS)


def test_simulated_weeks_pass_their_bound_no_more_often_than_alpha_and_rises_are_found():
    strict = simulate(replace(NOUFAILY, alpha=0.005), mean=(5, 50), series=400)
    loose = simulate(NOUFAILY, mean=(5, 50), series=400)
    assert strict.false_alarms <= 0.005 + 3 * 0.004
    assert loose.false_alarms <= 0.05 + 3 * loose.error(0.05)
    assert 0.1 < strict.found[0] < strict.found[1] < strict.found[2]
    assert loose.found[1] > 0.8
    late = simulate(NOUFAILY, mean=(5, 50), series=400, reported=0.5)
    assert late.false_alarms <= 0.05 + 3 * loose.error(0.05)
    assert late.found[1] > 0.6


def test_over_a_grid_without_rises_hardly_anything_is_discovered():
    found = farrington(COUNTS)
    chosen, adjusted = discoveries(found.p_value)
    assert chosen.sum() <= 2
    assert (adjusted >= found.p_value).all()
    stated = false_alarms(found, 0.05)
    assert stated.expected <= stated.nominal
    # Forty series hang together over weeks, and a mean that is estimated adds to it.
    assert stated.alarms < 2 * stated.expected
    dependent, _ = discoveries(found.p_value, dependent=True)
    assert not (dependent & ~chosen).any()


def test_false_discoveries_are_kept_to_their_share():
    chance = np.random.default_rng(5)
    shares = []
    for _ in range(200):
        p_values = chance.random(200)
        p_values[:40] **= 6
        chosen, _ = discoveries(p_values, 0.1)
        shares.append(chosen[40:].sum() / max(1, chosen.sum()))
    assert np.mean(shares) < 0.1


@pytest.mark.parametrize("counts", [[0, 0, 1, 3], [1, 0, 0, 0, 2, 2], [0, 0, 0, 1]])
def test_few_cases_are_as_surprising_as_enumeration_says(counts):
    length, total = len(counts), sum(counts)
    windows = [1, 2]
    found = recent_rise(counts, windows)

    def smallest(series):
        return min(recent_rise(series, [w]).p_value for w in windows)

    limit = smallest(counts)
    chance = sum(
        multinomial.pmf(series, total, [1 / length] * length)
        for series in product(range(total + 1), repeat=length)
        if sum(series) == total and smallest(series) <= limit + 1e-12
    )
    assert found.p_value == pytest.approx(chance)


def test_few_cases_without_a_change_are_seldom_a_rise():
    chance = np.random.default_rng(3)
    p_values = np.array([recent_rise(chance.poisson(0.2, 52)).p_value for _ in range(500)])
    assert (p_values <= 0.05).mean() <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 500)
    assert recent_rise(np.zeros(20, dtype=int)).p_value == 1


def test_a_rise_of_one_city_is_told_as_that_city_and_one_everywhere_as_the_nation():
    nation, north, south, city, village = range(5)
    parents = [-1, nation, nation, north, north]
    alarm = [True, False, False, True, False]
    assert stories(alarm, [9, 8, 1, 8, 0], parents) == [Story(city, (nation,), 8, 8 / 9)]
    everywhere = stories([True] * 5, [20, 10, 10, 5, 5], parents)
    assert everywhere == [Story(nation, (north, south, city, village), 20, 1)]
    assert stories([False, True, True, False, False], [9, 4, 5, 0, 0], parents) == [
        Story(south, (), 5, 1),
        Story(north, (), 4, 1),
    ]


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 100)), min_size=7, max_size=7))
@settings(max_examples=50)
def test_every_alarm_stands_in_exactly_one_story(given_alarms):
    alarm, excess = zip(*given_alarms, strict=True)
    told = stories(alarm, excess, [-1, 0, 0, 1, 1, 2, -1])
    told_series = [series for story in told for series in (story.series, *story.also)]
    assert sorted(told_series) == [series for series, on in enumerate(alarm) if on]


def test_a_sum_of_small_rises_alarms_where_single_weeks_do_not():
    counts = np.concatenate([np.full(60, 4), np.full(6, 8)])
    mean = seasonal_mean(counts, 60)
    found = cusum(counts, mean)
    assert not found.alarm[0, :60].any()
    assert found.alarm[0, -1]
    before = np.concatenate([[0.0], found.statistic[0, :-1]])
    reached = 2 * np.sqrt(found.bound[0] * mean[0]) + found.bound[0] - 3 * mean[0]
    np.testing.assert_allclose(reached / (2 * np.sqrt(mean[0])) - 1.04 + before, 2.26)
    assert np.isfinite(cusum([0, 0, 0, 0, 0, 3], seasonal_mean([0, 0, 0, 0, 0, 3], 5)).bound).all()


@pytest.mark.parametrize(
    ("work", "problem"),
    [
        (lambda: farrington([[1.0, np.nan]]), "week 1 in series 0 is missing"),
        (lambda: farrington([1, -2]), "is negative"),
        (lambda: farrington([1, 2.5]), "not a whole number"),
        (lambda: farrington([1e300] * 300), "too large"),
        (lambda: farrington([]), "shape"),
        (lambda: farrington([1, 2, 3]), "too few"),
        (lambda: farrington([1, 2, 3], weeks=[]), "no week"),
        (lambda: farrington([1, 2, 3], weeks=[3]), "not among"),
        (lambda: farrington([1, 2], ["2020-01-01", "2020-01-09"]), "seven days apart"),
        (lambda: farrington([1, 2], ["2020-01-01"]), "need 2 days"),
        (lambda: farrington(COUNTS, reported=0), "reported share"),
        (lambda: Settings(alpha=5), "alpha"),
        (lambda: Settings(threshold="none"), "no threshold"),
        (lambda: Settings(years=0), "1 or more"),
        (lambda: Settings(half_window=30), "fit in a year"),
        (lambda: ears([1, 2], "C4"), "no method"),
        (lambda: ears([1, 2], baseline=1), "baseline"),
        (lambda: cusum([1, 2], 0), "above 0"),
        (lambda: cusum([1, 2], 1, limit=0), "limit"),
        (lambda: seasonal_mean([1, 2, 3], 3), "4 weeks"),
        (lambda: recent_rise([[1, 2], [3, 4]]), "one series"),
        (lambda: recent_rise([1, 2], [2]), "windows"),
        (lambda: recent_rise([900, 900]), "windows"),
        (lambda: recent_rise([900, 900], [1]), "not few"),
        (lambda: discoveries([0.1, 2]), "from 0 to 1"),
        (lambda: discoveries([0.1], 1), "rate"),
        (lambda: simulate(mean=(5, 1)), "from low to high"),
        (lambda: simulate(reported=0), "reported"),
        (lambda: stories([True], [1, 2], [-1]), "one entry"),
        (lambda: stories([True, True], [1, 2], [1, 0]), "lies in itself"),
        (lambda: stories([True], [1], [4]), "no series 4"),
        (lambda: stories([True], [1], [-1], most=0.4), "share"),
    ],
)
def test_what_cannot_be_judged_is_named(work, problem):
    with pytest.raises(ValueError, match=problem):
        work()


def test_words_are_no_counts():
    with pytest.raises(TypeError, match="numbers"):
        farrington(["one", "two"])
    assert np.isnan(ears([1, 2, 3]).bound).all()


def test_the_predictive_bound_is_that_of_the_weeks_of_its_baseline_whatever_the_order():
    found = bayesian(COUNTS, years=1, window=3)
    baseline = [*range(145, 152), *range(197, 200)]
    sizes = COUNTS[:, baseline].sum(axis=1) + 0.5
    np.testing.assert_array_equal(found.bound[:, 200], nbinom.ppf(0.95, sizes, 10 / 11))
    np.testing.assert_allclose(found.p_value[:, 200], nbinom.sf(COUNTS[:, 200] - 1, sizes, 10 / 11))
    assert (found.false_alarm[:, 60:] <= 0.05).all()
    assert np.isnan(found.bound[:, :55]).all()
    assert not found.alarm[:, :55].any()
    np.testing.assert_array_equal(
        bayesian(COUNTS[::-1], years=1, window=3).bound, found.bound[::-1]
    )
    more = COUNTS.copy()
    more[:, -1] += 3
    assert not (found.alarm & ~bayesian(more, years=1, window=3).alarm).any()
    with pytest.raises(ValueError, match="window must be from 0 to 25"):
        bayesian(COUNTS, window=26)


def test_the_likelihood_ratio_is_that_of_the_best_of_all_rises_in_any_order_of_series():
    mean, extra = seasonal_negative_binomial(COUNTS, 280)
    assert (extra > 0).any()
    watched, mean = COUNTS[:, 280:], mean[:, 280:]
    found = likelihood_ratio(watched, mean, extra)
    turned = likelihood_ratio(watched[::-1], mean[::-1], extra[::-1])
    np.testing.assert_array_equal(found.statistic, turned.statistic[::-1])
    more = watched.copy()
    more[:, -1] += 3
    assert (likelihood_ratio(more, mean, extra).statistic[:, -1] >= found.statistic[:, -1]).all()
    size, ratios = 1 / 0.2, np.exp(np.linspace(0, 3, 3001))[:, None]

    def logs(counts, mean):
        return nbinom.logpmf(counts, size, size / (size + mean))

    counts, flat = np.array([2, 3, 1, 5, 6, 7]), np.full(6, 2.5)
    best = max(
        (logs(counts[k:], ratios * flat[k:]) - logs(counts[k:], flat[k:])).sum(axis=1).max()
        for k in range(6)
    )
    assert likelihood_ratio(counts, 2.5, 0.2).statistic[0, -1] == pytest.approx(best, rel=1e-5)


def test_a_watch_begins_anew_at_an_alarm_and_is_refused_what_it_cannot_use():
    found = likelihood_ratio([9, 9, 0, 9], 1.0)
    assert found.alarm[0].tolist() == [True, True, False, True]
    assert found.since[0].tolist() == [0, 1, -1, 3]
    assert found.factor[0].tolist() == pytest.approx([9, 9, 1, 9])
    assert likelihood_ratio([2, 2, 2], 1.0, longest=1).since[0].tolist() == [0, 1, 2]
    huge = likelihood_ratio([10**15, 0], [1e-9, 1e9], 1e3)
    assert np.isfinite(huge.statistic).all()
    for wrong in ({"expected": 0}, {"overdispersion": -1}, {"limit": 0}, {"longest": 0}):
        with pytest.raises(ValueError, match=r"above 0|or more"):
            likelihood_ratio([1, 2], **{"expected": 1.0} | wrong)
    mean, extra = seasonal_negative_binomial([[0] * 60, [2] * 60], 60)
    assert extra.tolist() == [0, 0]
    np.testing.assert_allclose(mean, [[0.5 / 60] * 60, [2] * 60])
    with pytest.raises(ValueError, match="needs 5 weeks or more"):
        seasonal_negative_binomial([1, 2, 3, 4], 4)
