"""Simplifying a border keeps its ends, its course, and the neighbours' agreement about it."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from toevlucht.geography.labels import area_of, distance, is_inside, label_point
from toevlucht.geography.simplify import douglas_peucker, path, simplified
from toevlucht.geography.topology import corners, lines_between, outline, shapes_of

coordinates = st.integers(min_value=0, max_value=200).map(float)
points = st.tuples(coordinates, coordinates)
lines = st.lists(points, min_size=2, max_size=40, unique=True)
tolerances = st.floats(min_value=0, max_value=20)

SQUARE = [(0.0, 0.0), (30.0, 0.0), (30.0, 30.0), (0.0, 30.0), (0.0, 0.0)]


@given(lines, tolerances)
def test_a_line_keeps_its_ends_and_invents_no_point(line, tolerance):
    kept = douglas_peucker(line, tolerance)
    assert (kept[0], kept[-1]) == (line[0], line[-1])
    remaining = iter(line)
    assert all(point in remaining for point in kept)


@given(lines, tolerances)
def test_no_point_lies_farther_away_than_the_tolerance(line, tolerance):
    kept = douglas_peucker(line, tolerance)
    for point in line:
        assert min(distance(point, *stretch) for stretch in pairwise(kept)) <= tolerance + 1e-9


def test_a_straight_line_needs_only_its_ends():
    assert douglas_peucker([(0, 0), (1, 0), (2, 0), (9, 0)], 0) == [(0, 0), (9, 0)]


def test_a_closed_line_keeps_its_farthest_point():
    assert douglas_peucker([(0, 0), (5, 1), (9, 0), (5, -1), (0, 0)], 2) == [(0, 0), (9, 0), (0, 0)]


@given(
    st.lists(st.integers(min_value=60, max_value=140), min_size=1, max_size=30),
    st.integers(min_value=0),
    st.integers(min_value=0),
    tolerances,
)
def test_neighbours_keep_the_same_border_wherever_rings_start(xs, turn, other_turn, tolerance):
    border = [(100.0, 0.0), *((float(x), 5.0 + 5 * i) for i, x in enumerate(xs)), (100.0, 200.0)]
    west = [(0.0, 0.0), *border, (0.0, 200.0)]
    east = [(200.0, 200.0), *border[::-1], (200.0, 0.0)]
    shapes = {"west": [closed(west, turn)], "east": [closed(east, other_turn)]}

    simple = simplified(shapes, tolerance)

    seen_west, seen_east = (set(pairwise(simple[side][0])) for side in ("west", "east"))
    seen_from_west = {stretch for stretch in seen_west if is_within(stretch)}
    seen_from_east = {(end, start) for start, end in seen_east if is_within((start, end))}
    assert seen_from_west == seen_from_east != set()
    assert sum(area_of(ring) for side in simple.values() for ring in side) == 200 * 200


def closed(points, turn):
    turn %= len(points)
    turned = points[turn:] + points[:turn]
    return [*turned, turned[0]]


def is_within(stretch) -> bool:
    return all(50 <= x <= 150 for x, _ in stretch)


def test_an_enclave_and_the_hole_around_it_stay_one_line():
    hole = [(10.0, 10.0), (10.0, 20.0), (15.0, 21.0), (20.0, 20.0), (20.0, 10.0), (10.0, 10.0)]
    enclave = [*hole[2:-1][::-1], *hole[:2][::-1], hole[2:-1][-1]]
    assert set(pairwise(enclave)) == {(end, start) for start, end in pairwise(hole)}

    simple = simplified({"around": [SQUARE, hole], "within": [enclave]}, 2)

    around, within = simple["around"][1], simple["within"][0]
    assert set(pairwise(within)) == {(end, start) for start, end in pairwise(around)}


def test_an_island_too_small_to_see_is_left_out():
    island = [(50.0, 50.0), (52.0, 50.0), (52.0, 52.0), (50.0, 52.0), (50.0, 50.0)]
    assert simplified({"here": [SQUARE, island]}, 0) == {"here": [SQUARE]}


def test_borders_meet_where_three_lines_come_together():
    left = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)]
    right = [(1.0, 0.0), (2.0, 0.0), (2.0, 1.0), (1.0, 1.0), (1.0, 0.0)]
    meeting = corners([left, right])
    assert meeting == {(1.0, 0.0), (1.0, 1.0)}
    assert ((1.0, 0.0), (1.0, 1.0)) in lines_between(left, meeting)
    assert ((1.0, 1.0), (1.0, 0.0)) in lines_between(right, meeting)


def test_the_outline_leaves_out_what_two_areas_share():
    left = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)]
    right = [(1.0, 0.0), (2.0, 0.0), (2.0, 1.0), (1.0, 1.0), (1.0, 0.0)]
    (ring,) = outline({"left": [left], "right": [right]})
    assert area_of(ring) == 2
    assert not {((1.0, 0.0), (1.0, 1.0)), ((1.0, 1.0), (1.0, 0.0))} & set(pairwise(ring))


def test_arcs_are_unfolded_and_walked_backwards_where_the_file_says_so():
    topology = {
        "transform": {"scale": [0.5, 2], "translate": [10, 100]},
        "arcs": [[[0, 0], [2, 0], [0, 2]], [[0, 0], [0, 2], [2, 0]]],
        "objects": {
            "areas": {"geometries": [polygon("A", [[0, ~1]]), several("B", [[[1, ~0]]])]},
        },
    }
    assert shapes_of(topology, "areas") == {
        "A": [[(10, 100), (11, 100), (11, 104), (10, 104), (10, 100)]],
        "B": [[(10, 100), (10, 104), (11, 104), (11, 100), (10, 100)]],
    }


def polygon(code, arcs):
    return {"type": "Polygon", "arcs": arcs, "properties": {"code": code}}


def several(code, arcs):
    return {"type": "MultiPolygon", "arcs": arcs, "properties": {"code": code}}


def test_a_path_is_written_in_whole_relative_steps():
    assert path([SQUARE]) == "M0 0l30 0 0 30-30 0z"


def test_the_label_of_a_crescent_lies_in_the_crescent():
    corners_of_it = [(0, 0), (90, 0), (90, 20), (20, 20), (20, 70), (90, 70), (90, 90), (0, 90)]
    crescent = [(float(x), float(y)) for x, y in [*corners_of_it, (0, 0)]]
    assert is_inside(label_point([crescent]), [crescent])


def test_a_label_stays_out_of_a_lake():
    lake = [(5.0, 5.0), (5.0, 28.0), (28.0, 28.0), (28.0, 5.0), (5.0, 5.0)]
    assert is_inside(label_point([SQUARE, lake]), [SQUARE, lake])
