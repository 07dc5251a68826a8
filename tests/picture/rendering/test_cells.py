"""Any cell can be read in any language, and says no more and no less than it knows."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toevlucht.language import LANGUAGES, Message, language
from toevlucht.picture.rendering.cells import UNITS, entries, state, words
from toevlucht.picture.tables import (
    Count,
    Listed,
    Mentioned,
    NotComputed,
    NotSupplied,
    Several,
    Share,
    Span,
    Words,
)

units = st.sampled_from(UNITS)
numbers = st.integers(min_value=0, max_value=10**7)
zero_kinds = st.sampled_from([None, "none_found", "none_opened", "none_established"])
simple_cells = st.one_of(
    st.builds(
        Count, numbers, units, at_least=st.booleans(), about=st.booleans(), zero_kind=zero_kinds
    ),
    st.builds(Several, units),
    st.builds(Span, numbers, st.one_of(st.none(), numbers), units),
    st.builds(Share, st.decimals(0, 3, places=4)),
    st.builds(Mentioned, st.integers(1, 200)),
    st.just(NotSupplied()),
    st.just(NotComputed(Message("rendering.cell.not_supplied"))),
    st.builds(Words, st.text(min_size=1)),
)
cells = st.one_of(simple_cells, st.builds(Listed, st.lists(simple_cells, min_size=1).map(tuple)))


@settings(deadline=None)
@given(cell=cells, tag=st.sampled_from(LANGUAGES), unit=st.one_of(st.just(""), units))
def test_any_cell_has_words_in_every_language(cell, tag, unit):
    assert words(cell, language(tag), unit)
    assert all(entry.text for entry in entries(cell, language(tag), unit))
    assert state(cell)


@pytest.mark.parametrize(
    ("cell", "dutch", "english", "ukrainian"),
    [
        (Count(1, "report"), "1 melding", "1 report", "1 повідомлення"),
        (Count(3, "person"), "3 personen", "3 people", "3 особи"),
        (Count(5, "person"), "5 personen", "5 people", "5 осіб"),
        (Count(21, "case"), "21 gevallen", "21 cases", "21 випадок"),
        (
            Count(12, "report", at_least=True),
            "ten minste 12 meldingen",
            "at least 12 reports",
            "щонайменше 12 повідомлень",
        ),
        (
            Count(0, "case", zero_kind="none_established"),
            "0 gevallen (geen vastgesteld)",
            "0 cases (none established)",
            "0 випадків (не встановлено)",
        ),
        (Several("report"), "enkele meldingen", "several reports", "кілька повідомлень"),
        (Span(1, 4, "person"), "1 tot en met 4 personen", "1 to 4 people", "від 1 до 4 осіб"),
        (Share(Decimal("0.914")), "91%", "91%", "91%"),
        (Share(Decimal("0.004")), "minder dan 1%", "less than 1%", "менш як 1%"),
        (Share(Decimal("0.996")), "meer dan 99%", "more than 99%", "понад 99%"),
        (NotSupplied(), "niet geleverd", "not supplied", "не надано"),
    ],
)
def test_a_cell_reads_as_the_field_would_say_it(cell, dutch, english, ukrainian):
    said = tuple(words(cell, language(tag)) for tag in ("nl", "en", "uk"))
    assert said == (dutch, english, ukrainian)


def test_a_heading_that_names_the_unit_leaves_bare_numbers():
    dutch = language("nl")
    assert words(Count(60000, "reception_place"), dutch, "reception_place") == "60.000"
    assert words(Span(1, 4, "person"), dutch, "person") == "1 tot en met 4"
    assert words(Several("person"), dutch, "person") == "enkele"


def test_a_count_of_another_unit_than_the_heading_still_says_its_unit():
    assert words(Count(2, "person"), language("en"), "report") == "2 people"


def test_an_open_range_says_that_no_upper_limit_is_known():
    said = words(Span(0, None, "person"), language("en"))
    assert said == "at least 0 people, no known upper limit"


def test_a_list_keeps_its_lines_and_their_addresses():
    cell = Listed((Words("one", "https://example.org/1"), Words("two")))
    lines = entries(cell, language("en"))
    assert [(line.text, line.address) for line in lines] == [
        ("one", "https://example.org/1"),
        ("two", ""),
    ]
