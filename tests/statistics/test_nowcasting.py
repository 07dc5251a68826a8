"""Nowcasts: against the reference, against simulated delays, and against what came."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from toevlucht.statistics.nowcasting import bayesian, check_past, delay_table, lawless

DATA = Path(__file__).parent / "data"


def columns(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {key: np.array([int(row[key]) for row in rows]) for key in rows[0]}


@cache
def outbreak():
    given = columns("hus_delays.csv")
    repeat = [np.repeat(given[key], given["count"]) for key in ("day", "delay")]
    return delay_table(*repeat, periods=int(given["day"].max()) + 1, longest=15)


def simulated(periods=120, mean=30, seed=7):
    chance = np.random.default_rng(seed)
    shares = 0.6 ** np.arange(8)
    return chance.multinomial(chance.poisson(mean, periods), shares / shares.sum())


def test_the_lawless_nowcast_is_that_of_the_reference_to_two_reports():
    found, wanted = lawless(outbreak()[:26]), columns("expected_nowcast.csv")
    assert np.abs(np.ceil(found.expected) - wanted["lawless"]).max() <= 2
    np.testing.assert_array_equal(np.ceil(found.expected)[:21], wanted["lawless"][:21])


def test_the_bayesian_nowcast_is_that_of_the_reference_within_its_own_sampling_error():
    found = bayesian(outbreak()[:26], prior_mean=50, prior_variance=3000)
    wanted = columns("expected_nowcast.csv")
    assert np.abs(found.expected - wanted["bayes"]).max() <= 1
    assert np.abs(found.low - wanted["bayes_low"]).max() <= 1
    np.testing.assert_allclose(found.high, wanted["bayes_high"], rtol=0.02, atol=1)


def test_nothing_of_the_future_is_read():
    table = simulated()
    future = table.copy()
    for back in range(7):
        future[-1 - back, back + 1 :] += 99
    for method in (lawless, bayesian):
        np.testing.assert_array_equal(method(table).expected, method(future).expected)


def test_complete_periods_stay_as_they_are():
    table = simulated()
    for method in (lawless, bayesian):
        found = method(table)
        for values in (found.expected, found.low, found.high):
            np.testing.assert_array_equal(values[:-7], table.sum(axis=1)[:-7])
        assert (found.share[-7:] < 1).all()
        assert (found.low >= found.reported).all()


def test_twice_as_many_reports_are_foreseen_as_twice_as_many():
    once, twice = lawless(simulated()), lawless(2 * simulated())
    np.testing.assert_allclose(twice.expected, 2 * once.expected)


@pytest.mark.parametrize("by_bayes", [True, False])
def test_intervals_hold_what_came_about_as_often_as_they_say(by_bayes):
    table = simulated(periods=160)
    past = check_past(table, range(30, 150, 12), periods=30, by_bayes=by_bayes)
    assert 0.88 <= past.covered <= 1
    assert past.error < past.error_reported / 2
    assert past.final.shape == (10, 30)


def test_a_day_without_reports_so_far_has_no_upper_limit_unless_bayesian():
    table = outbreak()[:26]
    assert lawless(table).high[-1] == np.inf
    assert np.isfinite(bayesian(table).high).all()


def test_a_window_follows_a_change_in_delays():
    chance = np.random.default_rng(2)
    slow = chance.multinomial(np.full(60, 100), [0.2, 0.2, 0.6])
    quick = chance.multinomial(np.full(60, 100), [0.8, 0.1, 0.1])
    table = np.concatenate([slow, quick])
    assert abs(lawless(table, window=20).share[-1] - 0.8) < 0.05
    assert lawless(table).share[-1] < 0.6


@pytest.mark.parametrize(
    ("work", "problem"),
    [
        (lambda: lawless([[1, 2], [3, -1]]), "0 or more"),
        (lambda: lawless([[1, 2], [3, float("nan")]]), "missing"),
        (lambda: lawless([["a", "b"]]), "numbers"),
        (lambda: lawless([[1]]), "two delays"),
        (lambda: lawless([1, 2]), "shape"),
        (lambda: lawless([[1, 2]], level=95), "level"),
        (lambda: lawless([[1, 2]], window=0), "window"),
        (lambda: bayesian([[1, 2]], prior_mean=-1), "prior"),
        (lambda: delay_table([0, 9], [1, 1], 5, 3), "outside"),
        (lambda: delay_table([0], [1, 1], 5, 3), "needs"),
        (lambda: check_past([[1, 2]] * 40, [39]), "times"),
    ],
)
def test_what_cannot_be_foreseen_is_named(work, problem):
    with pytest.raises(ValueError, match=problem):
        work()


def test_counts_of_a_milliard_and_none_at_all():
    large = bayesian(simulated(periods=30) * 10**8)
    assert (large.high < 2e10).all()
    assert (bayesian(np.zeros((20, 4))).low == 0).all()
    assert (lawless(np.zeros((20, 4))).reported == 0).all()
