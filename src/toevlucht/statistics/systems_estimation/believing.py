"""Say of any posterior of the hidden number where its middle and its limits are."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toevlucht.statistics.systems_estimation.tables import CaptureHistories


@dataclass(frozen=True, eq=False)
class Belief(ABC):
    """What is believed about the hidden number after a table.

    Attributes
    ----------
    table : CaptureHistories
    fitted : (2**t,) float64
        Expected cells; ``fitted[0]`` is `hidden`, the median.
    """

    table: CaptureHistories
    fitted: NDArray[np.float64]

    @abstractmethod
    def quantile(self, level: float) -> float:
        """Hidden persons: the number below which a share ``level`` of the belief lies."""

    @property
    @abstractmethod
    def warning(self) -> str:
        """In words, why the limits may be wrong; "" if nothing speaks against them."""

    @property
    def hidden(self) -> float:
        """The median number of hidden persons."""
        return self.quantile(0.5)

    @property
    def estimate(self) -> float:
        """The median number of persons in all."""
        return self.table.observed + self.hidden

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """Persons in all, equal mass left out on both sides."""
        if not 0 < level < 1:
            raise ValueError(f"a level lies between 0 and 1, got {level!r}")
        low, high = self.quantile(0.5 - level / 2), self.quantile(0.5 + level / 2)
        return self.table.observed + low, self.table.observed + high
