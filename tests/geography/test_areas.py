"""Areas are what they were on the day that is asked about."""

import re
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toevlucht.dictionary.checking.areas import Absence, Geography
from toevlucht.geography import areas, register
from toevlucht.geography.areas import (
    FIRST_DAY,
    NoSuchArea,
    area,
    exists,
    municipalities,
    named,
    national,
    police_unit_of,
    police_units,
    province_of,
    provinces,
    safety_region_of,
    safety_regions,
    successor,
    why_not,
)

INHABITANTS = 17_590_672  # on 1 January 2022, as Statistics Netherlands counts them

DAY_BEFORE_WEESP = date(2022, 3, 23)
WEESP_DAY = date(2022, 3, 24)
LAST_OF_2022 = date(2022, 12, 31)
VOORNE_DAY = date(2023, 1, 1)
LATER = date(2026, 6, 30)

days = st.dates(min_value=FIRST_DAY, max_value=date(2030, 12, 31))
codes_ever = st.sampled_from(sorted(register.municipalities()))


@pytest.mark.parametrize(
    ("on", "count"),
    [
        (FIRST_DAY, 345),
        (DAY_BEFORE_WEESP, 345),
        (WEESP_DAY, 344),
        (LAST_OF_2022, 344),
        (VOORNE_DAY, 342),
        (LATER, 342),
    ],
)
def test_municipalities_are_counted_by_date(on, count):
    assert len(municipalities(on)) == count


def test_the_wider_areas_stay_the_same_in_number():
    for on in (FIRST_DAY, WEESP_DAY, VOORNE_DAY):
        assert len(safety_regions(on)) == 25
        assert len(provinces(on)) == 12
        assert len(police_units(on)) == 10


@pytest.mark.parametrize("on", [WEESP_DAY, VOORNE_DAY, LATER])
def test_everybody_lives_in_one_region_province_and_unit(on):
    for areas_of_a_kind in (safety_regions(on), provinces(on), police_units(on)):
        assert sum(a.population for a in areas_of_a_kind) == INHABITANTS


def test_everybody_lives_in_one_of_the_municipalities_of_2023():
    assert sum(a.population for a in municipalities(VOORNE_DAY)) == INHABITANTS


@given(days)
def test_the_country_has_the_inhabitants_of_its_count(on):
    assert (national(on).population, national(on).population_on) == (INHABITANTS, FIRST_DAY)


@given(days)
def test_every_municipality_lies_in_one_region_one_unit_and_one_province(on):
    for place in municipalities(on):
        kinds = [area(code, on).kind for code in place.within]
        assert kinds == ["safety_region", "police_unit", "province", "country"]


@given(days)
def test_regions_share_the_municipalities_out_and_units_share_the_regions_out(on):
    in_regions = Counter(m.code for r in safety_regions(on) for m in municipalities(on, r.code))
    assert in_regions == Counter(m.code for m in municipalities(on))
    for wider in (police_units(on), provinces(on)):
        shared = Counter(r.code for w in wider for r in safety_regions(on, w.code))
        assert shared == Counter(r.code for r in safety_regions(on))


@given(days)
def test_a_known_population_is_the_sum_of_its_parts_where_those_are_known(on):
    for region in safety_regions(on):
        parts = [m.population for m in municipalities(on, region.code)]
        if region.population is not None and None not in parts:
            assert sum(parts) == region.population


def test_police_units_are_built_of_safety_regions_not_of_provinces():
    def regions(code):
        return [region.code for region in safety_regions(LATER, code)]

    assert regions("PU03") == ["VR09", "VR14", "VR25"]
    assert {province_of(code, LATER).code for code in regions("PU03")} == {"PV24", "PV26", "PV27"}
    assert {police_unit_of(code, LATER).code for code in regions("PV27")} == {
        "PU03",
        "PU04",
        "PU05",
    }
    assert police_unit_of("PV27", LATER) is None
    assert province_of("PU03", LATER) is None


def test_weesp_moves_to_another_municipality_region_and_unit_but_not_province():
    def where(code, on):
        around = (safety_region_of(code, on), police_unit_of(code, on), province_of(code, on))
        return [a.code for a in around]

    assert where("GM0457", DAY_BEFORE_WEESP) == ["VR14", "PU03", "PV27"]
    heir = successor("GM0457", WEESP_DAY)
    assert heir.code == "GM0363"
    assert where(heir.code, WEESP_DAY) == ["VR13", "PU05", "PV27"]


def test_weesp_is_counted_on_one_side_only_after_it_has_moved():
    """The count of 1 January 2022 is known within the borders that came later."""
    for code in ("GM0457", "GM0363", "VR13", "VR14", "PU03", "PU05"):
        before = area(code, DAY_BEFORE_WEESP)
        assert (before.population, before.population_on) == (None, None)
    assert area("GM0363", WEESP_DAY).population == 903_399
    assert area("VR13", WEESP_DAY).population == 1_105_234
    assert area("VR14", WEESP_DAY).population == 239_898
    assert area("PV27", DAY_BEFORE_WEESP).population == area("PV27", WEESP_DAY).population


