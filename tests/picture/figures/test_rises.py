"""A rise of small counts is tested exactly, against fractions worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import comb

import pytest
from tests.picture.desk import FIRST, Desk, observation, reads, said, total

from toevlucht.picture.tables import Count, Figure, Share

SECOND = {**FIRST, "number": 2, "period_to": "2022-04-24", "cut_off": "2022-04-24"}
THIRD = {
    "number": 3,
    "period_from": "2022-04-25",
    "period_to": "2022-08-28",
    "cut_off": "2022-08-28",
    "published_on": "2022-08-28",
    "counting_mode": "incremental",
}
OPENED = {"rung": "investigation", "counting_unit": "investigation"}
ALL = "national.all.investigation.investigation"


def chance_of_this_or_more(before: int, after: int, days_before: int, days: int) -> Decimal:
    """If nothing changed, each event falls into the later time with the share of its days."""
    share = Fraction(days, days_before + days)
    every = before + after
    tail = sum(
        comb(every, k) * share**k * (1 - share) ** (every - k) for k in range(after, every + 1)
    )
    return Decimal(tail.numerator * 10_000 // tail.denominator) / 10_000


def is_about(found: object, expected: Decimal) -> bool:
    return isinstance(found, Share) and abs(found.value - expected) <= Decimal("0.0006")


def test_one_against_three_is_the_sum_of_two_terms() -> None:
    share = Fraction(126, 186)
    by_hand = 4 * share**3 * (1 - share) + share**4
    assert by_hand == Fraction(564_921, 923_521)
    assert abs(chance_of_this_or_more(1, 3, 60, 126) - Decimal(float(by_hand))) < Decimal("0.001")


class TestAnIncrementalEdition:
    """From 23 February to 24 April are 60 days, from there to 28 August 126."""

    @pytest.fixture(scope="class")
    @classmethod
    def figure(cls, tmp_path_factory: pytest.TempPathFactory) -> Figure:
        desk = Desk(tmp_path_factory.mktemp("rises"))
        old = [
            observation("P-1", form="sexual", **OPENED),
            observation("P-2", form="smuggling", count="0", zero_kind="none_opened", **OPENED),
            observation("P-3", form="criminal", rung="signal", count="1"),
            observation("P-4", form="begging", rung="signal", counting_unit="person", count="1"),
            observation("P-5", form="organ", rung="signal", count="2", count_kind="about"),
        ]
        new = [
            observation("P-11", form="sexual", **OPENED),
            observation("P-12", form="fraud", **OPENED),
            observation("P-13", form="document_fraud", **OPENED),
            observation("P-14", form="smuggling", count="0", zero_kind="none_opened", **OPENED),
            observation("P-15", form="criminal", rung="signal", count="25"),
            observation("P-16", form="begging", rung="signal", counting_unit="person", count="9"),
            observation("P-17", form="organ", rung="signal", count="20"),
            observation("P-18", form="other", level="european", country="EU", **OPENED),
        ]
        later = [row | {"known_on": "2022-08-01"} for row in new]
        desk.receive("police", cut_off="2022-08-28", observations=[*old, *later])
        return desk.figure("rises", SECOND, **THIRD)

    def test_compares_together_only_forms_with_a_number_in_both(self, figure: Figure) -> None:
        """Fraud and documents had no number before, and that is not zero."""
        assert figure.table.cell(ALL, "number") == Count(1, "investigation")
        assert figure.table.cell(ALL, "previous") == Count(1, "investigation")
        assert figure.table.cell(ALL, "weeks") == Count(18, "week")
        assert figure.table.cell(ALL, "previous_weeks") == Count(9, "week")
        assert is_about(figure.table.cell(ALL, "chance"), chance_of_this_or_more(1, 1, 60, 126))

    def test_compares_a_form_with_itself(self, figure: Figure) -> None:
        row = "national.sexual.investigation.investigation"
        assert is_about(figure.table.cell(row, "chance"), chance_of_this_or_more(1, 1, 60, 126))

    def test_of_nothing_twice_says_nothing(self, figure: Figure) -> None:
        row = "national.smuggling.investigation.investigation"
        assert figure.table.cell(row, "chance") == Share(Decimal("1.000"))

    def test_leaves_out_what_has_no_exact_number_in_both(self, figure: Figure) -> None:
        assert [row.id for row in figure.table.rows] == [
            ALL,
            "national.sexual.investigation.investigation",
            "national.criminal.signal.report",
            "national.smuggling.investigation.investigation",
        ]

    def test_names_what_rose_more_than_chance_explains(self, figure: Figure) -> None:
        assert is_about(
            figure.table.cell("national.criminal.signal.report", "chance"),
            chance_of_this_or_more(1, 25, 60, 126),
        )
        assert said(figure) == "Rose more than chance explains: criminal exploitation (signal)."

    def test_gives_no_percentage_of_a_count(self, figure: Figure) -> None:
        shares = {
            column.id
            for row in figure.table.rows
            for column, cell in zip(figure.table.columns, row.cells, strict=True)
            if isinstance(cell, Share)
        }
        assert shares == {"chance"}


class TestTwoCumulativeEditions:
    def test_compare_what_is_new_with_what_was_there(self, desk: Desk) -> None:
        """Two in 29 days up to 24 March; nine up to 24 April: seven in the 31 days since."""
        then = {"form": "labour", **OPENED, "period_to": "2022-03-20", "known_on": "2022-03-21"}
        now = then | {"period_to": "2022-04-20", "known_on": "2022-04-21"}
        desk.receive("police", counts=[total("1", count="2", **then), total("2", count="9", **now)])
        figure = desk.figure("rises", FIRST)
        assert figure.table.cell(ALL, "number") == Count(7, "investigation")
        assert figure.table.cell(ALL, "previous") == Count(2, "investigation")
        assert is_about(figure.table.cell(ALL, "chance"), chance_of_this_or_more(2, 7, 29, 31))
        assert "7 in 4 weeks, against 2 in the 4 weeks before" in said(figure)
        assert "no rise is shown" in said(figure)


def test_the_first_edition_has_nothing_to_compare_with(desk: Desk) -> None:
    desk.receive("police", observations=[observation("P-1", **OPENED)])
    figure = desk.figure("rises")
    assert said(figure) == "This is the first edition: there is nothing to compare with."
    assert not figure.table.rows
    assert figure.state != "complete"


def test_without_an_exact_number_in_both_editions_nothing_is_compared(desk: Desk) -> None:
    several = observation("P-1", count_kind="several", count="", known_on="2022-03-20", **OPENED)
    desk.receive("police", observations=[several, observation("P-2", **OPENED)])
    figure = desk.figure("rises", FIRST)
    assert not figure.table.rows
    assert figure.state != "complete"
    assert said(figure).startswith("No form has an exact number in both editions")


def test_few_more_are_no_rise(desk: Desk) -> None:
    row = observation("P-1", known_on="2022-03-20", **OPENED)
    desk.receive("police", observations=[row, row | {"id": "P-2", "known_on": "2022-04-20"}])
    figure = desk.figure("rises", FIRST)
    assert reads(figure, ALL, "number") == "1 criminal investigation"
    assert "no rise is shown" in said(figure)
