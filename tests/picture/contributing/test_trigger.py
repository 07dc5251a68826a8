"""When a rise is sharp: numbers worked out by hand, and the rule over contributions."""

from __future__ import annotations

import datetime
from math import comb
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.picture.desk import FIRST, Desk, observation, total

from toevlucht.picture.editorial import read_editorial
from toevlucht.picture.trigger import Line, Rule, held_against, look

INVESTIGATIONS = ("national", "investigation", "investigation")
ANY_RISE = Rule(("investigation",), factor=1.0, minimum=1)


def line(rule: Rule, before: int, new: int, days_before: int = 30, days: int = 30) -> Line:
    (found,) = held_against(
        rule, {INVESTIGATIONS: before}, {INVESTIGATIONS: new}, days_before, days
    )
    return found


def binomial_tail(least: int, of: int, share: float) -> float:
    return sum(comb(of, k) * share**k * (1 - share) ** (of - k) for k in range(least, of + 1))


@pytest.mark.parametrize(
    ("before", "new", "chance", "met"),
    [
        (0, 1, 1 / 2, False),
        (1, 4, 6 / 32, False),
        (3, 12, 576 / 32768, True),
        (0, 4, 1 / 16, False),
        (0, 5, 1 / 32, True),
    ],
)
def test_equal_periods_by_hand(before: int, new: int, chance: float, met: bool) -> None:
    found = line(ANY_RISE, before, new)
    assert found.chance == pytest.approx(chance, abs=1e-12)
    assert (found.expected, found.met) == (before, met)


@pytest.mark.parametrize(
    ("before", "new", "chance", "expected"),
    [
        # Thirty days before, ten since: a case since then has a chance of one in four.
        (0, 1, 1 / 4, 0.0),
        (1, 4, (5 * 3 + 1) / 4**5, 1 / 3),
        (3, 12, binomial_tail(12, 15, 1 / 4), 1.0),
    ],
)
def test_a_shorter_time_makes_the_same_number_weigh_more(
    before: int, new: int, chance: float, expected: float
) -> None:
    found = line(ANY_RISE, before, new, 30, 10)
    assert found.chance == pytest.approx(chance, abs=1e-12)
    assert found.expected == pytest.approx(expected)


def test_sharp_asks_for_more_than_a_rise() -> None:
    twice = Rule(("investigation",), factor=2.0, minimum=1)
    found = line(twice, 3, 12)
    assert found.chance == pytest.approx(binomial_tail(12, 15, 2 / 3), abs=1e-12)
    assert not found.met
    assert line(twice, 3, 30).met


def test_fewer_than_the_minimum_is_never_sharp() -> None:
    assert line(Rule(("investigation",), factor=1.0, minimum=6), 0, 6).met
    assert not line(Rule(("investigation",), factor=1.0, minimum=7), 0, 6).met


def test_the_chance_of_a_false_alarm_is_divided_over_the_counts() -> None:
    signals = ("national", "signal", "report")
    alone = held_against(ANY_RISE, {INVESTIGATIONS: 3}, {INVESTIGATIONS: 12}, 30, 30)
    beside = held_against(
        ANY_RISE,
        {INVESTIGATIONS: 3, signals: 5, ("regional", "signal", "report"): 1},
        {INVESTIGATIONS: 12, signals: 5},
        30,
        30,
    )
    assert [one.met for one in alone] == [True]
    assert [one.rung for one in beside] == ["signal", "investigation", "signal"]
    assert not any(one.met for one in beside)  # 0.0176 is more than a third of 0.05


def test_without_days_there_is_nothing_to_compare() -> None:
    assert held_against(ANY_RISE, {INVESTIGATIONS: 1}, {INVESTIGATIONS: 9}, 30, 0) == []
    assert held_against(ANY_RISE, {}, {}, 30, 30) == []


@given(st.integers(0, 40), st.integers(0, 60), st.integers(1, 400), st.integers(1, 400))
def test_one_more_never_makes_a_rise_less_sharp(before: int, new: int, a: int, b: int) -> None:
    rule = Rule(("investigation",), factor=1.5, minimum=1)
    if not before and not new:
        return
    assert line(rule, before, new + 1, a, b).chance <= line(rule, before, new, a, b).chance + 1e-12
    assert 0 <= line(rule, before, new, a, b).chance <= 1


def test_the_rule_counts_what_came_after_the_last_edition(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    case = {"rung": "investigation", "counting_unit": "investigation"}
    desk.receive("police", observations=[observation("P-1", known_on="2022-03-20", **case)])
    desk.receive(
        "kmar",
        cut_off="2022-06-01",
        observations=[
            observation("K-1", known_on="2022-05-02", count="2", **case),
            observation("K-2", known_on="2022-05-03", corrects="K-1", count="5", **case),
            observation("K-3", known_on="2022-05-09", rung="report"),
        ],
    )
    edition = read_editorial(desk.editorial())
    until = datetime.date(2022, 6, 1)
    (found,) = look(ANY_RISE, edition, desk.checked(), until)
    assert (found.before, found.new) == (1, 5)
    assert (found.days_before, found.days) == (60, 38)
    assert look(ANY_RISE, edition, desk.checked(), edition.period.cut_off) == []


def test_of_cumulative_totals_only_what_is_new_counts(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    case = {"rung": "investigation", "counting_unit": "investigation"}
    desk.receive("police", counts=[total("P-1", count="3", **case)])
    desk.receive(
        "police",
        cut_off="2022-06-01",
        name="later",
        counts=[total("P-2", count="7", known_on="2022-05-30", period_to="2022-05-30", **case)],
    )
    edition = read_editorial(desk.editorial(FIRST))
    (found,) = look(ANY_RISE, edition, desk.checked(), datetime.date(2022, 6, 1))
    assert (found.before, found.new) == (3, 4)
