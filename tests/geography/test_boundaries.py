"""Maps draw real borders: simplified once, so that neighbours still touch."""

import json
import math
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from toevlucht.geography.boundaries import Boundaries, boundaries
from toevlucht.geography.labels import area_of, distance, is_inside
from toevlucht.geography.simplify import LEAST_AREA, TOLERANCE, drawing, projected
from toevlucht.geography.topology import shapes_of

SOURCE = Path(__file__).with_name("nl_2023.topojson")

CODES = [f"VR{number:02}" for number in range(1, 26)]
LARGE_ISLANDS_AND_MAINLAND = {"VR02": 5, "VR10": 2}  # Vlieland to Schiermonnikoog; Texel


def rings_of(path: str) -> list[list[tuple[int, int]]]:
    """Read a path as a drawing program would: one start and relative steps for every ring."""
    assert re.fullmatch(r"(M\d+ \d+l-?\d+([ -]\d+)+z)+", path)
    rings = []
    for start, steps in re.findall(r"M([\d ]+)l([-\d ]+)z", path):
        x, y = map(int, start.split())
        numbers = [int(number) for number in re.findall(r"-?\d+", steps)]
        ring = [(x, y)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            ring.append((ring[-1][0] + dx, ring[-1][1] + dy))
        rings.append([*ring, ring[0]])
    return rings


@pytest.fixture(scope="module")
def drawn() -> Boundaries:
    return boundaries()


@pytest.fixture(scope="module")
def rings(drawn: Boundaries) -> dict[str, list[list[tuple[int, int]]]]:
    return {code: rings_of(path) for code, path in drawn.paths.items()}


@pytest.fixture(scope="module")
def topology() -> dict:
    return json.loads(SOURCE.read_text("utf-8"))


@pytest.fixture(scope="module")
def source(topology) -> dict:
    return projected(shapes_of(topology, "vr_features"))[0]


def test_every_safety_region_has_a_path_and_a_label(drawn):
    assert list(drawn.paths) == CODES
    assert list(drawn.label_points) == CODES


def test_a_map_can_say_whose_borders_of_which_year_it_draws(drawn):
    assert drawn.year == 2023
    assert drawn.credit == "© Kadaster / Centraal Bureau voor de Statistiek, 2023"


def test_a_page_carries_the_map_without_getting_heavy(drawn):
    assert sum(map(len, drawn.paths.values())) < 22_000
    assert len(drawn.outline) < 8_000


def test_nothing_is_drawn_outside_the_drawing(drawn, rings):
    points = [p for each in [*rings.values(), rings_of(drawn.outline)] for r in each for p in r]
    assert min(x for x, _ in points) == min(y for _, y in points) == 0
    assert drawn.width - 1 <= max(x for x, _ in points) <= drawn.width
    assert max(y for _, y in points) == drawn.height


def test_labels_stand_inside_their_own_region_and_no_other(drawn, rings):
    for code, point in drawn.label_points.items():
        assert [other for other in CODES if is_inside(point, rings[other])] == [code]


def test_neighbours_share_every_point_of_their_border(drawn, rings):
    """What is not the country's outline is walked by two regions, in opposite directions."""
    walked = Counter(step for each in rings.values() for ring in each for step in pairwise(ring))
    outline = Counter(step for ring in rings_of(drawn.outline) for step in pairwise(ring))
    inner = walked - outline
    assert len(inner) > 500
    assert inner == Counter((end, start) for start, end in inner.elements())


def test_the_regions_together_are_the_country(drawn, rings):
    regions = sum(area_of(ring) for each in rings.values() for ring in each)
    country = sum(area_of(ring) for ring in rings_of(drawn.outline))
    assert regions == country > 0


def test_no_border_moves_farther_than_the_tolerance(rings, source):
    half_a_unit_each_way = math.dist((0, 0), (0.5, 0.5))
    for code, borders in source.items():
        stretches = [stretch for ring in rings[code] for stretch in pairwise(ring)]
        for ring in borders:
            if abs(area_of(ring)) > 2 * LEAST_AREA:
                farthest = max(min(distance(p, *stretch) for stretch in stretches) for p in ring)
                assert farthest <= TOLERANCE + half_a_unit_each_way, code


def test_no_region_gains_or_loses_a_visible_piece(rings, source):
    for code, borders in source.items():
        drawn, real = sum(map(area_of, rings[code])), sum(map(area_of, borders))
        assert drawn == pytest.approx(real, rel=0.02), code


@pytest.mark.parametrize(("code", "count"), LARGE_ISLANDS_AND_MAINLAND.items())
def test_the_wadden_islands_are_on_the_map(rings, code, count):
    assert sum(abs(area_of(ring)) > 300 for ring in rings[code]) == count


def test_an_island_that_is_left_out_is_too_small_to_see(rings, source):
    for code, borders in source.items():
        large = [ring for ring in borders if abs(area_of(ring)) > 2 * LEAST_AREA]
        assert len(rings[code]) >= len(large)


def test_the_shipped_drawing_is_what_the_command_makes_of_the_source(drawn, topology):
    made = drawing(topology)
    points = {code: tuple(point) for code, point in made.pop("label_points").items()}
    assert made.pop("paths") == dict(drawn.paths)
    assert points == dict(drawn.label_points)
    assert made == {name: getattr(drawn, name) for name in made}


def test_the_borders_cannot_be_changed_by_a_reader(drawn):
    with pytest.raises(TypeError):
        drawn.paths["VR01"] = ""
    assert boundaries() is drawn
