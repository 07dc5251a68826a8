"""Noise for open data: its distribution, its cost, and who gets what of a table."""

from __future__ import annotations

import math
import random
from fractions import Fraction

import numpy as np
import pytest
from opendp import measurements
from opendp.measurements import make_gaussian
from scipy.stats import binomtest, chisquare

from toevlucht.statistics.disclosure import (
    BudgetSpent,
    GivesAway,
    Ledger,
    bounded_counts,
    cost_of,
    epsilon,
    planned_variance,
    private,
    private_counts,
    release,
)
from toevlucht.statistics.disclosure.private import margin, with_noise

TABLE = [3, 12, 20, 35, 7, 8, 15, 50]
SUMS = [(3, [0, 1, 2]), (6, [4, 5]), (7, [3, 6])]


def chances(variance, widest):
    weights = np.exp(-(np.arange(-widest, widest + 1) ** 2) / (2 * float(variance)))
    return weights / weights.sum()


# Chance alone is below this once in a hundred million runs. The noise cannot be seeded.
SURELY = 1e-8


@pytest.mark.parametrize(("variance", "widest"), [(Fraction(1, 3), 2), (Fraction(9, 2), 7)])
def test_the_noise_has_the_distribution_of_the_discrete_gaussian(variance, widest):
    noise = np.array(with_noise([1000] * 20_000, variance)) - 1000
    inside = noise[abs(noise) <= widest]
    counted = np.bincount(inside + widest, minlength=2 * widest + 1)
    assert chisquare(counted, inside.size * chances(variance, widest)).pvalue > SURELY
    beyond = 1 - chances(variance, 60)[60 - widest : 61 + widest].sum()
    assert binomtest(noise.size - inside.size, noise.size, beyond).pvalue > SURELY
    # Noise of a variance that is a fifth smaller would be found.
    less = chances(variance * Fraction(4, 5), widest)
    assert chisquare(counted, inside.size * less).pvalue < SURELY


@pytest.mark.parametrize("most", [1, 2, 5])
@pytest.mark.parametrize("once_a_cell", [False, True])
def test_the_ledger_books_what_opendp_says_that_it_costs(most, once_a_cell, monkeypatch):
    made = []
    monkeypatch.setattr(
        measurements,
        "make_gaussian",
        lambda *space, scale: made.append(make_gaussian(*space, scale=scale)) or made[-1],
    )
    for variance in (Fraction(1, 3), 4, 150, Fraction(10**5, 7)):
        after = release(
            [20, 30],
            [],
            "public",
            name="table",
            ledger=Ledger(Fraction(100)),
            variance=variance,
            most_per_person=most,
            once_a_cell=once_a_cell,
        ).ledger
        booked = after.limit - after.left
        moved = math.sqrt(most) if once_a_cell else float(most)
        # OpenDP rounds its numbers with a point upwards; the ledger's are fractions.
        assert made[-1].map(moved) == pytest.approx(float(booked), rel=4e-16)


def test_opendp_is_never_given_a_scale_that_costs_more_than_is_booked(monkeypatch):
    scales = []
    monkeypatch.setattr(
        measurements, "make_gaussian", lambda *space, scale: scales.append(scale) or list
    )
    for number in range(1, 400):
        variance = Fraction(number, 7)
        with_noise([], variance)
        assert variance <= Fraction(scales[-1]) ** 2 <= variance * (1 + Fraction(1, 10**15))
    assert [scale for scale in scales if scale.is_integer()] == [1, 2, 3, 4, 5, 6, 7]


def test_one_person_more_or_less_changes_the_chances_by_what_the_ledger_says():
    variance, alpha = Fraction(4), 3.0
    # Rényi divergence of order alpha between noise around 0 and around 1: at most alpha rho.
    here, beside = chances(variance, 30)[:-1], chances(variance, 30)[1:]
    divergence = math.log((here**alpha * beside ** (1 - alpha)).sum()) / (alpha - 1)
    cost = float(private_counts([1], variance).cost)
    assert divergence <= alpha * cost + 1e-9
    assert divergence == pytest.approx(alpha * cost, rel=1e-6)


