"""A fair share that a person can work out on paper."""

from __future__ import annotations

import datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toevlucht.geography import areas
from toevlucht.statistics.apportionment import fair_shares


def test_ten_places_over_three_villages_by_hand() -> None:
    """Of 1,000 people 500, 330 and 170 live there: 5.0, 3.3 and 1.7. One place is left: to 1.7."""
    a, b, c = fair_shares(10, {"a": 500, "b": 330, "c": 170})
    assert [one.exact for one in (a, b, c)] == [5, Fraction(33, 10), Fraction(17, 10)]
    assert [one.whole for one in (a, b, c)] == [5, 3, 1]
    assert [one.is_raised for one in (a, b, c)] == [False, False, True]
    assert [one.places for one in (a, b, c)] == [5, 3, 2]


def test_of_equal_remainders_the_larger_area_comes_first_and_then_the_first_by_name() -> None:
    assert [one.places for one in fair_shares(1, {"small": 1, "large": 3})] == [0, 1]
    assert [one.places for one in fair_shares(1, {"b": 1, "a": 1})] == [0, 1]


def test_the_smallest_region_is_not_asked_for_as_much_as_the_largest() -> None:
    """A flat 2,000 a region was asked of 1.37 million inhabitants and of 239 thousand."""
    today = datetime.date(2023, 1, 1)
    people = {one.code: one.population or 0 for one in areas.safety_regions(today)}
    shares = {one.name: one.places for one in fair_shares(50_000, people)}
    assert sum(shares.values()) == 50_000
    assert people["VR14"] == 239_898
    assert shares["VR14"] == 682  # 50,000 x 239,898 / 17,590,672 = 681.9
    assert shares["VR09"] == 3_894 == max(shares.values())


@pytest.mark.parametrize("weights", [{}, {"a": 0}, {"a": -1, "b": 3}])
def test_nothing_is_divided_where_nobody_lives(weights: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="divided"):
        fair_shares(5, weights)


@given(
    st.integers(0, 100_000),
    st.dictionaries(st.text(max_size=3), st.integers(0, 10**6), min_size=1, max_size=30),
)
def test_shares_add_up_and_none_is_a_whole_place_off(total: int, weights: dict[str, int]) -> None:
    if not sum(weights.values()):
        return
    shares = fair_shares(total, weights)
    assert sum(one.places for one in shares) == total
    assert all(abs(one.places - one.exact) < 1 for one in shares)
