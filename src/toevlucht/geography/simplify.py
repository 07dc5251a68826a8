"""Draw the safety regions with fewer points, each shared border once, so that neighbours touch.

Run it again with ``python -m toevlucht.geography.simplify FILE.topojson > data/boundaries.json``.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from toevlucht.geography.labels import area_of, distance, label_point
from toevlucht.geography.topology import (
    Point,
    Ring,
    Shapes,
    corners,
    lines_between,
    outline,
    shapes_of,
)

YEAR = 2023
CREDIT = "© Kadaster / Centraal Bureau voor de Statistiek, 2023"
HEIGHT = 1000  # units of the drawing; one unit is about 310 metres
TOLERANCE = 0.7  # units that a border may move: some 220 metres
LEAST_AREA = 10.0  # square units; a smaller island is not seen at the size of a page
PARALLEL = 52.2  # the latitude at which a degree east and a degree north are drawn to scale


def douglas_peucker(line: Sequence[Point], tolerance: float) -> list[Point]:
    """The line with only those points that it cannot miss by more than ``tolerance``."""
    if len(line) < 3:
        return list(line)
    away = [distance(point, line[0], line[-1]) for point in line[1:-1]]
    farthest = max(range(len(away)), key=away.__getitem__) + 1
    if away[farthest - 1] <= tolerance:
        return [line[0], line[-1]]
    before = douglas_peucker(line[: farthest + 1], tolerance)
    return before[:-1] + douglas_peucker(line[farthest:], tolerance)


def simplified(shapes: Shapes, tolerance: float) -> dict[str, list[Ring]]:
    """All shapes in whole units and with fewer points.

    Each line between corners is simplified in one direction, whichever area it is part of. Islands
    and lakes too small to be seen are left out; never a ring with a corner, for its neighbours
    would keep their side of it.
    """
    meeting = corners(ring for rings in shapes.values() for ring in rings)
    drawn: dict[str, list[Ring]] = {}
    for code, rings in shapes.items():
        for ring in rings:
            simple = _rounded(_simplified_ring(ring, meeting, tolerance))
            least = LEAST_AREA if meeting.isdisjoint(ring) else 1.0
            if abs(area_of(simple)) >= least:
                drawn.setdefault(code, []).append(simple)
    return drawn


def _simplified_ring(ring: Ring, meeting: set[Point], tolerance: float) -> Ring:
    points: Ring = []
    for line in lines_between(ring, meeting):
        backwards = line[::-1] < line
        kept = douglas_peucker(line[::-1] if backwards else line, tolerance)
        kept = kept[::-1] if backwards else kept
        points.extend(kept[1:] if points else kept)
    return points


def projected(shapes: Shapes) -> tuple[dict[str, list[Ring]], int]:
    """Longitude and latitude on a flat drawing (equirectangular), and the drawing's width."""
    points = [point for rings in shapes.values() for ring in rings for point in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    scale = HEIGHT / (north - south)
    narrow = scale * math.cos(math.radians(PARALLEL))
    drawn = {
        code: [[((x - west) * narrow, (north - y) * scale) for x, y in ring] for ring in rings]
        for code, rings in shapes.items()
    }
    return drawn, math.ceil((east - west) * narrow)


def _rounded(ring: Ring) -> Ring:
    """Whole units, without the points that fall together."""
    whole = [(round(x), round(y)) for x, y in ring]
    return [*whole[:1], *(b for a, b in pairwise(whole) if a != b)]


def path(rings: Sequence[Ring]) -> str:
    """The ``d`` of an SVG path, in whole relative steps."""
    return "".join(_subpath(ring) for ring in rings)


def _subpath(ring: Ring) -> str:
    (x, y), *_ = ring
    steps = ""
    for (from_x, from_y), (to_x, to_y) in pairwise(ring[:-1]):
        for step in (to_x - from_x, to_y - from_y):
            steps += f"{step:.0f}" if step < 0 or not steps else f" {step:.0f}"
    return f"M{x:.0f} {y:.0f}l{steps}z"


def drawing(topology: dict[str, Any]) -> dict[str, Any]:
    """Everything that ``boundaries.json`` holds."""
    drawn, width = projected(shapes_of(topology, "vr_features"))
    shapes = simplified({"NL": outline(drawn), **drawn}, TOLERANCE)
    country = shapes.pop("NL")
    return {
        "year": YEAR,
        "credit": CREDIT,
        "width": width,
        "height": HEIGHT,
        "outline": path(country),
        "paths": {code: path(rings) for code, rings in shapes.items()},
        "label_points": {code: label_point(rings) for code, rings in shapes.items()},
    }


if __name__ == "__main__":
    source = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    sys.stdout.write(json.dumps(drawing(source), ensure_ascii=False, indent=1) + "\n")
