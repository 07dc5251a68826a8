"""What is known of numbers that nobody knows exactly: one range a row on a common scale."""

from __future__ import annotations

from toevlucht.picture.charts import marks
from toevlucht.picture.charts.canvas import LINE, WIDTH, Canvas, extent, wrapped
from toevlucht.picture.charts.legend import Entry, draw_legend, draw_unit
from toevlucht.picture.charts.scale import Scale, ticks
from toevlucht.picture.charts.svg import Markup, element, path
from toevlucht.picture.tables import Point, RangeChart, Series

BAND = 16.0
GAP = 20.0


def draw_ranges(chart: RangeChart, canvas: Canvas) -> None:
    points = [point for series in chart.series for point in series.points]
    draw_unit(canvas, chart.unit)
    draw_legend(canvas, _legend(chart, canvas))
    steps = ticks(marks.top(points) * 1.02)
    scale = Scale(0, steps[-1], 2, WIDTH - 24)
    canvas.bottom += 6
    first, before = canvas.bottom, len(canvas.parts)
    for index, series in enumerate(chart.series):
        for point in series.points:
            _draw_row(canvas, scale, index, series, point, named=len(chart.series) > 1)
    rows, canvas.parts[before:] = canvas.parts[before:], []
    _draw_axis(canvas, scale, steps, first)
    canvas.parts += rows


def _legend(chart: RangeChart, canvas: Canvas) -> list[Entry]:
    absent = any(point.low is None for series in chart.series for point in series.points)
    words = canvas.language.say("rendering.chart.not_supplied")
    return [Entry("absent", None, words)] if absent else []


def _draw_row(
    canvas: Canvas, scale: Scale, index: int, series: Series, point: Point, named: bool
) -> None:
    label = canvas.language.write(point.label)
    if named:
        label = f"{canvas.language.write(series.title)}: {label}"
    _draw_heading(canvas, label, marks.written(point, canvas.language))
    if point.low is None:
        canvas.box(scale.start, canvas.bottom, 34, BAND, "absent", None)
    elif point.low == point.high:
        canvas.add(_diamond(scale.place(point.low), canvas.bottom + BAND / 2, index % 4))
    else:
        _draw_band(canvas, scale, point, index % 4)
    canvas.bottom += BAND + GAP


def _draw_heading(canvas: Canvas, label: str, value: str) -> None:
    """The label at the left, the value at the right, on the same line where both fit."""
    lines = wrapped(label, WIDTH - extent(value) * 1.08 - 24)
    for line in lines:
        canvas.bottom += LINE
        canvas.text(0, canvas.bottom - 8, line)
    canvas.text(WIDTH, canvas.bottom - 8, value, text_anchor="end", font_weight=700)


def _draw_band(canvas: Canvas, scale: Scale, point: Point, tint: int) -> None:
    """A band with closed ends; an open end where no highest value is known."""
    start = scale.place(point.low or 0)
    end = scale.place(point.high) if point.high is not None else scale.end + 6
    y, width = canvas.bottom, max(end - start, 4)
    canvas.box(start, y, width, BAND, f"span-{tint}", tint)
    caps = [start] if point.high is None else [start, start + width]
    for x in caps:
        canvas.rule(
            x, y - 3, x, y + BAND + 3,
            class_=f"stroke-series-{tint}", stroke=marks.SERIES[tint], stroke_width=3,
        )  # fmt: skip
    if point.high is None:
        tip = [(end, y - 4), (end + 14, y + BAND / 2), (end, y + BAND + 4)]
        canvas.add(
            element(
                "path",
                class_=f"fill-series-{tint}",
                d=path(tip, closed=True),
                fill=marks.SERIES[tint],
            )
        )


def _diamond(x: float, y: float, tint: int) -> Markup:
    corners = [(x, y - 9), (x + 9, y), (x, y + 9), (x - 9, y)]
    return element(
        "path",
        class_=f"fill-series-{tint}",
        d=path(corners, closed=True),
        fill=marks.SERIES[tint],
    )


def _draw_axis(canvas: Canvas, scale: Scale, steps: list[float], first: float) -> None:
    bottom = canvas.bottom
    for index, step in enumerate(steps):
        x = scale.place(step)
        canvas.rule(x, first, x, bottom)
        anchor = "start" if index == 0 else "end" if index == len(steps) - 1 else "middle"
        canvas.text(
            x, bottom + 18, marks.amount(step, canvas.language),
            class_="fill-muted", fill=marks.MUTED, text_anchor=anchor,
        )  # fmt: skip
    canvas.bottom += LINE