@pytest.mark.parametrize("variance", [Fraction(1, 10), Fraction(1, 3), Fraction(4), Fraction(150)])
def test_the_margin_holds_the_noise_and_no_less_does(variance):
    one = chances(variance, 200)
    summed = np.ones(1)
    for cells in range(1, 13):
        summed = np.convolve(summed, one)
        middle, width = summed.size // 2, margin(variance, cells)
        assert summed[middle - width : middle + width + 1].sum() >= 0.95
        if width:
            assert summed[middle - width + 1 : middle + width].sum() < 0.95


def test_the_error_beside_each_number_is_what_readers_will_see():
    true, towns = 1000, 2000
    sums = [(4 * town + 3, [4 * town, 4 * town + 1, 4 * town + 2]) for town in range(towns)]
    table = private_counts([true, true, true, 0] * towns, 25, sums)
    off = abs(np.reshape(table.values, (towns, 4)) - [true, true, true, 3 * true])
    margins = np.reshape(table.margins, (towns, 4))
    assert (margins == margins[0]).all()
    assert margins[0].tolist() == [10, 10, 10, 17]
    for cells, here, number in ((1, off[:, :3], 10), (3, off[:, 3], 17)):
        spread = chances(25 * cells, 200)
        expected = spread[200 - number : 201 + number].sum()
        held = int((here <= number).sum())
        assert binomtest(held, here.size, expected).pvalue > SURELY
        assert 0.95 <= expected < 0.97


def test_totals_are_added_up_and_their_margin_is_wider():
    table = private_counts([1000, 2000, 0, 0], 4, [(2, [0, 1]), (3, [2])])
    assert table.values[2] == table.values[3] == table.values[0] + table.values[1]
    assert table.margins[2] > table.margins[0]
    assert table.cost == Fraction(1, 8)
    assert min(private_counts([0] * 200, 100).values) == 0


def test_the_same_budget_over_more_tables_is_more_noise():
    variance = planned_variance(Fraction(1, 50), tables=6)
    assert variance == 150
    assert 6 * private_counts([1], variance).cost == Fraction(1, 50)
    assert planned_variance(Fraction(1, 50), 6, most_per_person=5) == 25 * variance


