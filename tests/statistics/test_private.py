"""Noise for open data: its distribution, its cost, and who gets what of a table."""

from __future__ import annotations

import math
import random
from fractions import Fraction

import numpy as np
import pytest
from scipy.stats import chisquare

from toevlucht.statistics.disclosure import (
    BudgetSpent,
    GivesAway,
    Ledger,
    bounded_counts,
    cost_of,
    epsilon,
    planned_variance,
    private_counts,
    release,
)
from toevlucht.statistics.disclosure.private import discrete_gaussian, margin

TABLE = [3, 12, 20, 35, 7, 8, 15, 50]
SUMS = [(3, [0, 1, 2]), (6, [4, 5]), (7, [3, 6])]


def chances(variance, widest):
    weights = np.exp(-(np.arange(-widest, widest + 1) ** 2) / (2 * float(variance)))
    return weights / weights.sum()


@pytest.mark.parametrize("variance", [Fraction(1, 3), Fraction(9, 2)])
def test_the_noise_has_the_distribution_of_the_discrete_gaussian(variance):
    draw = random.Random(4).randrange
    widest = 3 * math.isqrt(math.ceil(variance)) // 2 + 1
    numbers = [discrete_gaussian(variance, draw) for _ in range(6000)]
    inside = [n for n in numbers if abs(n) <= widest]
    counted = np.bincount(np.array(inside) + widest, minlength=2 * widest + 1)
    assert chisquare(counted, len(inside) * chances(variance, widest)).pvalue > 0.001


def test_one_person_more_or_less_changes_the_chances_by_what_the_ledger_says():
    variance, alpha = Fraction(4), 3.0
    # Rényi divergence of order alpha between noise around 0 and around 1: at most alpha rho.
    here, beside = chances(variance, 30)[:-1], chances(variance, 30)[1:]
    divergence = math.log((here**alpha * beside ** (1 - alpha)).sum()) / (alpha - 1)
    cost = float(private_counts([1], variance).cost)
    assert divergence <= alpha * cost + 1e-9
    assert divergence == pytest.approx(alpha * cost, rel=1e-6)


def test_the_margin_holds_the_noise_and_no_less_does():
    for variance in (Fraction(1, 10), Fraction(4), Fraction(150)):
        whole = chances(variance, 200)
        width = margin(variance)
        assert whole[200 - width : 201 + width].sum() >= 0.95
        if width:
            assert whole[201 - width : 200 + width].sum() < 0.95


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
    with pytest.raises(BudgetSpent, match="released before"):
        Ledger(Fraction(1)).spend("a", Fraction(1, 9)).spend("a", Fraction(1, 9))


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
