"""What will still come in for the last days or weeks, judged by how long reports took before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc, ndtri

from toevlucht.statistics.arguments import positive, whole, whole_array

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

# Beyond this a negative binomial count is as good as normal, and its tail is slow to reckon.
LARGE = 1e6


@dataclass(frozen=True)
class Nowcast:
    """Final numbers as foreseen, a value a period, oldest first.

    Attributes
    ----------
    reported : array of int
        In by now.
    expected, low, high : array of float
        The final number (median where Bayesian), and the ends of its interval; never under
        ``reported``. NaN, and no upper limit, where nothing is known of delays that short.
    share : array of float
        The share of reports that is in after a period's delay: what `aberration.farrington` takes
        as ``reported``.
    """

    reported: Counts
    expected: Floats
    low: Floats
    high: Floats
    share: Floats


@dataclass(frozen=True)
class PastNowcasts:
    """Nowcasts of the past, beside what came. Shape (times, periods); the last period is *now*.

    ``covered`` is the share of intervals that hold the final number, over what was not complete;
    ``error`` and ``error_reported`` are the mean absolute errors of nowcast and of the bare count.
    """

    expected: Floats
    low: Floats
    high: Floats
    final: Counts
    covered: float
    error: float
    error_reported: float


def delay_table(occurred: ArrayLike, delays: ArrayLike, periods: int, longest: int) -> Counts:
    """Count reports by period of occurrence and by delay.

    Parameters
    ----------
    occurred : array_like of int, shape (reports,)
        Period, from 0 to ``periods - 1``.
    delays : array_like of int, shape (reports,)
        Periods until it was reported, 0 or more.
    periods : int
    longest : int
        Longer delays are left out.

    Returns
    -------
    array of int, shape (periods, longest + 1)

    Raises
    ------
    ValueError
        If a period or a delay is out of range, or their numbers differ.

    Examples
    --------
    Of period 0 one report came at once and one a period later:

    >>> delay_table([0, 0, 1, 2], [0, 1, 0, 0], periods=3, longest=1).tolist()
    [[1, 1], [1, 0], [1, 0]]
    """
    when, delay = whole_array("periods", occurred), whole_array("delays", delays)
    whole("periods", periods, 1)
    whole("the longest delay", longest, 0)
    if when.shape != delay.shape:
        raise ValueError("every report needs a period and a delay")
    if ((when < 0) | (when >= periods) | (delay < 0)).any():
        raise ValueError("a period is outside the table, or a delay is negative")
    table = np.zeros((periods, longest + 1), dtype=np.int64)
    kept = delay <= longest
    np.add.at(table, (when[kept], delay[kept]), 1)
    return table


def lawless(table: ArrayLike, *, window: int | None = None, level: float = 0.95) -> Nowcast:
    """Nowcast by reverse hazards [1]_.

    With n(t, d) reports of period t after delay d and N(t, d) those after d at most, the reverse
    hazard is g(d) = sum n(t, d) / sum N(t, d) over periods of which delay d has passed; the share
    in after delay a is F(a) = product over d > a of 1 - g(d), and the final number N(t, a) / F(a).
    The interval is normal; its variance has a part for reports that come or do not,
    n (1 - F) / F**2, and one for delays that are estimated, (n / F)**2 sum g / (N (1 - g)).

    Parameters
    ----------
    table : array_like of int, shape (periods, delays)
        Of `delay_table`; the last row is the current period. What lies in the future is not read.
    window : int, optional
        Use the newest periods only to estimate delays, as many for each delay. Default: all.
    level : float

    Returns
    -------
    Nowcast
        A period of which nothing is in is foreseen as 0 with no upper limit: see `bayesian`.

    Raises
    ------
    ValueError
        For counts that are negative, missing or not whole, and a level or window out of range.

    References
    ----------
    .. [1] J. F. Lawless (1994). Adjustments for reporting delays and the prediction of occurred
       but not reported events. Canadian Journal of Statistics 22(1), 15-31.

    Examples
    --------
    Of the last week 8 are in; 47 % come in at once, so about 17 will be in at last:

    >>> found = lawless([[6, 3, 1], [4, 4, 2], [5, 5, 0], [8, 0, 0]])
    >>> found.share.round(2).tolist(), found.expected.round(1).tolist()
    ([1.0, 1.0, 0.85, 0.47], [10.0, 10.0, 11.8, 16.9])
    """
    counts, ages = _known(table)
    reach = -float(ndtri((1 - _level(level)) / 2))
    came, so_far = _hazard_counts(counts, ages, window)
    hazard = np.where(so_far > 0, came / np.maximum(so_far, 1), np.nan)
    share = _share(hazard)[ages]
    with np.errstate(divide="ignore", invalid="ignore"):
        relative = hazard / (so_far * (1 - hazard))
        uncertain = np.append(np.cumsum(relative[:0:-1])[::-1], 0.0)[ages]
        reported = counts.sum(axis=1)
        expected = np.where(reported > 0, reported / share, np.where(share > 0, 0.0, np.nan))
        variance = reported * (1 - share) / share**2 + expected**2 * uncertain
    spread = reach * np.sqrt(variance)
    high = np.where((reported == 0) & (ages < counts.shape[1] - 1), np.inf, expected + spread)
    return Nowcast(
        reported,
        expected,
        np.maximum(np.where(reported > 0, expected - spread, 0.0), reported),
        np.where(np.isfinite(high), high, np.inf),
        share,
    )


def bayesian(
    table: ArrayLike,
    *,
    window: int | None = None,
    level: float = 0.95,
    prior_mean: float | None = None,
    prior_variance: float | None = None,
    prior_weight: float = 0.1,
    draws: int = 2000,
    seed: int = 1,
) -> Nowcast:
    """Nowcast with delays truncated at now, and everything uncertain taken along [1]_.

    Each reverse hazard has a Beta posterior, Beta(c + n, c + N - n), with c the ``prior_weight``;
    the final number is Poisson with a Gamma mean. Given the share F that is in, what is missing is
    then negative binomial with a + n successes and chance (b + F) / (b + 1), with a = mean**2 /
    variance and b = mean / variance of the prior. The posterior is the mean over draws of F.

    Parameters
    ----------
    table, window, level
        As `lawless`.
    prior_mean, prior_variance : float, optional
        Of the number in a period. Default: the mean of the complete periods in the table (of all,
        if none is), and its square, which says little.
    prior_weight : float
        Above 0.
    draws, seed : int

    Returns
    -------
    Nowcast

    Raises
    ------
    ValueError
        As `lawless`, and for a prior out of range.

    References
    ----------
    .. [1] M. Höhle and M. an der Heiden (2014). Bayesian nowcasting during the STEC O104:H4
       outbreak in Germany, 2011. Biometrics 70(4), 993-1002.

    Examples
    --------
    >>> found = bayesian([[6, 3, 1], [4, 4, 2], [5, 5, 0], [8, 0, 0]])
    >>> found.expected.tolist(), found.high.tolist()
    ([10.0, 10.0, 11.0, 16.0], [10.0, 10.0, 17.0, 30.0])
    """
    counts, ages = _known(table)
    tail = (1 - _level(level)) / 2
    came, so_far = _hazard_counts(counts, ages, window)
    reported = counts.sum(axis=1)
    complete = reported[ages >= counts.shape[1] - 1]
    usual = float((complete if len(complete) else reported).mean())
    mean = max(usual, 0.5) if prior_mean is None else prior_mean
    variance = mean**2 if prior_variance is None else prior_variance
    priors = {"mean": mean, "variance": variance, "weight": prior_weight}
    for name, given in priors.items():
        positive(f"the {name} of the prior", given)
    whole("draws", draws, 1)
    chance = np.random.default_rng(seed)
    hazards = chance.beta(
        prior_weight + came, prior_weight + so_far - came, (draws, counts.shape[1])
    )
    shares = np.stack([_share(hazard) for hazard in hazards])
    shape, rate = mean**2 / variance, mean / variance
    quantiles = np.empty((len(counts), 3))
    for period, (known, age) in enumerate(zip(reported, ages, strict=True)):
        if age == counts.shape[1] - 1:
            quantiles[period] = known
            continue
        success = (rate + shares[:, age]) / (rate + 1)
        for column, chance_under in enumerate((tail, 0.5, 1 - tail)):
            missing = _mixed_quantile(chance_under, shape + known, success)
            quantiles[period, column] = known + missing
    low, middle, high = quantiles.T
    return Nowcast(reported, middle, low, high, shares.mean(axis=0)[ages])


def check_past(
    table: ArrayLike,
    times: Sequence[int],
    *,
    periods: int = 26,
    level: float = 0.95,
    by_bayes: bool = True,
) -> PastNowcasts:
    """Make the nowcasts that would have been made before, and hold them against what came.

    Parameters
    ----------
    table : array_like of int, shape (periods, delays)
        As `lawless`.
    times : sequence of int
        Rows to take for *now*. All their delays must have passed, and ``periods`` rows end there.
    periods : int
        Rows that a nowcast looks at.
    level : float
    by_bayes : bool
        `bayesian`, else `lawless`.

    Returns
    -------
    PastNowcasts

    Raises
    ------
    ValueError
        If a time is not complete yet or has too few rows before it, and as the methods.

    Examples
    --------
    Where six of ten always come at once, the bare count is four too low in the newest period, and
    one in the one before:

    >>> past = check_past([[6, 3, 1]] * 12, [8, 9], periods=6)
    >>> past.covered, past.error, past.error_reported
    (1.0, 0.0, 2.5)
    """
    counts, _ = _known(table)
    rows, delays = counts.shape
    if not len(times) or min(times) < periods - 1 or max(times) > rows - delays:
        raise ValueError(
            f"times lie from {periods - 1} to {rows - delays}: enough before, all delays passed"
        )
    method = partial(bayesian if by_bayes else lawless, level=level)
    before = [counts[time - periods + 1 : time + 1] for time in times]
    made = [method(part) for part in before]
    final = np.stack([part.sum(axis=1) for part in before])
    expected, low, high, reported = (
        np.stack([getattr(one, name) for one in made])
        for name in ("expected", "low", "high", "reported")
    )
    open_still = np.zeros(final.shape, dtype=bool)
    open_still[:, -(delays - 1) :] = True
    inside = (low <= final) & (final <= high)
    return PastNowcasts(
        expected,
        low,
        high,
        final,
        float(inside[open_still].mean()),
        float(np.abs(expected - final)[open_still].mean()),
        float(np.abs(reported - final)[open_still].mean()),
    )


def _known(table: ArrayLike) -> tuple[Counts, NDArray[np.intp]]:
    """The table without what lies in the future, and the delay that each period has had."""
    given = np.asarray(table)
    if given.dtype.kind not in "iuf" or given.ndim != 2 or min(given.shape) < 1:
        raise ValueError("a table of delays has numbers in the shape (periods, delays)")
    if given.shape[1] < 2:
        raise ValueError("a table of delays has two delays or more")
    if not np.isfinite(given).all() or (given < 0).any() or (given != np.floor(given)).any():
        raise ValueError("counts are whole, 0 or more, and none is missing")
    ages = np.arange(given.shape[0])[::-1]
    passed = np.arange(given.shape[1]) <= ages[:, None]
    return np.where(passed, given, 0).astype(np.int64), np.minimum(ages, given.shape[1] - 1)


def _hazard_counts(
    counts: Counts, ages: NDArray[np.intp], window: int | None
) -> tuple[Counts, Counts]:
    """For each delay: reports after exactly this delay, and after this delay at most."""
    if window is not None:
        whole("a window", window, 1)
    delays = np.arange(counts.shape[1])
    used = delays <= ages[:, None]
    if window is not None:
        newest = np.arange(len(counts))[:, None] >= len(counts) - delays - window
        used &= newest
    so_far = counts.cumsum(axis=1)
    return (counts * used).sum(axis=0), (so_far * used).sum(axis=0)


def _share(hazard: Floats) -> Floats:
    """F(a), the product over d > a of 1 - g(d)."""
    return np.append(np.cumprod(1 - hazard[:0:-1])[::-1], 1.0)


def _mixed_quantile(chance_under: float, successes: float, success: Floats) -> int:
    """The smallest number that a mixture of negative binomials passes with this chance at least."""
    if successes > LARGE:
        spread = np.sqrt(successes * (1 - success)) / success
        scattered = np.random.default_rng(1).normal(successes * (1 / success - 1), spread)
        return max(0, round(float(np.quantile(scattered, chance_under))))
    low, high = -1, 1

    def under(number: int) -> float:
        return float(np.mean(betainc(successes, number + 1.0, success)))

    while under(high) < chance_under:
        high *= 2
    while high - low > 1:
        middle = (low + high) // 2
        if under(middle) < chance_under:
            low = middle
        else:
            high = middle
    return high


def _level(level: float) -> float:
    if not 0 < level < 1:
        raise ValueError(f"a confidence level lies between 0 and 1, got {level!r}")
    return level
