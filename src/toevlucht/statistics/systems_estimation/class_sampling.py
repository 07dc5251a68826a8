"""Draw from the posterior of latent classes: a Gibbs sweep, then moves that it is too slow for."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from toevlucht.statistics.compiling import compiled

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Poisson numbers above this are drawn as normal ones: the difference is below 1e-7 of them.
MANY = 1e15
# Log sizes of a step of a move; which it is does not depend on where the chain is.
LEAST_STEP, GREATEST_STEP = -4.5, 1.2
# No float tells such a chance, or such a share of a class, from 0 or 1.
FURTHEST_ODDS, LEAST_SHARE = 30.0, -600.0


@compiled
def log_gamma_variate(shape: float, chance: np.random.Generator) -> float:
    """Log of a gamma variate: small shapes give numbers that no float holds.

    ``G(a) = G(a + 1) U**(1 / a)`` (Marsaglia and Tsang 2000, section 6).
    """
    if shape >= 1.0:
        return math.log(chance.standard_gamma(shape))
    whole = math.log(chance.standard_gamma(shape + 1.0))
    return whole + math.log(max(chance.random(), 1e-300)) / shape


@compiled
def shared_out(persons: float, weights: Floats, sizes: Floats, chance: np.random.Generator) -> None:
    """Draw a multinomial split of persons over classes into ``sizes``."""
    left, mass = persons, 0.0
    for k in range(len(weights)):
        mass += weights[k]
    for k in range(len(weights) - 1):
        sizes[k] = 0.0
        if left > 0 and mass > 0:
            share = min(max(weights[k] / mass, 0.0), 1.0)
            sizes[k] = float(chance.binomial(int(left), share))
            left -= sizes[k]
            mass -= weights[k]
    sizes[len(weights) - 1] = left


@compiled
def hidden_number(
    observed: float, unseen: float, most: float, chance: np.random.Generator
) -> tuple[float, bool]:
    """A negative binomial number of persons on no list, and whether it was cut off.

    With the prior 1/N, ``n0 ~ NegBin(n, 1 - rho)``, rho the chance to be on no list: a Poisson
    number with a gamma mean (Manrique-Vallier 2016, section 3.3).
    """
    mean = chance.standard_gamma(observed) * unseen / max(1.0 - unseen, 1e-300)
    if mean >= most:
        return most, True
    if mean > MANY:
        drawn = float(math.floor(mean + math.sqrt(mean) * chance.standard_normal()))
    else:
        drawn = float(chance.poisson(mean))
    return (most, True) if drawn > most else (drawn, False)


@compiled
def class_products(cells: Ints, odds: Floats, k: int, products: Floats) -> float:
    """Chances of each history in class k into ``products[k]``; returns that of being on no list."""
    none = 1.0
    for j in range(len(odds)):
        none /= 1.0 + math.exp(odds[j, k])
    for i in range(len(cells)):
        on = 0.0
        for j in range(len(odds)):
            if cells[i] >> j & 1:
                on += odds[j, k]
        products[k, i] = none * math.exp(on)
    return none


@compiled
def log_likelihood(counts: Floats, share: Floats, products: Floats, none: Floats) -> float:
    """Of the histories given that one is on some list: the hidden number is summed out.

    With the prior 1/N its negative binomial sums to a constant (Manrique-Vallier 2016, section
    3.3), and what is left is multinomial.
    """
    seen = 0.0
    for k in range(len(share)):
        seen += share[k] * (1.0 - none[k])
    log = -counts.sum() * math.log(max(seen, 1e-300))
    for i in range(len(counts)):
        chance = 0.0
        for k in range(len(share)):
            chance += share[k] * products[k, i]
        if counts[i] > 0:
            log += counts[i] * math.log(max(chance, 1e-300))
    return float(log)


@compiled
def log_prior_of_shares(log_share: Floats, concentration: float) -> float:
    """Density of the shares of a broken stick, but for what the concentration alone gives.

    With ``R[k]`` the sum of ``share[k:]``, breaks are ``share[k] / R[k]`` and
    ``prod (1 - V) = share[-1]``: the density is ``share[-1]**(a - 1) / prod(R[:-1])``.
    """
    last = len(log_share) - 1
    log = (concentration - 1.0) * log_share[last]
    rest = log_share[last]
    for k in range(last - 1, -1, -1):
        both = max(rest, log_share[k])
        rest = both + math.log1p(math.exp(-abs(rest - log_share[k])))
        log -= rest
    return float(log)


@compiled
def log_density_of_class(log_share: Floats, odds: Floats, k: int, concentration: float) -> float:
    """Prior as a density over the log odds of a class: of its share among all, and of its reaches.

    The shares of the others among themselves stay: ``d share = s (1 - s)**(K - 1) d logit s``.
    """
    classes = len(log_share)
    share = math.exp(log_share[k])
    log = log_prior_of_shares(log_share, concentration) + log_share[k]
    log += (classes - 1) * math.log(max(1.0 - share, 1e-300))
    for j in range(len(odds)):
        size = abs(odds[j, k])
        log -= size + 2.0 * math.log1p(math.exp(-size))
    return float(log)


@compiled
def swap_labels(
    log_share: Floats,
    share: Floats,
    odds: Floats,
    products: Floats,
    none: Floats,
    concentration: float,
    chance: np.random.Generator,
) -> None:
    """Two classes change places on the stick (Papaspiliopoulos and Roberts 2008, section 3.4)."""
    a, b = int(chance.integers(0, len(share))), int(chance.integers(0, len(share)))
    before = log_prior_of_shares(log_share, concentration)
    log_share[a], log_share[b] = log_share[b], log_share[a]
    if math.log(chance.random()) >= log_prior_of_shares(log_share, concentration) - before:
        log_share[a], log_share[b] = log_share[b], log_share[a]
        return
    share[a], share[b] = share[b], share[a]
    none[a], none[b] = none[b], none[a]
    for j in range(len(odds)):
        odds[j, a], odds[j, b] = odds[j, b], odds[j, a]
    for i in range(products.shape[1]):
        products[a, i], products[b, i] = products[b, i], products[a, i]


@compiled
def move_classes(
    cells: Ints,
    counts: Floats,
    moves: int,
    log_share: Floats,
    share: Floats,
    odds: Floats,
    products: Floats,
    none: Floats,
    concentration: float,
    chance: np.random.Generator,
) -> None:
    """Metropolis moves with persons and hidden number summed out.

    Gibbs steps are as small as if all persons were seen, and the hidden ones are what the table
    hardly tells. Two moves in five take a class along that very direction: more persons whom
    lists reach less, so that as many as before are on one list only and fewer on two. Others
    change its share, one reach, or its place on the stick. Each is symmetric in log odds.
    """
    lists, classes, histories = len(odds), len(share), len(cells)
    old_share, old_log = np.empty(classes), np.empty(classes)
    old_odds, old_products = np.empty(lists), np.empty(histories)
    log = log_likelihood(counts, share, products, none)
    for _ in range(moves):
        kind = int(chance.integers(0, 5))
        if kind == 0:
            swap_labels(log_share, share, odds, products, none, concentration, chance)
            continue
        k = int(chance.integers(0, classes))
        low, high = LEAST_STEP, GREATEST_STEP
        step = math.exp(low + (high - low) * chance.random()) * chance.standard_normal()
        one = int(chance.integers(0, lists))
        if not LEAST_SHARE < log_share[k] < -1e-15:
            continue
        before = log + log_density_of_class(log_share, odds, k, concentration)
        rise, inside = 0.0, True
        for j in range(lists):
            old_odds[j] = odds[j, k]
            if kind <= 2:
                odds[j, k] -= step
                rise += math.log1p(math.exp(odds[j, k])) - math.log1p(math.exp(old_odds[j]))
            elif kind == 4 and j == one:
                odds[j, k] += step
            inside = inside and abs(odds[j, k]) < FURTHEST_ODDS
        if kind <= 3:
            rise += step
        old_share[:] = share
        old_log[:] = log_share
        old_products[:] = products[k]
        old_none = none[k]
        left = math.log1p(-share[k])
        odds_of_share = log_share[k] - left + rise
        more = math.log1p(math.exp(-abs(odds_of_share)))
        log_share[k] = min(odds_of_share, 0.0) - more
        others = min(-odds_of_share, 0.0) - more - left
        for m in range(classes):
            if m != k:
                log_share[m] += others
            share[m] = math.exp(log_share[m])
        if inside and LEAST_SHARE < log_share[k] < -1e-15:
            none[k] = class_products(cells, odds, k, products)
            reached = log_likelihood(counts, share, products, none)
            after = reached + log_density_of_class(log_share, odds, k, concentration)
            if math.log(chance.random()) < after - before:
                log = reached
                continue
        share[:] = old_share
        log_share[:] = old_log
        products[k] = old_products
        none[k] = old_none
        for j in range(lists):
            odds[j, k] = old_odds[j]


@compiled
def draw_classes(
    held: Floats,
    on: Floats,
    persons: float,
    prior: float,
    log_share: Floats,
    share: Floats,
    odds: Floats,
    concentration: float,
    chance: np.random.Generator,
) -> float:
    """Reaches, shares and concentration given who is in which class; returns the last."""
    classes = len(share)
    above, log_rest = persons, 0.0
    for k in range(classes):
        for j in range(len(odds)):
            odds[j, k] = log_gamma_variate(1.0 + on[j, k], chance) - log_gamma_variate(
                1.0 + held[k] - on[j, k], chance
            )
        above -= held[k]
        if k == classes - 1:
            log_share[k] = log_rest
        else:
            one = log_gamma_variate(1.0 + held[k], chance)
            rest = log_gamma_variate(concentration + max(above, 0.0), chance)
            both = max(one, rest) + math.log1p(math.exp(-abs(one - rest)))
            log_share[k] = log_rest + one - both
            log_rest += rest - both
        share[k] = math.exp(log_share[k])
    drawn = chance.standard_gamma(prior + classes - 1.0) / (prior - log_share[classes - 1])
    return max(float(drawn), 1e-10)


@compiled
def sweep_classes(
    cells: Ints,
    counts: Floats,
    prior: float,
    most: float,
    log_share: Floats,
    odds: Floats,
    concentration: Floats,
    settling: int,
    thinning: int,
    moves: int,
    chance: np.random.Generator,
    draws: Floats,
    expected: Floats,
) -> int:
    """One chain: Gibbs sweeps (Manrique-Vallier 2016, section 3.3), each followed by moves.

    Parameters
    ----------
    cells, counts : (h,) int64, (h,) float64
        Histories, and how many persons have them.
    prior : float
        Shape and rate of the gamma prior of the concentration.
    most : float
        Hidden numbers above it are cut off to it.
    log_share, odds, concentration : (k,), (t, k) and (1,) float64
        Where the chain is: log shares of the classes, log odds of their reaches, and the
        concentration. They are moved along.
    settling, thinning, moves : int
        Sweeps before the first that counts, sweeps for each draw, and moves for each sweep.
    draws : (d,) float64
        Filled with hidden numbers.
    expected : (2**t,) float64
        Mean expected cells over them are added to it.

    Returns
    -------
    int
        Sweeps after settling on which the hidden number was cut off.
    """
    observed, lists, classes = counts.sum(), len(odds), len(log_share)
    share, none = np.exp(log_share), np.empty(classes)
    products = np.empty((classes, len(cells)))
    on, weights, sizes = np.empty((lists, classes)), np.empty(classes), np.empty(classes)
    held = np.empty(classes)
    cut = 0
    for sweep in range(-settling, len(draws) * thinning):
        held[:] = 0.0
        on[:] = 0.0
        unseen = 0.0
        for k in range(classes):
            none[k] = class_products(cells, odds, k, products)
            unseen += share[k] * none[k]
        for i in range(len(cells)):
            for k in range(classes):
                weights[k] = share[k] * products[k, i]
            shared_out(counts[i], weights, sizes, chance)
            for k in range(classes):
                held[k] += sizes[k]
                for j in range(lists):
                    if cells[i] >> j & 1:
                        on[j, k] += sizes[k]
        hidden, was_cut = hidden_number(observed, min(unseen, 1.0), most, chance)
        for k in range(classes):
            weights[k] = share[k] * none[k]
        shared_out(hidden, weights, sizes, chance)
        for k in range(classes):
            held[k] += sizes[k]
        if sweep >= 0 and was_cut:
            cut += 1
        if sweep >= 0 and (sweep + 1) % thinning == 0:
            draws[sweep // thinning] = hidden
            for k in range(classes):
                for cell in range(len(expected)):
                    log = 0.0
                    for j in range(lists):
                        if cell >> j & 1:
                            log += odds[j, k]
                    share_of_cell = share[k] * none[k] * math.exp(log)
                    expected[cell] += share_of_cell * (observed + hidden) / len(draws)
        concentration[0] = draw_classes(
            held,
            on,
            observed + hidden,
            prior,
            log_share,
            share,
            odds,
            concentration[0],
            chance,
        )
        for k in range(classes):
            none[k] = class_products(cells, odds, k, products)
        move_classes(
            cells,
            counts,
            moves,
            log_share,
            share,
            odds,
            products,
            none,
            concentration[0],
            chance,
        )
    return cut