def test_a_merger_within_a_region_leaves_the_number_of_the_region_known():
    for code in ("GM0501", "GM0530", "GM0614"):
        assert area(code, LAST_OF_2022).population is None
    assert area("GM1992", VOORNE_DAY).population == 73_238
    for code in ("VR17", "PU07", "PV28"):
        assert area(code, LAST_OF_2022).population == area(code, VOORNE_DAY).population


def test_what_merged_is_succeeded_on_the_day_and_not_before():
    for code in ("GM0501", "GM0530", "GM0614"):
        assert successor(code, LAST_OF_2022).code == code
        assert successor(code, VOORNE_DAY).code == "GM1992"
        assert successor(code, LATER).code == "GM1992"
    assert successor("GM1992", LAST_OF_2022) is None
    assert successor("VR13", LATER).code == "VR13"
    assert successor("GM9999", LATER) is None


@given(codes_ever, days)
def test_every_municipality_is_there_succeeded_or_still_to_come(code, on):
    absence = why_not(code, on)
    assert exists(code, on) == (absence is None)
    if absence is None:
        assert successor(code, on).code == code
    elif absence.kind == "merged":
        assert exists(absence.successor, on)
        assert absence.on <= on
    else:
        assert absence.kind == "not_yet"
        assert on < absence.on


@given(codes_ever, days)
def test_nothing_comes_back_after_it_went(code, on):
    next_day = on + timedelta(days=1)
    if not exists(code, on) and exists(code, next_day):
        assert why_not(code, on).kind == "not_yet"


def test_a_checker_can_name_the_successor():
    assert why_not("GM0457", WEESP_DAY) == Absence("merged", "GM0363", "Amsterdam", WEESP_DAY)
    assert why_not("GM0614", LATER) == Absence("merged", "GM1992", "Voorne aan Zee", VOORNE_DAY)
    assert why_not("GM0457", DAY_BEFORE_WEESP) is None


def test_a_checker_hears_of_a_municipality_that_is_still_to_come_or_never_was():
    assert why_not("GM1992", LAST_OF_2022) == Absence("not_yet", on=VOORNE_DAY)
    assert why_not("GM9999", LATER) == Absence("unknown")
    assert why_not("gm0363", LATER) == Absence("unknown")


def test_the_room_answers_what_the_check_asks_of_geography():
    geography: Geography = areas
    assert geography.why_not("NL", FIRST_DAY) is None


def test_an_area_that_is_not_there_is_refused_with_the_reason():
    with pytest.raises(NoSuchArea, match="GM0457 is no area on 2022-03-24: merged") as refused:
        area("GM0457", WEESP_DAY)
    assert refused.value.absence.successor == "GM0363"
    with pytest.raises(NoSuchArea):
        municipalities(WEESP_DAY, "VR26")


def test_utrecht_is_three_things_with_one_name():
    assert {area(code, LATER).kind for code in ("GM0344", "VR09", "PV26")} == {
        "municipality",
        "safety_region",
        "province",
    }
    assert {area(code, LATER).name for code in ("GM0344", "VR09", "PV26")} == {"Utrecht"}
    assert safety_region_of("GM0344", LATER).code == safety_region_of("VR09", LATER).code == "VR09"
    assert province_of("VR09", LATER).code == province_of("PV26", LATER).code == "PV26"
    assert safety_region_of("PV26", LATER) is None


def test_before_the_first_day_no_municipality_is_known_and_the_wider_areas_are():
    before = FIRST_DAY - timedelta(days=1)
    with pytest.raises(ValueError, match="2022-01-01"):
        municipalities(before)
    assert why_not("GM0344", before) == Absence("not_yet", on=FIRST_DAY)
    assert area("VR09", before).population is None
    assert national(before).population is None
    assert len(safety_regions(before)) == 25


def test_the_first_day_is_that_of_the_register():
    assert min(m.valid_from for m in register.municipalities().values()) == FIRST_DAY


def test_an_area_cannot_be_changed_by_a_reader():
    with pytest.raises(AttributeError):
        area("GM0363", LATER).name = "Mokum"
    assert area("GM0363", LATER) is area("GM0363", VOORNE_DAY)


@given(days)
def test_every_area_has_a_name_in_every_language(on):
    for place in (national(on), *provinces(on), *police_units(on), *safety_regions(on)):
        names = [named(place.code, on).name(tag) for tag in ("nl", "en", "uk")]
        assert names[0] == place.name
        assert re.fullmatch(r"[\u0400-\u04ff \u2013]+", names[2])  # Cyrillic, spaces and dashes
    for place in municipalities(on):
        assert named(place.code, on).name("nl") == place.name


def test_a_town_without_a_ukrainian_name_keeps_its_dutch_one():
    assert named("GM0501", LAST_OF_2022).name("uk") == "Brielle"
    assert named("GM0518", LATER).name("en") == "The Hague"
    assert named("GM0518", LATER).name("uk") == "Гаага"
    assert named("NL", LATER).name("en") == "Netherlands"


def test_a_municipality_keeps_its_name_after_it_merged():
    assert named("GM0457", LATER).name("nl") == "Weesp"
    with pytest.raises(NoSuchArea):
        named("GM9999", LATER)


def test_every_name_belongs_to_an_area():
    known = set(register.municipalities()) | {a.code for a in areas_above_municipalities()}
    assert set(register.other_names()) <= known


def areas_above_municipalities():
    return (*provinces(LATER), *police_units(LATER), *safety_regions(LATER))
