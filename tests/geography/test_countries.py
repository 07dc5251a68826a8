"""Countries are known by code, by name in three languages, and by when they were in the Union."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toevlucht.geography.countries import (
    EU,
    country_codes,
    eu_members,
    is_country,
    named_country,
    neighbours,
)
from toevlucht.language import LANGUAGES


def test_the_codes_are_those_of_iso_3166_and_kosovo():
    assert len(country_codes()) == 249 + 1
    assert {"NL", "UA", "MD", "XK", "AQ", "GR"} <= country_codes()


@pytest.mark.parametrize("code", ["EU", "UN", "EZ", "ZZ", "XA", "nl", "NLD", "EL", "UK", "SU", ""])
def test_a_grouping_or_a_habit_is_no_country(code):
    assert not is_country(code)


@pytest.mark.parametrize("year", range(2022, 2027))
def test_the_union_has_27_members_since_2022(year):
    for on in (date(year, 1, 1), date(year, 12, 31)):
        assert len(eu_members(on)) == len(set(eu_members(on))) == 27
        assert "NL" in eu_members(on)
        assert not {"GB", "UA", "MD", "CH", "NO"} & set(eu_members(on))


@pytest.mark.parametrize(
    ("on", "count"),
    [
        (date(1957, 12, 31), 0),
        (date(1958, 1, 1), 6),
        (date(1973, 1, 1), 9),
        (date(1981, 1, 1), 10),
        (date(1986, 1, 1), 12),
        (date(1995, 1, 1), 15),
        (date(2004, 5, 1), 25),
        (date(2007, 1, 1), 27),
        (date(2013, 7, 1), 28),
        (date(2020, 1, 31), 28),
        (date(2020, 2, 1), 27),
    ],
)
def test_the_union_grew_and_shrank_by_date(on, count):
    assert len(eu_members(on)) == count


def test_neighbours_are_countries_outside_the_union():
    codes = [code for group in neighbours().values() for code in group]
    assert len(codes) == len(set(codes))
    assert all(map(is_country, codes))
    assert not set(codes) & set(eu_members(date(2026, 1, 1)))
    assert neighbours()["east"] == ("BY", "MD", "RU", "UA")


@given(st.sampled_from([EU, *sorted(country_codes())]), st.sampled_from(LANGUAGES))
def test_every_country_and_the_union_have_a_name_in_every_language(code, tag):
    assert named_country(code).name(tag).strip()


def test_names_are_those_readers_know():
    assert [named_country("UA").name(tag) for tag in LANGUAGES] == [
        "Oekraïne",
        "Ukraine",
        "Україна",
    ]
    assert named_country(EU).name("nl") == "Europese Unie"
    assert named_country("TR").name("en") == "Türkiye"


@pytest.mark.parametrize("code", ["ZZ", "XX", "unknown", ""])
def test_what_is_no_country_has_no_name(code):
    with pytest.raises(KeyError):
        named_country(code)
