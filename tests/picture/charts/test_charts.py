"""Charts that a strict page, a printer and a screen reader all accept."""

import datetime
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toevlucht.geography.boundaries import boundaries
from toevlucht.language import LANGUAGES, Day, Message, Named, language
from toevlucht.picture.charts import draw
from toevlucht.picture.charts.canvas import SIZE, WIDTH
from toevlucht.picture.charts.svg import Markup, element, number
from toevlucht.picture.tables import (
    BarChart,
    LineChart,
    Point,
    RangeChart,
    RegionMap,
    Series,
)

SVG = "{http://www.w3.org/2000/svg}"
UNIT = Message("rendering.unit_name.person")
ALLOWED = {"svg", "title", "desc", "defs", "pattern", "g", "rect", "path", "line", "circle", "text"}


def words(value):
    return Message("rendering.cell.bare", {"n": value})


def series(name, *points):
    return Series(words(name), tuple(Point(words(label), low, high) for label, low, high in points))


def week(number, low, high):
    first = datetime.date(2022, 2, 28)
    return Point(Day(first + datetime.timedelta(7 * number), "week"), low, high)


def region_map(**values):
    points = {code: Point(Named(code, {"nl": code}), *ends) for code, ends in values.items()}
    return RegionMap(points, UNIT, boundaries().year)


EVERY_KIND = (("a", 3, 3), ("b", 1, 4), ("c", 8, None), ("d", None, None), ("e", 0, 0))
CHARTS = {
    "bars": BarChart((series("here", *EVERY_KIND),), UNIT),
    "two-bars": BarChart((series("here", *EVERY_KIND), series("there", *EVERY_KIND)), UNIT),
    "lines": LineChart(
        (
            Series(words("reports"), (week(0, 1, 1), week(1, None, None), week(2, 2, 5))),
            Series(words("signals"), (week(0, 0, 0), week(1, None, None), week(2, 1, 1))),
        ),
        UNIT,
        (words("target"), 9.0),
    ),
    "ranges": RangeChart((series("unseen", *EVERY_KIND),), UNIT),
    "map": region_map(VR01=(5, 5), VR13=(1, 4), VR09=(70, 70), VR22=(None, None)),
}


def drawn(chart, tag="nl", figure_id="fig"):
    return draw(chart, figure_id, "A title & more", "What it <says>", language(tag))


def texts(svg):
    return ["".join(node.itertext()) for node in ElementTree.fromstring(svg).iter(f"{SVG}text")]


@pytest.fixture(params=CHARTS)
def chart(request):
    return CHARTS[request.param]


def test_a_chart_has_a_name_and_a_description_for_who_cannot_see_it(chart):
    root = ElementTree.fromstring(drawn(chart))
    assert root.get("role") == "img"
    title, description = root.get("aria-labelledby").split()
    assert root.find(f"{SVG}title").attrib == {"id": title}
    assert root.find(f"{SVG}title").text == "A title & more"
    assert root.find(f"{SVG}desc").attrib == {"id": description}
    assert root.find(f"{SVG}desc").text == "What it <says>"


def test_a_chart_holds_nothing_that_a_strict_policy_would_block(chart):
    for node in ElementTree.fromstring(drawn(chart)).iter():
        assert node.tag.removeprefix(SVG) in ALLOWED
        for name, value in node.attrib.items():
            assert name not in ("style", "href", "src")
            assert not name.startswith("on")
            assert "url(" not in value or re.fullmatch(r"url\(#[\w-]+\)", value)


def test_every_pattern_that_is_used_is_there_and_is_its_own(chart):
    svg = drawn(chart, figure_id="first")
    used = set(re.findall(r"url\(#([\w-]+)\)", svg))
    ids = re.findall(r' id="([^"]+)"', svg)
    assert used <= set(ids)
    assert len(ids) == len(set(ids))
    assert all(id_.startswith("first-") for id_ in ids)


def test_the_same_chart_has_the_same_bytes_and_no_long_numbers(chart):
    assert drawn(chart) == drawn(chart)
    without_paths = re.sub(r"scale\([\d.]+\)", "", drawn(chart))
    assert not re.search(r"\d\.\d{3}", without_paths)


def test_letters_are_at_least_eleven_pixels_on_a_phone(chart):
    root = ElementTree.fromstring(drawn(chart))
    width = float(root.get("viewBox").split()[2])
    assert width == WIDTH
    assert float(root.get("font-size")) * 328 / width >= 11
    assert all(node.get("font-size") is None for node in root.iter(f"{SVG}text"))


