"""Judge chains of draws from a posterior, and hold what they say about the hidden number."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from toevlucht.statistics.systems_estimation.believing import Belief

Floats = NDArray[np.float64]
# Above it, chains have not yet found the same (Vehtari et al. 2021 ask for 1.01).
SETTLED = 1.05
FEW_EFFECTIVE = 200.0


@dataclass(frozen=True, eq=False)
class ChainPosterior(Belief):
    """Draws of the hidden number after a table.

    Attributes
    ----------
    table : CaptureHistories
    draws : (chains, draws) float64
        Hidden persons, after what each chain needed to settle.
    fitted : (2**t,) float64
        Mean of the expected cells over the draws; ``fitted[0]`` is `hidden`, the median.
    """

    draws: Floats

    def quantile(self, level: float) -> float:
        return float(np.quantile(self.draws, level))

    @property
    def r_hat(self) -> float:
        return r_hat(self.draws)

    @property
    def effective(self) -> float:
        return effective_size(self.draws)

    @property
    def error(self) -> float:
        """Monte Carlo standard error of `estimate`: what another seed would change.

        Half the distance of the quantiles at ``1/2 ± sqrt(1 / (4 effective))``, which hold a
        median of that many independent draws in 68 % (Vehtari et al. 2021, section 4.3).
        """
        wide = min(0.5 / np.sqrt(max(self.effective, 1.0)), 0.49)
        low, high = np.quantile(self.draws, [0.5 - wide, 0.5 + wide])
        return float(high - low) / 2

    @property
    def warning(self) -> str:
        """In words, why the draws may not be the posterior; "" if nothing speaks against it."""
        told = []
        if not self.r_hat <= SETTLED:
            told.append(f"the chains have not found the same (R-hat {self.r_hat:.2f})")
        if self.effective < FEW_EFFECTIVE:
            told.append(f"they count as {self.effective:.0f} independent draws only")
        return "; ".join(told)


def r_hat(draws: Floats) -> float:
    """Rank-normalised split R-hat (Vehtari, Gelman, Simpson, Carpenter and Bürkner 2021,
    Bayesian Analysis 16, 667-718, equations 1 to 4 and 14): 1 where all halves of all chains
    agree; the greater of the one for location and the one for spread.

    Parameters
    ----------
    draws : (chains, draws) array, at least four draws each

    Returns
    -------
    float
        1 where all draws are equal.

    Examples
    --------
    >>> draws = np.random.default_rng(1).normal(size=(4, 500))
    >>> round(r_hat(draws), 2), round(r_hat(draws + [[0], [1], [2], [3]]), 2)
    (1.01, 1.55)
    """
    split = _split(draws)
    folded = abs(split - np.median(split))
    return max(_plain_r_hat(_normal_scores(split)), _plain_r_hat(_normal_scores(folded)))


def effective_size(draws: Floats) -> float:
    """Independent draws that would say as much (bulk effective size, the same, equation 10).

    Autocorrelations of all chains together, summed in pairs while they are positive and made to
    fall (Geyer 1992, Statistical Science 7, 473-483).
    """
    scores = _normal_scores(_split(draws))
    chains, n = scores.shape
    centred = scores - scores.mean(axis=1, keepdims=True)
    size = 1 << (2 * n - 1).bit_length()
    spectrum = abs(np.fft.rfft(centred, size, axis=1)) ** 2
    covariance = np.fft.irfft(spectrum, size, axis=1)[:, :n] / n
    within = covariance[:, 0].mean() * n / (n - 1)
    total = within * (n - 1) / n + scores.mean(axis=1).var(ddof=1)
    if not total > 0:
        return float(draws.size)
    correlation = 1 - (within - covariance.mean(axis=0) * n / (n - 1)) / total
    correlation[0] = 1.0
    pairs = correlation[: n // 2 * 2].reshape(-1, 2).sum(axis=1)
    ends = np.flatnonzero(pairs <= 0)
    pairs = np.minimum.accumulate(pairs[: ends[0] if len(ends) else len(pairs)])
    time = max(2 * float(pairs.sum()) - 1, 1 / np.log10(chains * n))
    return float(chains * n / time)


def _split(draws: Floats) -> Floats:
    """Both halves of each chain as chains."""
    if draws.ndim != 2 or draws.shape[1] < 4:
        raise ValueError(f"chains need shape (chains, at least 4 draws), got {draws.shape}")
    if not draws.size or not np.isfinite(draws).all():
        raise ValueError("draws must be numbers, none missing")
    half = draws.shape[1] // 2
    return np.vstack([draws[:, :half], draws[:, -half:]])


def _normal_scores(draws: Floats) -> Floats:
    _, place, often = np.unique(draws, return_inverse=True, return_counts=True)
    ranks = np.cumsum(often) - (often - 1) / 2
    shares = (ranks - 3 / 8) / (draws.size + 1 / 4)
    # Not SciPy's: loading that takes longer than all these.
    scores = np.fromiter(map(NormalDist().inv_cdf, shares.tolist()), np.float64, len(shares))
    return np.asarray(scores[place].reshape(draws.shape))


def _plain_r_hat(draws: Floats) -> float:
    n = draws.shape[1]
    within = draws.var(axis=1, ddof=1).mean()
    between = n * draws.mean(axis=1).var(ddof=1)
    if not within > 0:
        return 1.0 if not between > 0 else float("inf")
    return float(np.sqrt((within * (n - 1) / n + between / n) / within))
