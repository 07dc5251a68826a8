"""How many people of locations are trained: `site` tells which room above knows it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from toevlucht.reception.models import Location


@dataclass(frozen=True)
class Trained:
    """At one location, of the people who must be."""

    people: int
    trained: int


Counting = Callable[[Sequence[Location], datetime.date], Mapping[str, Trained]]
"""By code of the location, where a roster names somebody who must be trained."""

_counting: list[Counting] = []


def count_trained_with(counting: Counting) -> None:
    """Called once, before anybody is answered."""
    _counting.append(counting)


def trained_at(locations: Sequence[Location], day: datetime.date) -> dict[str, Trained]:
    return {code: one for each in _counting for code, one in each(locations, day).items()}
