"""What it is worth that watching places found nothing, or little: how much can be there unseen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaln
from scipy.stats import binom, nbinom

from toevlucht.statistics.arguments import whole
from toevlucht.statistics.watching import Sensitivity as Sensitivity
from toevlucht.statistics.watching import Watch as Watch

Floats = NDArray[np.float64]

MOST_PLACES = 50_000


@dataclass(frozen=True)
class Unseen:
    """What can be there, given what was found.

    Attributes
    ----------
    places_bound : int
        Upper confidence bound of the affected places: with more, finding this few would have had
        a chance under one minus the level.
    places, cases : tuple of int
        Median of the posterior of affected places and of cases in them, with the ends of the
        interval: (low, median, high).
    none : float
        Posterior chance that no place is affected. Depends on the prior above all.
    posterior : array of float, shape (total + 1,)
        Chance of each number of affected places.
    """

    places_bound: int
    places: tuple[int, int, int]
    cases: tuple[int, int, int]
    none: float
    posterior: Floats


def unseen(
    total: int,
    watches: Sequence[Watch],
    found: int = 0,
    *,
    cluster: float = 1.0,
    prior: ArrayLike | None = None,
    level: float = 0.95,
) -> Unseen:
    """How many places can be affected, given that watching places found so many.

    A watching place *would notice* with chance 1 - (1 - s)**weeks if it were affected, whatever
    the number of cases there. With E places that would notice among ``total``, and A affected
    ones anywhere among them, the number found is hypergeometric. E is a sum of binomials over the
    kinds of watch, each averaged over its uncertain s. For one kind, certain s and many places
    this becomes (1 - s n / N)**A for none found, the formula of freedom from disease [1]_; the
    surveillance of several kinds and the uncertain s are those of scenario trees [2]_.

    Parameters
    ----------
    total : int
        Places in all, watching or not, at most 50,000.
    watches : sequence of Watch
        Their places together at most ``total``; none of them counted twice.
    found : int
        Affected places that were found and confirmed.
    cluster : float
        Mean number of cases in an affected place, 1 or more (geometric).
    prior : array_like of float, shape (total + 1,), optional
        Chance of each number of affected places. Default: each equally likely.
    level : float

    Returns
    -------
    Unseen

    Raises
    ------
    ValueError
        If there are more watching places than places, more found than watched, the prior is not a
        distribution, or what was found cannot be.

    References
    ----------
    .. [1] R. M. Cannon (2001). Sense and sensitivity: designing surveys based on an imperfect test.
       Preventive Veterinary Medicine 49(3-4), 141-163. See also A. R. Cameron and F. C. Baldock
       (1998). A new probability formula for surveys to substantiate freedom from disease.
       Preventive Veterinary Medicine 34(1), 1-17.
    .. [2] P. A. J. Martin, A. R. Cameron and M. Greiner (2007). Demonstrating freedom from disease
       using multiple complex data sources 1: a new methodology based on scenario trees. Preventive
       Veterinary Medicine 79(2-4), 71-97.

    Examples
    --------
    >>> left = unseen(100, [Watch(40, 8, Sensitivity(2, 5))])
    >>> left.places_bound, left.places, round(left.none, 2)
    (8, (0, 2, 23), 0.3)
    """
    _check(total, watches, level)
    watching = sum(watch.places for watch in watches)
    if not 0 <= whole("the number found", found, 0) <= watching:
        raise ValueError(f"{watching} watching places cannot have found {found}")
    if not 1 <= cluster < np.inf:
        raise ValueError("a cluster has one case or more on average")
    weights = np.full(total + 1, 1 / (total + 1)) if prior is None else _prior(prior, total)
    noticing = _noticing(watches)
    by_found = np.stack([_likelihood(total, noticing, k) for k in range(found + 1)])
    mass = weights * by_found[found]
    if not mass.sum() > 0:
        raise ValueError("what was found cannot be, with this prior and these watching places")
    posterior = mass / mass.sum()
    possible = np.flatnonzero(by_found.sum(axis=0) > 1 - level)
    tail = (1 - level) / 2
    low, middle, high = (_quantile(posterior, chance) for chance in (tail, 0.5, 1 - tail))
    return Unseen(
        places_bound=int(possible[-1]),
        places=(low, middle, high),
        cases=(
            _cases(posterior, cluster, tail),
            _cases(posterior, cluster, 0.5),
            _cases(posterior, cluster, 1 - tail),
        ),
        none=float(posterior[0]),
        posterior=posterior,
    )


def system_sensitivity(total: int, watches: Sequence[Watch], affected: int) -> float:
    """The chance that something is found if so many of ``total`` places are affected [1]_.

    Parameters
    ----------
    total, watches
        As `unseen`.
    affected : int
        Affected places, from 0 to ``total``.

    Returns
    -------
    float
        From 0 to 1.

    Raises
    ------
    ValueError, TypeError
        As `unseen`, and if more are affected than there are.

    References
    ----------
    .. [1] P. A. J. Martin, A. R. Cameron and M. Greiner (2007). Preventive Veterinary Medicine
       79(2-4), 71-97: the sensitivity of the surveillance system.

    Examples
    --------
    Forty of a hundred places watched for eight weeks, three are affected:

    >>> watches = [Watch(40, 8, Sensitivity(2, 5))]
    >>> round(system_sensitivity(100, watches, 3), 3)
    0.695
    """
    _check(total, watches, 0.5)
    if not 0 <= whole("the affected places", affected, 0) <= total:
        raise ValueError(f"of {total} places {affected} cannot be affected")
    return float(1 - _likelihood(total, _noticing(watches), 0, affected)[0])


def chance_of_none(prior: float, sensitivity: float) -> float:
    """The chance that less than the affected places asked for are there, after none was found.

    Bayes: prior / (prior + (1 - prior) (1 - sensitivity)) [1]_. It stays at ``prior`` where the
    system sees nothing.

    Parameters
    ----------
    prior : float
        That chance before, from 0 to 1.
    sensitivity : float
        Of the system, as `system_sensitivity` gives it; from 0 to 1.

    Returns
    -------
    float
        From ``prior`` to 1.

    Raises
    ------
    ValueError
        For what is no chance.

    References
    ----------
    .. [1] P. A. J. Martin, A. R. Cameron and M. Greiner (2007). Preventive Veterinary Medicine
       79(2-4), 71-97: the probability of freedom.

    Examples
    --------
    >>> round(chance_of_none(0.5, 0.9), 3)
    0.909
    """
    if not (0 <= prior <= 1 and 0 <= sensitivity <= 1):
        raise ValueError("a prior and a sensitivity are chances, from 0 to 1")
    missed = (1 - prior) * (1 - sensitivity)
    return prior / (prior + missed) if prior + missed else 1.0


def places_needed(
    total: int,
    affected: int,
    weeks: float,
    sensitivity: Sensitivity,
    *,
    others: Sequence[Watch] = (),
    level: float = 0.95,
) -> int | None:
    """How many places must watch until 'none found' speaks against so many affected places.

    Parameters
    ----------
    total, affected
        As `system_sensitivity`.
    weeks : float
        That each of them watches.
    sensitivity : Sensitivity
        Of the places that are asked for.
    others : sequence of Watch
        Places that watch already; they count, and their number is taken off what is left.
    level : float
        Chance with which something should be found.

    Returns
    -------
    int or None
        The least number with which something would be found with chance ``level`` or more. None
        where even all places that are left are too few: then watching longer or better helps.

    Raises
    ------
    ValueError, TypeError
        As `system_sensitivity`.

    Examples
    --------
    >>> places_needed(100, affected=5, weeks=26, sensitivity=Sensitivity(2, 5))
    47
    """
    left = total - sum(watch.places for watch in others)

    def enough(places: int) -> bool:
        watches = [*others, Watch(places, weeks, sensitivity)]
        return system_sensitivity(total, watches, affected) >= level

    _check(total, others, level)
    return _least(enough, 0, left)


def weeks_needed(
    total: int,
    affected: int,
    places: int,
    sensitivity: Sensitivity,
    *,
    others: Sequence[Watch] = (),
    level: float = 0.95,
    longest: int = 520,
) -> int | None:
    """How many weeks so many places must watch; None where ``longest`` is not enough.

    Parameters
    ----------
    places : int
        That watch, beside ``others``.
    longest : int
        Weeks; no more are tried.
    total, affected, sensitivity, others, level
        As `places_needed`.

    Returns
    -------
    int or None
        The least whole number of weeks.

    Raises
    ------
    ValueError, TypeError
        As `system_sensitivity`.

    Examples
    --------
    >>> weeks_needed(100, affected=5, places=60, sensitivity=Sensitivity(2, 5), level=0.9)
    5
    """

    whole("places", places, 0)
    whole("the longest time", longest, 0)

    def enough(weeks: int) -> bool:
        watches = [*others, Watch(places, weeks, sensitivity)]
        return system_sensitivity(total, watches, affected) >= level

    _check(total, others, level)
    return _least(enough, 0, longest)


def _least(enough: Callable[[int], bool], low: int, high: int) -> int | None:
    """The least number that is enough, by halving: more is never less."""
    if not enough(high):
        return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle + 1, high)
    return low


def _noticing(watches: Sequence[Watch]) -> Floats:
    """Distribution of the number of places that would notice."""
    together = np.ones(1)
    for watch in watches:
        chances = watch.sensitivity.noticed(watch.weeks)[:, None]
        numbers = np.arange(watch.places + 1)
        by_chance = np.asarray(binom.pmf(numbers, watch.places, chances))
        together = np.convolve(together, by_chance.mean(axis=0))
    return together


def _likelihood(total: int, noticing: Floats, found: int, affected: int | None = None) -> Floats:
    """Chance of so many found, for each number of affected places or for one."""
    number = np.arange(total + 1) if affected is None else np.array([affected])
    logs = gammaln(np.arange(total + 1) + 1.0)
    chance = np.zeros(len(number))
    # Beside the likeliest number that could have found these; they may all be unlikely.
    least = 1e-14 * noticing[found:].max(initial=0.0)
    for would, weight in enumerate(noticing.tolist()):
        if weight < least or would < found:
            continue
        # The chance that exactly `found` of the affected lie among those that would notice.
        fits = (number >= found) & (number - found <= total - would)
        a = number[fits]
        chance[fits] += weight * np.exp(
            logs[would]
            - logs[found]
            - logs[would - found]
            + logs[total - would]
            - logs[a - found]
            - logs[total - would - a + found]
            - logs[total]
            + logs[a]
            + logs[total - a]
        )
    return chance


def _quantile(distribution: Floats, chance: float) -> int:
    return int(np.searchsorted(np.cumsum(distribution), chance * (1 - 1e-12)))


def _cases(posterior: Floats, cluster: float, chance: float) -> int:
    """Quantile of the number of cases: geometric numbers, one or more in each affected place."""
    if cluster == 1:
        return _quantile(posterior, chance)
    places = np.flatnonzero(posterior > 1e-12)
    weights = posterior[places] / posterior[places].sum()

    def enough(cases: int) -> bool:
        more = nbinom.cdf(cases - places[places > 0], places[places > 0], 1 / cluster)
        under = np.concatenate([np.ones((places == 0).sum()), more])
        return bool(weights @ under >= chance * (1 - 1e-12))

    high = 1
    while not enough(high):
        high *= 2
    least = _least(enough, 0, high)
    assert least is not None
    return least


def _prior(prior: ArrayLike, total: int) -> Floats:
    weights = np.asarray(prior, dtype=float)
    if weights.shape != (total + 1,) or not (weights >= 0).all():
        raise ValueError(f"a prior has {total + 1} chances, for 0 to {total} affected places")
    if abs(weights.sum() - 1) > 1e-6:
        raise ValueError(f"the chances of a prior add up to 1, got {weights.sum():g}")
    return weights


def _check(total: int, watches: Sequence[Watch], level: float) -> None:
    whole("places in all", total, 1, MOST_PLACES)
    if sum(watch.places for watch in watches) > total:
        raise ValueError(f"more places watch than the {total} there are")
    if not 0 < level < 1:
        raise ValueError(f"a level lies between 0 and 1, got {level!r}")
