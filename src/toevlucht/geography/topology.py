"""Read areas from a TopoJSON file as rings of points, and see where the borders of areas meet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

Point = tuple[float, float]
Ring = list[Point]  # closed: the last point is the first
Shapes = Mapping[str, list[Ring]]


def shapes_of(topology: Mapping[str, Any], object_name: str) -> dict[str, list[Ring]]:
    """The rings of every area of one object, by the area's code, in longitude and latitude."""
    arcs = [list(_unfold(arc, topology["transform"])) for arc in topology["arcs"]]
    return {
        geometry["properties"]["code"]: [_ring(numbers, arcs) for numbers in _rings(geometry)]
        for geometry in topology["objects"][object_name]["geometries"]
    }


def _unfold(arc: Iterable[tuple[int, int]], transform: Mapping[str, Any]) -> Iterator[Point]:
    (scale_x, scale_y), (move_x, move_y) = transform["scale"], transform["translate"]
    x = y = 0
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        yield x * scale_x + move_x, y * scale_y + move_y


def _rings(geometry: Mapping[str, Any]) -> Iterator[list[int]]:
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    for polygon in polygons:
        yield from polygon


def _ring(numbers: list[int], arcs: list[list[Point]]) -> Ring:
    """Arcs laid end to end; a negative number is the arc ``~number`` walked backwards."""
    ring: Ring = []
    for number in numbers:
        points = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring.extend(points[1:] if ring else points)
    return ring


def corners(rings: Iterable[Ring]) -> set[Point]:
    """The points where three or more border lines come together."""
    neighbours: dict[Point, set[Point]] = defaultdict(set)
    for ring in rings:
        for here, there in pairwise(ring):
            neighbours[here].add(there)
            neighbours[there].add(here)
    return {point for point, around in neighbours.items() if len(around) > 2}


def lines_between(ring: Ring, meeting: set[Point]) -> list[tuple[Point, ...]]:
    """The ring cut at the corners: border lines that at most two areas share, whole.

    A ring without corners is one closed line that starts at its least point, so that an enclave
    and the hole that it lies in are the same line.
    """
    points = ring[:-1]
    starts = [i for i, point in enumerate(points) if point in meeting]
    starts = starts or [points.index(min(points))]
    turned = points[starts[0] :] + points[: starts[0]]
    turned.append(turned[0])
    cuts = [start - starts[0] for start in starts] + [len(points)]
    return [tuple(turned[a : b + 1]) for a, b in pairwise(cuts)]


def outline(shapes: Shapes) -> list[Ring]:
    """The country's border and coast: the stretches that only one area has."""
    stretches = {
        stretch for rings in shapes.values() for ring in rings for stretch in pairwise(ring)
    }
    onward: dict[Point, list[Point]] = defaultdict(list)
    for start, end in sorted(stretches):
        if (end, start) not in stretches:
            onward[start].append(end)
    rings = []
    while onward:
        rings.append(_walk(onward))
    return rings


def _walk(onward: dict[Point, list[Point]]) -> Ring:
    """One ring, taken out of the stretches that are left."""
    ring = [next(iter(onward))]
    while len(ring) < 2 or ring[-1] != ring[0]:
        here = ring[-1]
        ring.append(onward[here].pop())
        if not onward[here]:
            del onward[here]
    return ring
