"""Horizontal bars: a label, a bar and its value, readable at any width."""

from __future__ import annotations

from toevlucht.picture.charts import marks
from toevlucht.picture.charts.canvas import LINE, WIDTH, Canvas, extent, wrapped
from toevlucht.picture.charts.legend import draw_legend, draw_unit, entries_of
from toevlucht.picture.charts.scale import Scale
from toevlucht.picture.tables import BarChart, Point

BAR = 20.0
GAP = 14.0
WIDEST_LABEL_BESIDE = 190.0
SHORTEST_SCALE = 4  # so that a single report does not fill the page

Rows = dict[str, list[tuple[int, Point]]]


def draw_bars(chart: BarChart, canvas: Canvas) -> None:
    rows = _rows(chart, canvas)
    draw_unit(canvas, chart.unit)
    draw_legend(canvas, entries_of(canvas, chart.series))
    canvas.bottom += 6
    beside = _label_column(rows, len(chart.series))
    scale = _scale(chart, canvas, start=beside + 1)
    first = canvas.bottom
    for label, bars in rows.items():
        _draw_row(canvas, scale, label, bars, beside)
    start = scale.start - 1
    canvas.rule(
        start, first, start, canvas.bottom - GAP + 4, class_="stroke-axis", stroke=marks.AXIS
    )


def _rows(chart: BarChart, canvas: Canvas) -> Rows:
    """The bars by their label, in the order in which the labels first appear."""
    rows: Rows = {}
    for index, series in enumerate(chart.series):
        for point in series.points:
            rows.setdefault(canvas.language.write(point.label), []).append((index, point))
    return rows


def _label_column(rows: Rows, series: int) -> float:
    """The width of labels beside their bars; 0 where they are long and stand above."""
    widest = max((extent(label) for label in rows), default=0)
    return widest + 8 if series == 1 and widest <= WIDEST_LABEL_BESIDE else 0


def _scale(chart: BarChart, canvas: Canvas, start: float) -> Scale:
    """From zero to the highest value, with room left for the widest label at a bar's end."""
    points = [point for series in chart.series for point in series.points]
    room = max((extent(marks.written(point, canvas.language)) for point in points), default=0)
    return Scale(0, max(marks.top(points), SHORTEST_SCALE), start, WIDTH - room * 1.08 - 16)


def _draw_row(
    canvas: Canvas, scale: Scale, label: str, bars: list[tuple[int, Point]], beside: float
) -> None:
    if beside:
        canvas.text(beside - 8, canvas.bottom + 15.5, label, text_anchor="end")
    else:
        for line in wrapped(label, WIDTH - 8):
            canvas.bottom += LINE
            canvas.text(8, canvas.bottom - 6, line)
    for index, point in bars:
        _draw_bar(canvas, scale, index, point)
        canvas.bottom += BAR + 5
    canvas.bottom += GAP - 5


def _draw_bar(canvas: Canvas, scale: Scale, index: int, point: Point) -> None:
    y, start = canvas.bottom, scale.start
    end = start + 34.0
    if point.low is None:
        canvas.box(start, y, 34, BAR, "absent", None)
    else:
        end = _draw_value(canvas, scale, index, point)
    bold = None if point.low is None else 700
    canvas.text(end + 8, y + 15.5, marks.written(point, canvas.language), font_weight=bold)


def _draw_value(canvas: Canvas, scale: Scale, index: int, point: Point) -> float:
    """The sure part solid, the part up to the highest possible value open; gives the bar's end."""
    low, tint = point.low or 0, index % 4
    sure = scale.place(low)
    high = scale.place(point.high) if point.high is not None else sure + 24
    if low > 0:
        pattern = marks.series_fill(index)
        canvas.box(scale.start, canvas.bottom, sure - scale.start, BAR, pattern, tint)
    elif point.high == 0:
        canvas.box(scale.start, canvas.bottom, 1.5, BAR, f"solid-{tint}", tint)
    if high > sure:
        canvas.box(sure, canvas.bottom, high - sure, BAR, f"span-{tint}", tint)
    return max(high, scale.start + 2)
