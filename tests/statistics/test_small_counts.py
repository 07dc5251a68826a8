"""Exact comparison of small counts: against fractions worked by hand and published values."""

from __future__ import annotations

from fractions import Fraction
from math import comb, exp, factorial, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toevlucht.statistics.small_counts import compare_counts, poisson_interval

counts = st.integers(0, 60)
times = st.integers(1, 400)


def upper_tail(after: int, total: int, share: Fraction) -> Fraction:
    return sum(
        (comb(total, k) * share**k * (1 - share) ** (total - k) for k in range(after, total + 1)),
        Fraction(0),
    )


def test_one_to_four_in_equal_months_is_six_chances_in_thirty_two():
    result = compare_counts(1, 4, 30, 30)
    assert result.p_rise == pytest.approx(6 / 32)
    assert result.p_value_two_sided == pytest.approx(12 / 32)
    assert result.rate_ratio == 4
    assert result.low < 1 < result.high


def test_none_to_five_in_equal_months_is_a_rise_without_a_ratio():
    result = compare_counts(0, 5, 30, 30)
    assert result.p_rise == pytest.approx(1 / 32)
    assert result.rate_ratio is None
    assert result.high is None


def test_none_to_three_has_a_lower_limit_that_can_be_worked_by_hand():
    # p**3 = 0.025, as odds
    limit = 0.025 ** (1 / 3)
    assert compare_counts(0, 3, 1, 1).low == pytest.approx(limit / (1 - limit))


def test_three_to_none_has_an_upper_limit_and_a_ratio_of_zero():
    result = compare_counts(3, 0, 1, 1)
    limit = 1 - 0.025 ** (1 / 3)
    assert (result.rate_ratio, result.low) == (0, 0)
    assert result.high == pytest.approx(limit / (1 - limit))
    assert result.p_rise == 1


def test_nothing_against_nothing_says_nothing_about_a_change():
    result = compare_counts(0, 0, 30, 90)
    assert (result.p_rise, result.p_value_two_sided) == (1, 1)
    assert (result.rate_ratio, result.low, result.high) == (None, 0, None)


def test_the_longer_period_weighs_in():
    # 2 in 28 days, 6 in 56: the chance for the later one is 2/3 a case
    result = compare_counts(2, 6, 28, 56)
    assert result.rate_ratio == pytest.approx(1.5)
    assert result.p_rise == pytest.approx(float(upper_tail(6, 8, Fraction(2, 3))))


@pytest.mark.parametrize(
    ("later", "earlier", "time_later", "time_earlier", "ratio", "low", "high"),
    [
        # What R's poisson.test prints for these counts (its example; two published exercises)
        (11, 21, 800, 3011, 1.971488, 0.8584264, 4.2772659),
        (10, 2, 20_000, 17_887, 4.47175, 0.9529548, 41.9743814),
        (930, 619, 3, 3, 1.502423, 1.355716, 1.665905),
    ],
)
def test_ratio_and_interval_are_those_of_r(
    later, earlier, time_later, time_earlier, ratio, low, high
):
    result = compare_counts(earlier, later, time_earlier, time_later)
    assert result.rate_ratio == pytest.approx(ratio, rel=1e-6)
    assert result.low == pytest.approx(low, rel=1e-6)
    assert result.high == pytest.approx(high, rel=1e-6)


def test_the_p_value_does_not_contradict_the_interval_where_that_of_r_does():
    # R: p = 0.0421 beside an interval that holds 1
    result = compare_counts(2, 10, 17_887, 20_000)
    assert result.low < 1 < result.high
    assert result.p_value_two_sided > 0.05


@given(counts, counts, times, times)
def test_the_tail_is_the_binomial_sum_in_fractions(before, after, time_before, time_after):
    result = compare_counts(before, after, time_before, time_after)
    share = Fraction(time_after, time_before + time_after)
    assert result.p_rise == pytest.approx(
        float(upper_tail(after, before + after, share)), abs=1e-12
    )


@given(counts, counts, times, times)
def test_p_value_and_interval_always_agree(before, after, time_before, time_after):
    result = compare_counts(before, after, time_before, time_after)
    leaves_out_one = result.low > 1 or (result.high is not None and result.high < 1)
    if abs(result.p_value_two_sided - 0.05) > 1e-9:
        assert leaves_out_one == (result.p_value_two_sided < 0.05)


@given(counts.filter(bool), counts.filter(bool), times, times)
def test_looking_backwards_turns_the_ratio_over(before, after, time_before, time_after):
    forward = compare_counts(before, after, time_before, time_after)
    backward = compare_counts(after, before, time_after, time_before)
    assert forward.rate_ratio == pytest.approx(1 / backward.rate_ratio)
    assert forward.low == pytest.approx(1 / backward.high)
    assert forward.p_value_two_sided == pytest.approx(backward.p_value_two_sided)


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [(0, 0, 3.689), (1, 0.0253, 5.572), (2, 0.242, 7.225), (5, 1.623, 11.668), (10, 4.795, 18.39)],
)
def test_poisson_limits_are_those_of_garwoods_table(count, low, high):
    assert poisson_interval(count) == pytest.approx((low, high), abs=5e-4, rel=1e-3)


def test_the_limit_of_a_zero_is_a_logarithm():
    assert poisson_interval(0, level=0.9) == pytest.approx((0, -log(0.05)))


@given(st.integers(1, 40), st.floats(0.5, 0.999))
def test_each_limit_leaves_half_the_error_in_its_tail(count, level):
    low, high = poisson_interval(count, level)
    assert 1 - poisson_sum(count - 1, low) == pytest.approx((1 - level) / 2, abs=1e-9)
    assert poisson_sum(count, high) == pytest.approx((1 - level) / 2, abs=1e-9)


def poisson_sum(count: int, mean: float) -> float:
    return sum(exp(-mean) * mean**k / factorial(k) for k in range(count + 1))


def test_counts_from_an_array_are_taken():
    assert compare_counts(*np.array([1, 4]), 30, 30) == compare_counts(1, 4, 30, 30)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((-1, 2, 1, 1), "negative"),
        ((1, 2, 0, 1), "positive"),
        ((1, 2, 1, float("inf")), "positive"),
        ((1, 2, 1, 1, 95), "between 0 and 1"),
    ],
)
def test_what_cannot_be_compared_is_named(arguments, says):
    with pytest.raises(ValueError, match=says):
        compare_counts(*arguments)


def test_half_a_case_is_refused():
    with pytest.raises(TypeError):
        compare_counts(1.5, 2, 1, 1)
