"""Quantiles and tails of negative binomial counts with a given mean and dispersion."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, gammainc
from scipy.stats import nbinom, norm, poisson

Floats = NDArray[np.float64]

# Above this mean a count is as good as continuous, and the compiled quantiles lose their footing.
CONTINUOUS = 1e9
# With a size beyond this a negative binomial count differs from a Poisson one by nothing.
NO_EXTRA = 1e10


def quantile(alpha: float, mean: Floats, spread: Floats) -> Floats:
    """The least whole number that a count exceeds with a chance of at most ``alpha``.

    ``spread`` is variance divided by mean; 1 is Poisson. NaN or infinite where the mean is.
    """
    found = np.where(np.isposinf(mean), np.inf, np.nan)
    known = np.isfinite(mean)
    large = known & (mean >= CONTINUOUS)
    found[large] = np.ceil(mean[large] + norm.isf(alpha) * np.sqrt(spread[large] * mean[large]))
    plain, extra = _apart(mean, spread, known & ~large)
    found[plain] = poisson.ppf(1 - alpha, mean[plain])
    size = mean[extra] / (spread[extra] - 1)
    found[extra] = nbinom.ppf(1 - alpha, size, 1 / spread[extra])
    return found


def upper_tail(counts: Floats, mean: Floats, spread: Floats) -> Floats:
    """Chance of a count as high as ``counts`` or higher; NaN where counts or mean are."""
    known = np.isfinite(mean) & np.isfinite(counts)
    found = np.where(np.isfinite(mean) & np.isposinf(counts), 0.0, np.nan)
    found[known & (counts <= 0)] = 1.0
    plain, extra = _apart(mean, spread, known & (counts > 0))
    found[plain] = gammainc(counts[plain], mean[plain])
    size = mean[extra] / (spread[extra] - 1)
    found[extra] = betainc(counts[extra], size, 1 - 1 / spread[extra])
    return found


def _apart(
    mean: Floats, spread: Floats, among: NDArray[np.bool_]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Poisson counts, and those that vary more."""
    with np.errstate(divide="ignore", invalid="ignore"):
        extra = among & (spread > 1) & (mean < NO_EXTRA * (spread - 1))
    return among & ~extra, extra
