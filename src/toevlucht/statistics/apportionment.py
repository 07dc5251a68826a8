"""Divide a whole number of places fairly over areas, so that everybody can check the sum.

Each area's exact share is total times its weight divided by all weights. It gets the whole part
of that; what is left over goes one by one to the largest remainders (Hamilton's method).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from toevlucht.statistics.arguments import whole


@dataclass(frozen=True)
class Share:
    """What one area gets, and each step of the sum."""

    name: str
    weight: int
    exact: Fraction
    is_raised: bool  # whether one of those left over went here

    @property
    def whole(self) -> int:
        return int(self.exact)

    @property
    def remainder(self) -> Fraction:
        return self.exact - self.whole

    @property
    def places(self) -> int:
        return self.whole + self.is_raised


def fair_shares(total: int, weights: Mapping[str, int]) -> tuple[Share, ...]:
    """In the order of ``weights``; they add up to ``total``.

    Of equal remainders the area with the larger weight comes first, then the first by name.
    Raises ValueError where a number is negative or all weights are 0, TypeError for no whole one.

    >>> [share.places for share in fair_shares(10, {"north": 5, "east": 3, "south": 1})]
    [6, 3, 1]
    """
    for value in (total, *weights.values()):
        whole("what is divided, and by what,", value, 0)
    together = sum(weights.values())
    if together <= 0:
        raise ValueError("nothing can be divided by these weights")
    exact = {name: Fraction(total * weight, together) for name, weight in weights.items()}
    left = total - sum(int(share) for share in exact.values())
    by_remainder = sorted(
        exact, key=lambda name: (int(exact[name]) - exact[name], -weights[name], name)
    )
    raised = set(by_remainder[:left])
    return tuple(Share(name, weights[name], exact[name], name in raised) for name in weights)
