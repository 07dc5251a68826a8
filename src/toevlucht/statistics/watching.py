"""Places that watch: how many, for how long, and how likely one is to notice what is there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import root
from scipy.stats import beta

from toevlucht.statistics.arguments import number, whole

Floats = NDArray[np.float64]

# Points of the distribution of a sensitivity, evenly by probability.
POINTS = 400


@dataclass(frozen=True)
class Sensitivity:
    """The chance that a watching place notices in one week what is there: Beta(a, b).

    It is one unknown chance of all places of a kind, not one drawn anew for each: if people were
    trained for the wrong signs, they are all wrong together.
    """

    a: float
    b: float

    def __post_init__(self) -> None:
        if not (0 < self.a < np.inf and 0 < self.b < np.inf):
            raise ValueError(f"both parameters of a Beta are above 0, got {self.a}, {self.b}")

    @classmethod
    def between(cls, low: float, high: float, level: float = 0.9) -> Sensitivity:
        """The Beta with this central interval, as people with experience were asked for it.

        Raises ValueError where 0 < low < high < 1 does not hold, or no Beta fits.
        """
        if not (0 < low < high < 1 and 0 < level < 1):
            raise ValueError("an interval of a chance goes from above 0 to under 1, low to high")
        tail = (1 - level) / 2
        middle, width = (low + high) / 2, high - low
        weight = max(middle * (1 - middle) * (3.3 / width) ** 2 - 1, 2.0)
        start = np.log([middle * weight, (1 - middle) * weight])

        def missed(logs: Floats) -> Floats:
            a, b = np.exp(np.clip(logs, -20, 20))
            return np.array([beta.cdf(low, a, b) - tail, beta.sf(high, a, b) - tail])

        found = root(missed, start, tol=1e-12)
        if np.abs(missed(found.x)).max() > 1e-6:
            raise ValueError(f"no Beta has its {level:.0%} from {low} to {high}")
        return cls(*(float(value) for value in np.exp(found.x)))

    def noticed(self, weeks: float) -> Floats:
        """Equally likely values of the chance to notice it in so many weeks: 1 - (1 - s)**weeks."""
        values = beta.ppf((np.arange(POINTS) + 0.5) / POINTS, self.a, self.b)
        chances = -np.expm1(weeks * np.log1p(-np.minimum(values, 1 - 1e-15)))
        # Binomials of chances near the smallest number there is overflow; they stand for never.
        return np.where(chances < 1e-15, 0.0, chances)


@dataclass(frozen=True)
class Watch:
    """So many places that watched for so many weeks, as well as ``sensitivity`` says."""

    places: int
    weeks: float
    sensitivity: Sensitivity

    def __post_init__(self) -> None:
        whole("places", self.places, 0)
        number("weeks", self.weeks)