@pytest.mark.parametrize("tag", LANGUAGES)
def test_labels_stay_within_the_drawing(chart, tag):
    root = ElementTree.fromstring(drawn(chart, tag))
    height = float(root.get("viewBox").split()[3])
    for node in root.iter(f"{SVG}text"):
        assert 0 <= float(node.get("x")) <= WIDTH
        assert SIZE / 2 <= float(node.get("y")) <= height


def test_what_nobody_supplied_is_hatched_and_named(chart):
    svg = drawn(chart)
    assert 'id="fig-absent' in svg
    assert "niet geleverd" in texts(svg)


@pytest.mark.parametrize("kind", ["bars", "two-bars", "ranges"])
def test_values_are_written_beside_their_bars(kind):
    said = texts(drawn(CHARTS[kind]))
    assert {"3", "1–4", "8 of meer", "niet geleverd", "0"} <= set(said)


def test_series_differ_by_pattern_and_not_by_colour_alone():
    svg = drawn(CHARTS["two-bars"])
    assert 'id="fig-stripes-1"' in svg
    assert {"here", "there"} <= set(texts(svg))


def test_lines_differ_by_dash_and_marker():
    svg = drawn(CHARTS["lines"])
    root = ElementTree.fromstring(svg)
    dashes = {n.get("stroke-dasharray") for n in root.iter(f"{SVG}path") if n.get("stroke-width")}
    assert {None, "7 4"} <= dashes
    assert "target: 9" in texts(svg)


def test_a_line_breaks_where_a_value_is_missing():
    one = Series(words("reports"), (week(0, 1, 1), week(1, None, None), week(2, 3, 3)))
    root = ElementTree.fromstring(drawn(LineChart((one,), UNIT)))
    strokes = [n.get("d") for n in root.iter(f"{SVG}path") if n.get("stroke-linejoin") == "round"]
    assert len(strokes) == 2
    assert all("L" not in d for d in strokes)


def test_the_map_says_which_borders_it_draws_and_whose_they_are():
    said = " ".join(texts(drawn(CHARTS["map"])))
    assert str(boundaries().year) in said
    assert boundaries().credit in said


def test_the_map_writes_each_value_on_its_region():
    said = texts(drawn(CHARTS["map"]))
    assert {"5", "70", "1–4"} <= set(said)


def test_the_map_draws_every_region_also_without_values():
    svg = drawn(region_map())
    assert all(boundaries().paths[code] in svg for code in boundaries().paths)
    assert "niet geleverd" in texts(svg)


@pytest.mark.parametrize(
    "chart",
    [
        BarChart((), UNIT),
        BarChart((Series(words("empty"), ()),), UNIT),
        LineChart((), UNIT),
        LineChart((Series(words("one"), (week(0, 4, 4),)),), UNIT),
        RangeChart((Series(words("none"), ()),), UNIT),
    ],
)
def test_a_chart_of_nothing_or_of_one_value_is_still_a_chart(chart):
    assert ElementTree.fromstring(drawn(chart)).tag == f"{SVG}svg"


amounts = st.one_of(st.none(), st.floats(0, 1e7), st.integers(0, 10**7))
points = st.builds(
    lambda n, low, more: week(n, low, None if low is None or more is None else low + more),
    st.integers(0, 300),
    amounts,
    amounts,
)


@settings(deadline=None, max_examples=60)
@given(values=st.lists(points, max_size=12), tag=st.sampled_from(LANGUAGES))
def test_any_values_can_be_drawn(values, tag):
    one = Series(words('<&"> є'), tuple(values))
    for kind in (BarChart, LineChart, RangeChart):
        svg = drawn(kind((one,), UNIT), tag)
        ElementTree.fromstring(svg)
        assert "nan" not in svg
        assert "inf" not in svg


def test_the_writer_refuses_what_could_act():
    for attributes in ({"style": "x"}, {"onclick": "x"}, {"href": "x"}):
        with pytest.raises(ValueError, match="holds no attribute"):
            element("rect", **attributes)
    with pytest.raises(ValueError, match="holds no <script>"):
        element("script")


def test_the_writer_escapes_texts_and_attributes():
    assert element("text", "<&", id='"') == "<text id='\"'>&lt;&amp;</text>"
    assert element("g", Markup("<g/>")) == "<g><g/></g>"


@pytest.mark.parametrize(
    ("value", "expected"), [(1, "1"), (1.005, "1"), (-0.001, "0"), (0.1 + 0.2, "0.3"), (100, "100")]
)
def test_numbers_are_short(value, expected):
    assert number(value) == expected
