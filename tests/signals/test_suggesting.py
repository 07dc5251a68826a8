"""Reports that may be about the same thing: why they are suggested, the same from either side."""

from __future__ import annotations

import datetime
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from toevlucht.signals.codes import PLACE_KINDS, SITUATIONS
from toevlucht.signals.suggesting import MOST, Comparable, suggestions, week_of, weeks_near

VAN = Comparable(
    "a" * 12,
    "GM0344",
    "reception",
    "recruiting",
    "2022-W14",
    "A white van without a name stood at the gate of the sports hall three mornings.",
)
COMPARABLES = st.builds(
    Comparable,
    reference=st.just("b" * 12),
    municipality=st.sampled_from(["", "GM0344", "GM0307"]),
    place_kind=st.sampled_from(PLACE_KINDS),
    situation=st.sampled_from(SITUATIONS),
    week=st.sampled_from(["", "2021-W52", "2022-W01", "2022-W14", "2022-W16"]),
    text=st.sampled_from(["", VAN.text, "van at gate"]) | st.text(max_size=80),
)


def reasons(one: Comparable, other: Comparable) -> tuple[str, ...]:
    return next((found.reasons for found in suggestions(one, [other])), ())


@given(COMPARABLES, COMPARABLES)
def test_a_report_is_like_another_as_much_as_the_other_is_like_it(
    one: Comparable, other: Comparable
) -> None:
    assert reasons(one, other) == reasons(other, one)


@given(COMPARABLES, st.lists(COMPARABLES, max_size=20))
def test_no_more_are_suggested_than_somebody_can_read_and_each_says_why(
    about: Comparable, others: list[Comparable]
) -> None:
    named = [replace(one, reference=f"{place:012}") for place, one in enumerate(others)]
    found = suggestions(about, named)
    assert len(found) <= MOST
    assert all(one.reasons for one in found)
    assert len({one.reference for one in found}) == len(found)


def test_similar_words_are_enough_whatever_the_codes_say() -> None:
    other = Comparable(
        "b" * 12, "", "unknown", "unknown", "", "white vans, no name, at the sports hall gate"
    )
    assert reasons(VAN, other) == ("similar_words",)


def test_without_words_place_situation_and_time_must_agree_and_be_known() -> None:
    silent = replace(VAN, reference="b" * 12, text="")
    assert reasons(VAN, silent) == (
        "same_municipality",
        "same_place_kind",
        "same_situation",
        "same_week",
    )
    unknown = replace(silent, place_kind="unknown", situation="other")
    assert reasons(replace(VAN, place_kind="unknown", situation="other"), unknown) == ()
    near = replace(silent, week="2022-W16", municipality="GM0307")
    assert reasons(VAN, near) == ("same_place_kind", "same_situation", "near_week")
    assert reasons(VAN, replace(near, situation="work", municipality="GM0344")) == ()


def test_the_most_alike_comes_first() -> None:
    silent = replace(VAN, reference="b" * 12, text="")
    same = replace(VAN, reference="c" * 12)
    assert [one.reference for one in suggestions(VAN, [silent, same])] == ["c" * 12, "b" * 12]


def test_weeks_go_on_over_the_turn_of_a_year() -> None:
    assert weeks_near("2022-W01") == ("2021-W51", "2021-W52", "2022-W01", "2022-W02", "2022-W03")
    assert week_of(datetime.date(2022, 1, 1)) == "2021-W52"
