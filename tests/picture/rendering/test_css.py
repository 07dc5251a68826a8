"""Colours that can be read, in light and in dark, and nothing fetched from elsewhere."""

import re
from importlib.resources import files
from itertools import product

import pytest

CSS = files("toevlucht.picture.rendering").joinpath("edition.css").read_text("utf-8")
LIGHT, DARK = (
    dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part))
    for part in (CSS.split("@media screen")[0], CSS.split("@media screen")[1].split("@media")[0])
)


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_texts_stand_out_from_every_ground(scheme):
    for text, ground in product(("ink", "muted", "link"), ("paper", "ground", "caution-ground")):
        assert contrast(scheme[text], scheme[ground]) >= 4.5, (text, ground)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_what_charts_draw_stands_out_from_the_paper(scheme):
    drawn = ("axis", "absent", "series-0", "series-1", "series-2", "series-3", "caution")
    for name in drawn:
        assert contrast(scheme[name], scheme["paper"]) >= 3, name
    assert contrast(scheme["step-mark"], scheme["step-1"]) >= 3


def test_the_steps_of_a_map_grow_away_from_the_paper_in_both_schemes():
    for scheme in (LIGHT, DARK):
        away = [contrast(scheme[f"step-{step}"], scheme["paper"]) for step in range(3)]
        assert away == sorted(away)


def test_dark_gives_every_colour_that_light_has():
    assert LIGHT.keys() == DARK.keys()


def test_the_stylesheet_fetches_nothing():
    assert "url(" not in CSS
    assert "@import" not in CSS
    assert "@font-face" not in CSS


def test_the_drawings_have_the_colours_of_the_light_scheme():
    from toevlucht.picture.charts import marks

    assert (LIGHT["ink"], LIGHT["muted"], LIGHT["rule"]) == (marks.INK, marks.MUTED, marks.RULE)
    assert tuple(LIGHT[f"series-{n}"] for n in range(4)) == marks.SERIES
    assert tuple(LIGHT[f"step-{n}"] for n in range(3)) == marks.STEPS


def test_every_class_of_a_drawing_is_styled():
    from tests.picture.rendering.sample import sample

    from toevlucht.picture.rendering.html import Links, body

    drawings = "".join(re.findall(r"<svg.*?</svg>", body(sample("nl"), Links())))
    used = {name for names in re.findall(r'class="([^"]+)"', drawings) for name in names.split()}
    assert {name for name in used if f".{name}" not in CSS} == set()
