"""Rises, week by week, against what the reference implementation gives for published series."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from toevlucht.statistics.aberration import (
    MUAN,
    NOUFAILY,
    ORIGINAL,
    bayesian,
    cusum,
    ears,
    farrington,
    likelihood_ratio,
    seasonal_mean,
    seasonal_negative_binomial,
)

DATA = Path(__file__).parents[1] / "data"
SETTINGS = {
    "noufaily": NOUFAILY,
    "muan": MUAN,
    "original": ORIGINAL,
    "noufaily_a01": replace(NOUFAILY, alpha=0.01),
    "original_a001": replace(ORIGINAL, years=5, alpha=0.001),
}


def rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def series():
    return {
        row["series"]: (np.array(row["counts"].split(), dtype=int), row["first_day"])
        for row in rows("weekly_series.csv")
    }


@cache
def expected():
    found = defaultdict(list)
    for row in rows("expected_rises.csv"):
        found[row["settings"], row["series"]].append(row)
    return found


def wanted(given, column):
    return np.array([float(row[column]) for row in given])


@pytest.mark.parametrize("name", SETTINGS)
def test_bounds_and_alarms_are_those_of_the_reference(name):
    cases = [(key[1], given) for key, given in expected().items() if key[0] == name]
    assert len(cases) >= 2
    for one, given in cases:
        counts, first = series()[one]
        days = np.datetime64(first) + 7 * np.arange(len(counts)) if first else None
        settings = SETTINGS[name] if first else replace(SETTINGS[name], years=3)
        weeks = [int(row["week"]) for row in given]
        found = farrington(counts, days, weeks=weeks, settings=settings)
        np.testing.assert_allclose(found.bound[0], wanted(given, "bound"), rtol=1e-9)
        np.testing.assert_allclose(found.expected[0], wanted(given, "expected"), rtol=1e-9)
        np.testing.assert_array_equal(found.alarm[0], wanted(given, "alarm"))


@pytest.mark.parametrize("kind", ["C1", "C2"])
def test_ears_bounds_are_those_of_the_reference(kind):
    given = expected()[f"ears{kind}", "hepatitis_a"]
    weeks = [int(row["week"]) for row in given]
    found = ears(series()["hepatitis_a"][0], kind)
    np.testing.assert_allclose(found.bound[0, weeks], wanted(given, "bound"), rtol=1e-12)
    np.testing.assert_array_equal(found.alarm[0, weeks], wanted(given, "alarm"))


def test_c3_alarms_are_those_of_the_reference_without_the_week_itself():
    given = expected()["earsC3", "hepatitis_a"]
    weeks = [int(row["week"]) for row in given]
    counts = series()["hepatitis_a"][0]
    alarms = wanted(given, "alarm")
    np.testing.assert_array_equal(ears(counts, "C3", own_week=False).alarm[0, weeks], alarms)
    assert ears(counts, "C3").alarm[0, weeks].sum() > alarms.sum()


def test_a_week_without_a_case_is_no_alarm_of_c3_where_the_reference_has_none():
    # earsC of surveillance 1.20.3 with minSigma 0.5: its bound is 0 at least.
    counts = [0, 1, 0, 0, 1, 0, 0, 0, 1, 6, 5, 0, 1]
    alarm = ears(counts, "C3", own_week=False).alarm[0]
    assert np.flatnonzero(alarm).tolist() == [12]


def test_cusum_bounds_are_those_of_the_reference():
    given = expected()["cusum", "hepatitis_a"]
    weeks = [int(row["week"]) for row in given]
    counts = series()["hepatitis_a"][0]
    mean = seasonal_mean(counts, weeks[0])
    found = cusum(counts[weeks], mean[:, weeks])
    # Where the sum is beyond its limit already, the reference squares a negative root.
    open_still = found.bound[0] > 0
    assert open_still.sum() > 80
    bounds = wanted(given, "bound")[open_still]
    np.testing.assert_allclose(found.bound[0, open_still], bounds, rtol=1e-8)
    np.testing.assert_array_equal(found.alarm[0], wanted(given, "alarm"))


def test_predictive_bounds_are_those_of_the_reference():
    given = expected()["bayesian", "salmAllOnset.observed1"]
    weeks = [int(row["week"]) for row in given]
    assert len(weeks) == 104
    found = bayesian(series()["salmAllOnset.observed1"][0])
    np.testing.assert_array_equal(found.bound[0, weeks], wanted(given, "bound"))
    np.testing.assert_array_equal(found.alarm[0, weeks], wanted(given, "alarm"))


@pytest.mark.parametrize("name", ["hepatitis_a", "salmAllOnset.observed1"])
def test_likelihood_ratios_are_those_of_the_reference(name):
    given = expected()["likelihood_ratio", name]
    weeks = [int(row["week"]) for row in given]
    assert len(weeks) == 104
    counts = series()[name][0]
    mean, overdispersion = seasonal_negative_binomial(counts, weeks[0])
    found = likelihood_ratio(counts[weeks], mean[:, weeks], overdispersion)
    np.testing.assert_allclose(found.statistic[0], wanted(given, "bound"), rtol=1e-6)
    np.testing.assert_array_equal(found.alarm[0], wanted(given, "alarm"))
