"""What values look like and how they are written: tints, patterns, texts of points."""

from __future__ import annotations

from decimal import Decimal

from toevlucht.language import Language
from toevlucht.picture.charts.svg import Markup, element
from toevlucht.picture.tables import Point

INK = "#1b2733"
MUTED = "#4d5966"
RULE = "#c9d0d6"
AXIS = "#6d7883"
PAPER = "#ffffff"
ABSENT = "#6d7883"

# Told apart by pattern and lightness first; the hues are safe for the colour-blind besides.
SERIES = ("#0b4f8a", "#b3460b", "#0d6b5f", "#6a3d9a")
STEP_MARK = "#0a3761"
STEPS = ("#dbe8f5", "#9dc3e6", "#3f7fbf")

Stroke = tuple[str, float]


def amount(value: float, language: Language) -> str:
    """A value as a label: whole where it is whole, else with one decimal."""
    exact = Decimal(str(value))
    whole = exact.to_integral_value()
    return language.number(whole if exact == whole else round(exact, 1))


def written(point: Point, language: Language) -> str:
    """The value of a point in words: exact, a range, 'or more', or not supplied."""
    if point.low is None:
        return language.say("rendering.chart.not_supplied")
    low = amount(point.low, language)
    if point.high is None:
        return language.say("rendering.chart.or_more", value=low)
    if point.high == point.low:
        return low
    return language.say("rendering.chart.span", low=low, high=amount(point.high, language))


def is_exact(point: Point) -> bool:
    return point.low is not None and point.low == point.high


def is_range(point: Point) -> bool:
    return point.low is not None and point.low != point.high


def top(points: list[Point]) -> float:
    """The highest value that any of the points may have."""
    return max((max(p.low, p.high or 0) for p in points if p.low is not None), default=0)


def series_fill(index: int) -> str:
    """The name of the pattern for the bars of a series."""
    return ("solid", "stripes", "dots", "grid")[index % 4] + f"-{index % 4}"


def ground(name: str) -> tuple[str, str]:
    """The colour and the class of what lies below a pattern; tiles alone would show their seams."""
    kind, _, tint = name.partition("-")
    if kind == "solid":
        return SERIES[int(tint)], f"fill-series-{tint}"
    if kind == "step":
        return STEPS[int(tint)], f"fill-step-{tint}"
    return PAPER, "fill-paper"


def pattern(name: str, id_: str, transform: str | None = None) -> Markup | None:
    """The pattern with this name, such as ``stripes-1``; None where the ground is all there is."""
    kind, _, tint = name.partition("-")
    size, drawing = _drawings(kind, tint)
    if not drawing:
        return None
    return element(
        "pattern",
        *drawing,
        id=id_,
        width=size,
        height=size,
        patternUnits="userSpaceOnUse",
        patternTransform=transform,
    )


def _drawings(kind: str, tint: str) -> tuple[float, list[Markup]]:
    """The size of a pattern's tile and what is drawn on it."""
    if kind == "absent":
        return 7, [_line("M-1 8L8 -1M-1 1L1 -1M6 8L8 6", ABSENT, 0.9, "absent")]
    if kind == "step":
        return 9, _step(int(tint))
    colour, class_ = SERIES[int(tint)], f"series-{tint}"
    match kind:
        case "solid":
            return 8, []
        case "stripes":
            return 8, [_line("M-2 2L2 -2M0 8L8 0M6 10L10 6", colour, 3, class_)]
        case "dots":
            return 8, [_dot(2, 2, 2, colour, class_), _dot(6, 6, 2, colour, class_)]
        case "grid":
            return 8, [_line("M0 4H8M4 0V8", colour, 2.4, class_)]
        case "span":
            return 6, [_line("M3 0V6", colour, 1.6, class_)]
    raise ValueError(f"no pattern is called {kind}")


def _step(tint: int) -> list[Markup]:
    """The steps of a map: plain, dotted, striped, each darker than the one before."""
    if tint == 1:
        return [_dot(4.5, 4.5, 1.4, STEP_MARK, "step-mark")]
    if tint == 2:
        return [_line("M-2 2L2 -2M0 9L9 0M7 11L11 7", STEP_MARK, 2.2, "step-mark")]
    return []


def _line(d: str, stroke: str, width: float, class_: str) -> Markup:
    return element(
        "path", class_=f"stroke-{class_}", d=d, fill="none", stroke=stroke, stroke_width=width
    )


def _dot(x: float, y: float, r: float, fill: str, class_: str) -> Markup:
    return element("circle", class_=f"fill-{class_}", cx=x, cy=y, r=r, fill=fill)
