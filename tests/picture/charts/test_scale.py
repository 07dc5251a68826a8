"""Axes with round numbers and days that a reader can name."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toevlucht.picture.charts.scale import Scale, axis_days, smallest_gap, ticks


@pytest.mark.parametrize(
    ("highest", "expected"),
    [
        (0, [0, 1]),
        (1, [0, 1]),
        (3, [0, 1, 2, 3]),
        (12, [0, 5, 10, 15]),
        (75000, [0, 20000, 40000, 60000, 80000]),
    ],
)
def test_ticks_are_round_numbers(highest, expected):
    assert ticks(highest) == expected


@given(st.floats(0.001, 1e9))
def test_ticks_reach_the_highest_value_without_crowding(highest):
    found = ticks(highest)
    assert found[0] == 0
    assert found[-1] >= highest * 0.999
    assert len(found) <= 6


def test_a_scale_of_one_value_puts_it_at_its_start():
    assert Scale(5, 5, 10, 100).place(5) == 10


def test_a_short_axis_is_labelled_by_days_that_have_values():
    days = [datetime.date(2022, 3, 14), datetime.date(2022, 4, 7), datetime.date(2022, 4, 22)]
    assert axis_days(days) == days


def test_many_days_are_thinned_and_the_last_one_stays():
    days = [datetime.date(2022, 3, 1) + datetime.timedelta(n) for n in range(40)]
    found = axis_days(days)
    assert len(found) == 4
    assert found[-1] == days[-1]


def test_a_long_axis_is_labelled_by_firsts_of_months():
    days = [datetime.date(2019, 1, 7) + datetime.timedelta(7 * n) for n in range(200)]
    found = axis_days(days)
    assert 2 <= len(found) <= 5
    assert all(day.day == 1 for day in found)


def test_an_axis_without_days_has_no_labels():
    assert axis_days([]) == []


def test_the_smallest_gap_ignores_equal_places():
    assert smallest_gap([1, 1, 4, 6]) == 2
    assert smallest_gap([1]) == 0
