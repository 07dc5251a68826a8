"""The borders of the safety regions and the country, ready to be drawn.

They are the borders of one year, 2023, whatever the date of the figures: a map of March 2022 shows
Weesp in Amsterdam-Amstelland already. ``year`` is there so that a map can say so, and ``credit``
is the line that the licence of the borders asks for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType


@dataclass(frozen=True)
class Boundaries:
    """SVG path data by the code of the safety region, in a drawing of ``width`` by ``height``.

    Neighbours have the points of the border between them in common. ``outline`` is the country;
    a label of a region stands best with its middle on the region's label point.
    """

    year: int
    credit: str
    width: int
    height: int
    outline: str
    paths: Mapping[str, str] = field(hash=False)
    label_points: Mapping[str, tuple[float, float]] = field(hash=False)


@cache
def boundaries() -> Boundaries:
    stored = json.loads(files("toevlucht.geography").joinpath("data/boundaries.json").read_bytes())
    points = {code: (x, y) for code, (x, y) in stored.pop("label_points").items()}
    paths = MappingProxyType(stored.pop("paths"))
    return Boundaries(**stored, paths=paths, label_points=MappingProxyType(points))
