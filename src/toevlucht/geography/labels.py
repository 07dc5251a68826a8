"""Find where a label fits best in an area: the point farthest from its borders."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from toevlucht.geography.topology import Point, Ring

GRID = 12  # points tried a side; each round looks closer around the best of the one before
WIDTH_OF_WORD = 2.0  # a label needs more room sideways than up and down


def area_of(ring: Ring) -> float:
    """The area of a closed ring; its sign tells in which direction the ring is walked."""
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(ring)) / 2


def label_point(rings: Sequence[Ring]) -> Point:
    """The roomiest point of the area for a word, in whole units."""
    squeezed = [[(x / WIDTH_OF_WORD, y) for x, y in ring] for ring in rings]
    xs, ys = zip(*(point for ring in squeezed for point in ring), strict=True)
    centre = ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
    reach = ((max(xs) - min(xs)) / 2, (max(ys) - min(ys)) / 2)
    for _ in range(4):
        centre = max(_around(centre, reach), key=lambda point: _room(point, squeezed))
        reach = (reach[0] * 3 / GRID, reach[1] * 3 / GRID)
    return round(centre[0] * WIDTH_OF_WORD), round(centre[1])


def _around(centre: Point, reach: Point) -> list[Point]:
    steps = [2 * i / GRID - 1 for i in range(GRID + 1)]
    return [(centre[0] + dx * reach[0], centre[1] + dy * reach[1]) for dx in steps for dy in steps]


def _room(point: Point, rings: Sequence[Ring]) -> float:
    """The distance to the nearest border; negative outside the area."""
    stretches = [stretch for ring in rings for stretch in pairwise(ring)]
    nearest = min(distance(point, start, end) for start, end in stretches)
    return nearest if is_inside(point, rings) else -nearest


def distance(point: Point, start: Point, end: Point) -> float:
    """From a point to a stretch of line (to its nearest end, where that is nearer)."""
    along_x, along_y = end[0] - start[0], end[1] - start[1]
    length = along_x**2 + along_y**2
    over = (point[0] - start[0]) * along_x + (point[1] - start[1]) * along_y
    share = min(1.0, max(0.0, over / length)) if length else 0.0
    return math.dist(point, (start[0] + share * along_x, start[1] + share * along_y))


def is_inside(point: Point, rings: Sequence[Ring]) -> bool:
    """Whether a line from the point to the east crosses the borders an odd number of times."""
    x, y = point
    crossed = 0
    for ring in rings:
        for (x0, y0), (x1, y1) in pairwise(ring):
            if (y0 > y) != (y1 > y) and x < x0 + (y - y0) * (x1 - x0) / (y1 - y0):
                crossed += 1
    return crossed % 2 == 1