def test_nobody_moves_a_bounded_table_further_than_the_ledger_was_paid_for():
    rng = np.random.default_rng(3)
    people, cells = rng.integers(0, 60, 400).tolist(), rng.integers(0, 6, 400).tolist()
    sums = [(6, [0, 1, 2]), (7, [3, 4, 5])]
    for most in (1, 2, 6):
        whole = bounded_counts(people, cells, 8, sums, most_cells=most, draw=lambda n: n // 2)
        assert whole.most_per_person == most + 1
        assert whole.values[6] == sum(whole.values[:3])
        for person in set(people):
            others = [(p, c) for p, c in zip(people, cells, strict=True) if p != person]
            without = bounded_counts(
                *map(list, zip(*others, strict=True)),
                8,
                sums,
                most_cells=most,
                draw=lambda n: n // 2,
            )
            moved = (
                np.array(whole.values)[[*range(6), 8]] - np.array(without.values)[[*range(6), 8]]
            )
            assert (moved**2).sum() / 2 <= cost_of(1, most + 1, once_a_cell=True)
    # With room for all six cells nothing is lost, and each person is in a cell once.
    assert not any(whole.lost)
    assert whole.values[-1] == whole.most_lost == 0
    once = {(person, cell) for person, cell in zip(people, cells, strict=True)}
    assert whole.values[:6] == tuple(np.bincount([cell for _, cell in once], minlength=6))


def test_what_the_bound_takes_away_is_spread_evenly_and_told():
    draw = random.Random(8).randrange
    people = [person for person in range(900) for _ in range(3)]
    counts = bounded_counts(people, [0, 1, 2] * 900, 3, draw=draw)
    assert counts.values[-1] == sum(counts.values[:3]) == 900
    assert sum(counts.lost) == 1800
    assert chisquare(counts.values[:3]).pvalue > 0.001
    assert counts.most_lost == pytest.approx(2 / 3, abs=0.05)
    ledger = Ledger(Fraction(1, 50))
    variance = planned_variance(ledger.limit, 2, counts.most_per_person, once_a_cell=True)
    for name in ("edition 1", "edition 2"):
        told = release(
            counts.values,
            [],
            "public",
            name=name,
            ledger=ledger,
            variance=variance,
            most_per_person=counts.most_per_person,
            once_a_cell=True,
        )
        ledger = told.ledger
        assert len(told.margins) == 4
        assert abs(told.values[-1] - 900) < 3 * told.margins[-1]
    assert ledger.left == 0


def test_a_ledger_adds_up_and_ends():
    ledger = Ledger(Fraction(1, 10)).spend("a", Fraction(1, 20)).spend("b", Fraction(1, 20))
    assert ledger.left == 0
    with pytest.raises(BudgetSpent, match="0 is left"):
        ledger.spend("c", Fraction(1, 10**9))


def test_a_ledger_over_tables_and_editions_refuses_before_any_noise_is_drawn(monkeypatch):
    drawn = []
    monkeypatch.setattr(
        private, "with_noise", lambda counts, variance: drawn.append(counts) or list(counts)
    )
    ledger = Ledger(Fraction(1, 50))
    variance = planned_variance(ledger.limit, tables=6)
    names = [
        f"{table}, edition {edition}" for edition in (1, 2) for table in ("form", "sex", "age")
    ]
    for name in names:
        ledger = release(TABLE, SUMS, "public", name=name, ledger=ledger, variance=variance).ledger
    assert ledger.left == 0
    assert [name for name, _ in ledger.spent] == names
    for name, refusal in (("form, edition 3", "0 is left"), (names[0], "released before")):
        with pytest.raises(BudgetSpent, match=refusal):
            release(TABLE, SUMS, "public", name=name, ledger=ledger, variance=10**9)
    assert len(drawn) == 6


def test_epsilon_is_under_the_simple_bound_and_exact_for_the_gaussian_limit():
    for rho in (0.001, 0.02, 0.3, 5):
        simple = rho + 2 * math.sqrt(rho * math.log(1e6))
        assert 0.6 * simple < epsilon(rho, 1e-6) < simple
    assert Ledger(Fraction(1, 50)).epsilon(1e-6) == epsilon(0.02, 1e-6)


def test_each_audience_gets_its_table():
    assert release(TABLE, SUMS, "inside").values == tuple(TABLE)
    partners = release(TABLE, SUMS, "partners")
    assert all(value % 5 == 0 for value in partners.values)
    for total, parts in SUMS:
        assert partners.values[total] == sum(partners.values[part] for part in parts)
    public = release(
        TABLE, SUMS, "public", name="edition 1", ledger=Ledger(Fraction(1, 50)), variance=25
    )
    assert public.ledger.left == 0
    assert public.margins[7] > public.margins[0] > 0
    with pytest.raises(BudgetSpent):
        release(TABLE, SUMS, "public", name="edition 2", ledger=public.ledger, variance=25)


def test_rounding_that_hides_nothing_is_refused():
    with pytest.raises(GivesAway):
        release([4, 4], [(1, [0])], "partners", base=2, threshold=5)


@pytest.mark.parametrize(
    ("work", "problem"),
    [
        (lambda: private_counts([-1], 1), "0 or more"),
        (lambda: private_counts([1], 0), "variance"),
        (lambda: private_counts([2**63], 1), "not representable"),
        (lambda: private_counts([1, 1], 1, [(0, [1]), (1, [0])]), "part of itself"),
        (lambda: bounded_counts(["a"], [1], 2, [(1, [0])]), "is a total"),
        (lambda: bounded_counts(["a"], [0, 1], 2), "one entry a record"),
        (lambda: bounded_counts(["a"], [0], 1, most_cells=0), "one cell at least"),
        (lambda: Ledger(Fraction(0)), "above 0"),
        (lambda: Ledger(Fraction(1)).spend("a", Fraction(0)), "more than 0"),
        (lambda: planned_variance(Fraction(1), 0), "above 0"),
        (lambda: epsilon(1, 2), "delta"),
        (lambda: release(TABLE, SUMS, "press"), "no audience"),
        (lambda: release(TABLE, SUMS, "public"), "needs a ledger"),
    ],
)
def test_what_cannot_be_released_is_named(work, problem):
    with pytest.raises(ValueError, match=problem):
        work()
