"""The key above lines: each series by its dash and its marker, not by its colour alone."""

from __future__ import annotations

from toevlucht.picture.charts import marks
from toevlucht.picture.charts.canvas import LINE, WIDTH, Canvas, extent, wrapped
from toevlucht.picture.charts.legend import draw_legend, state_entries
from toevlucht.picture.charts.svg import Attribute, element, path
from toevlucht.picture.tables import LineChart

SAMPLE = 40.0
DASHES = (None, "7 4", "2 3", "12 4 2 4")


def draw_line_legend(chart: LineChart, canvas: Canvas) -> None:
    x = 0.0
    for index, series in enumerate(chart.series):
        lines = wrapped(canvas.language.write(series.title), WIDTH - SAMPLE - 8)
        width = SAMPLE + 8 + max((extent(line) for line in lines), default=0)
        if x == 0 or x + width > WIDTH:
            x = 0.0
            canvas.bottom += LINE
        _draw_sample(canvas, x, canvas.bottom - 10.5, index % 4)
        for number, line in enumerate(lines):
            canvas.bottom += LINE if number else 0
            canvas.text(x + SAMPLE + 8, canvas.bottom - 5, line)
        x += width + 18
    points = [point for series in chart.series for point in series.points]
    draw_legend(canvas, state_entries(canvas, points))


def _draw_sample(canvas: Canvas, x: float, y: float, tint: int) -> None:
    canvas.add(
        element(
            "path",
            class_=f"stroke-series-{tint}",
            d=path([(x, y), (x + SAMPLE, y)]),
            fill="none",
            stroke=marks.SERIES[tint],
            stroke_width=2.6,
            stroke_dasharray=DASHES[tint],
        )
    )
    draw_marker(canvas, x + SAMPLE / 2, y, tint)


def draw_marker(canvas: Canvas, x: float, y: float, tint: int) -> None:
    """A dot, a square, a triangle or a diamond."""
    look: dict[str, Attribute] = {
        "class_": f"fill-series-{tint} stroke-paper",
        "fill": marks.SERIES[tint],
        "stroke": marks.PAPER,
        "stroke_width": 1.5,
    }
    if tint == 0:
        canvas.add(element("circle", cx=x, cy=y, r=5.5, **look))
        return
    corners = {
        1: [(x - 5, y - 5), (x + 5, y - 5), (x + 5, y + 5), (x - 5, y + 5)],
        2: [(x, y - 7), (x + 6.5, y + 5), (x - 6.5, y + 5)],
        3: [(x, y - 7), (x + 7, y), (x, y + 7), (x - 7, y)],
    }[tint]
    canvas.add(element("path", d=path(corners, closed=True), **look))
