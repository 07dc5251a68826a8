"""What the flexible Farrington method can be told, and three sets of settings of others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from toevlucht.statistics.arguments import whole

LEAST = {"years": 1, "periods": 1, "least_weeks": 1, "half_window": 0, "skip": 0, "least": 0}
Threshold = Literal["negative binomial", "uncertain mean", "power"]


@dataclass(frozen=True)
class Settings:
    """Settings of `farrington`.

    Attributes
    ----------
    years : int
        How many years back the baseline goes.
    half_window : int
        Weeks on each side of the same week in earlier years that belong to that week's season.
    periods : int
        Seasons in a year. With 1 only the windows themselves are the baseline.
    skip : int
        Latest weeks left out of the baseline, so that a rise that begins does not hide itself.
    down_weight_above : float
        Standardised Anscombe residual above which a past week counts less.
    trend : bool
        Whether a linear trend of the logarithm is tried.
    trend_p : float
        The trend stays where its p-value is under this; 1 keeps it always.
    threshold : str
        ``"negative binomial"``: quantile with the fitted mean [2]_; ``"uncertain mean"``: the same
        with the upper limit of the mean; ``"power"``: normal after the 2/3 power [1]_.
    alpha : float
        One-sided chance that a week without a rise lies above its bound.
    least, least_weeks : int
        No alarm with fewer cases than ``least`` in the last ``least_weeks`` weeks.

    References
    ----------
    .. [1] C. P. Farrington, N. J. Andrews, A. D. Beale and M. A. Catchpole (1996). A statistical
       algorithm for the early detection of outbreaks of infectious disease. Journal of the Royal
       Statistical Society A 159(3), 547-563.
    .. [2] A. Noufaily, D. G. Enki, P. Farrington, P. Garthwaite, N. Andrews and A. Charlett (2013).
       An improved algorithm for outbreak detection in multiple surveillance systems. Statistics in
       Medicine 32(7), 1206-1222.
    """

    years: int = 5
    half_window: int = 3
    periods: int = 10
    skip: int = 26
    down_weight_above: float = 2.58
    trend: bool = True
    trend_p: float = 1.0
    threshold: Threshold = "negative binomial"
    alpha: float = 0.05
    least: int = 5
    least_weeks: int = 4

    def __post_init__(self) -> None:
        if not 0 < self.alpha < 1:
            raise ValueError(f"alpha lies between 0 and 1, got {self.alpha!r}")
        if self.threshold not in ("negative binomial", "uncertain mean", "power"):
            raise ValueError(f"there is no threshold {self.threshold!r}")
        for name, least in LEAST.items():
            whole(name, getattr(self, name), least)
        if 2 * self.half_window + self.periods > 52:
            raise ValueError("a window and its periods must fit in a year: make either smaller")
        if not 0 <= self.trend_p <= 1:
            raise ValueError(f"trend_p lies from 0 to 1, got {self.trend_p!r}")
        if not self.down_weight_above > 0:
            raise ValueError(f"down_weight_above must be above 0, got {self.down_weight_above!r}")


NOUFAILY = Settings()
MUAN = Settings(threshold="uncertain mean")
ORIGINAL = Settings(
    years=3, periods=1, skip=3, down_weight_above=1.0, trend_p=0.05, threshold="power"
)
