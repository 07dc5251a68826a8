"""Latent classes are drawn from the posterior that is said, and for as long as chains need."""

import numpy as np
import pytest
from tests.statistics.capture_histories import published

from toevlucht.statistics.systems_estimation.chains import effective_size
from toevlucht.statistics.systems_estimation.class_sampling import (
    log_prior_of_shares,
    sweep_classes,
)
from toevlucht.statistics.systems_estimation.latent_classes import LatentClasses

LISTS, CLASSES, PERSONS, PRIOR = 3, 3, 25, 1.0
CELLS = np.arange(1, 1 << LISTS)
ON = ((CELLS[:, None] >> np.arange(LISTS)) & 1)[:, :, None]


def from_the_prior(chance: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    concentration = chance.gamma(PRIOR, 1 / PRIOR)
    left = np.append(chance.random(CLASSES - 1) ** (1 / concentration), 0.0)
    before = np.concatenate([[0.0], np.cumsum(np.log(np.maximum(left[:-1], 1e-300)))])
    reach = chance.random((LISTS, CLASSES))
    return np.log1p(-left) + before, np.log(reach / (1 - reach)), np.array([concentration])


def described(log_share: np.ndarray, odds: np.ndarray, concentration: np.ndarray) -> list[float]:
    """Of shares, reaches, the chance to be on no list, dependence, and the concentration."""
    share, reach = np.exp(log_share), 1 / (1 + np.exp(-odds))
    both = (share * reach[0] * reach[1]).sum()
    return [
        *(share[0], share[-1], share.max(), reach[0, 0], both, both**2),
        (share * np.prod(1 - reach, axis=0)).sum(),
        np.log(concentration[0]),
    ]


def drawn(log_share: np.ndarray, odds: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    reach = 1 / (1 + np.exp(-odds))
    chances = (np.where(ON, reach, 1 - reach).prod(axis=1) * np.exp(log_share)).sum(axis=1)
    return chance.multinomial(PERSONS, chances / chances.sum()).astype(float)


@pytest.mark.parametrize("moves", [0, 15])
def test_sweeps_and_moves_leave_prior_and_table_jointly_as_they_are(moves: int) -> None:
    # Geweke (2004), JASA 99, 799-804: a table drawn from where the chain is, and the chain moved
    # on by that table, again and again, must give the prior back.
    chance = np.random.default_rng(11)
    place = from_the_prior(chance)
    seen = np.empty((6_000, 8))
    for i in range(len(seen)):
        counts = drawn(place[0], place[1], chance)
        held = counts > 0
        sweep_classes(
            CELLS[held],
            counts[held],
            PRIOR,
            2.0**53,
            *place,
            0,
            1,
            moves,
            chance,
            np.empty(1),
            np.zeros(1 << LISTS),
        )
        seen[i] = described(*place)
    asked = np.array([described(*from_the_prior(chance)) for _ in range(6_000)])
    for one, other in zip(seen.T, asked.T, strict=True):
        error = np.sqrt(one.var() / effective_size(one[None]) + other.var() / len(other))
        assert abs(one.mean() - other.mean()) < 4 * error


def test_the_density_of_shares_is_that_of_a_broken_stick() -> None:
    # Three classes: the integral over the triangle of shares is 1, with a**2 in front.
    points = (np.arange(400) + 0.5) / 400
    first, second = np.meshgrid(points, points)
    inside = first + second < 1
    logs = np.log(np.stack([first[inside], second[inside], (1 - first - second)[inside]]))
    for concentration in (1.5, 3.0):
        mass = sum(np.exp(log_prior_of_shares(one, concentration)) for one in logs.T.copy())
        assert concentration**2 * mass / 400**2 == pytest.approx(1, rel=0.02)


def test_new_orleans_is_that_of_lcmcr_after_one_short_round() -> None:
    # R package LCMCR, 110,000 sweeps of one chain: 830 [566, 1,360].
    found = LatentClasses(draws=500, settling=500, seconds=0).fit(published("NewOrl_5"))
    assert found.r_hat < 1.02
    assert found.estimate == pytest.approx(830, abs=25)
    assert found.interval() == pytest.approx((566, 1_360), rel=0.08)


def test_chains_that_disagree_go_on_for_as_long_as_they_may() -> None:
    table = published("Kosovo")
    short = {"draws": 50, "settling": 20, "thinning": 1}
    once = LatentClasses(**short, seconds=0).fit(table)
    longer = LatentClasses(**short, seconds=0.4)
    assert once.warning != ""
    found = longer.fit(table)
    assert found.r_hat < once.r_hat
    assert found.error < once.error
    assert longer.fit(table).draws.tolist() == found.draws.tolist()
