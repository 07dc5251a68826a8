"""Values over time on a true time axis, with gaps where nobody supplied anything."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from itertools import groupby

from babel.dates import format_date, format_skeleton

from toevlucht.language import Day, Language, Message
from toevlucht.picture.charts import marks
from toevlucht.picture.charts.canvas import LINE, WIDTH, Canvas, extent
from toevlucht.picture.charts.legend import draw_unit
from toevlucht.picture.charts.line_legend import DASHES, draw_line_legend, draw_marker
from toevlucht.picture.charts.scale import Scale, axis_days, smallest_gap, ticks
from toevlucht.picture.charts.svg import element, path
from toevlucht.picture.tables import LineChart, Point, Series

HEIGHT = 230.0
MOST_MARKERS = 14
MOST_LABELS = 6


@dataclass(frozen=True)
class Plot:
    """The two scales of the drawing; time runs in days, or in steps where points are no days."""

    across: Scale
    up: Scale
    steps: list[float]
    order: dict[str, int]

    def x(self, point: Point) -> float:
        return self.across.place(_moment(point, self.order))

    def y(self, value: float) -> float:
        return self.up.place(value)


def draw_lines(chart: LineChart, canvas: Canvas) -> None:
    draw_unit(canvas, chart.unit)
    draw_line_legend(chart, canvas)
    canvas.bottom += 10
    plot = _plot(chart, canvas)
    _draw_value_axis(canvas, plot)
    _draw_absences(chart, canvas, plot)
    _draw_time_axis(chart, canvas, plot)
    if chart.target:
        _draw_target(canvas, plot, *chart.target)
    for index, series in enumerate(chart.series):
        _draw_series(canvas, plot, index, series)
    for series in chart.series:
        _draw_labels(canvas, plot, series, few=len(chart.series) == 1)
    canvas.bottom += HEIGHT + LINE


def _points(chart: LineChart) -> list[Point]:
    return [point for series in chart.series for point in series.points]


def _moment(point: Point, order: dict[str, int]) -> float:
    if isinstance(point.label, Day) and not order:
        return point.label.date.toordinal()
    return order[repr(point.label)]


def _plot(chart: LineChart, canvas: Canvas) -> Plot:
    points = _points(chart)
    steps = ticks(max(marks.top(points), chart.target[1] if chart.target else 0))
    margin = max(extent(marks.amount(step, canvas.language)) for step in steps) + 8
    order: dict[str, int] = {}
    if not all(isinstance(point.label, Day) for point in points):
        for point in points:
            order.setdefault(repr(point.label), len(order))
    moments = [_moment(point, order) for point in points] or [0]
    return Plot(
        Scale(min(moments), max(moments), margin + 10, WIDTH - 14),
        Scale(0, steps[-1], canvas.bottom + HEIGHT, canvas.bottom),
        steps,
        order,
    )


def _draw_value_axis(canvas: Canvas, plot: Plot) -> None:
    left = plot.across.start - 10
    for step in plot.steps:
        y = plot.y(step)
        axis = {"class_": "stroke-axis", "stroke": marks.AXIS} if step == 0 else {}
        canvas.rule(left, y, WIDTH, y, **axis)
        canvas.text(
            left - 6, y + 5.5, marks.amount(step, canvas.language),
            class_="fill-muted", fill=marks.MUTED, text_anchor="end",
        )  # fmt: skip


def _draw_time_axis(chart: LineChart, canvas: Canvas, plot: Plot) -> None:
    bottom, reached = canvas.bottom + HEIGHT, -99.0
    for place, label in _time_labels(chart, canvas.language, plot):
        canvas.rule(place, bottom, place, bottom + 5, class_="stroke-axis", stroke=marks.AXIS)
        width = extent(label)
        start = min(max(place - width / 2, 0), WIDTH - width)
        if start >= reached + 6:
            canvas.text(
                start + width / 2, bottom + 22, label,
                class_="fill-muted", fill=marks.MUTED, text_anchor="middle",
            )  # fmt: skip
            reached = start + width


def _time_labels(chart: LineChart, language: Language, plot: Plot) -> list[tuple[float, str]]:
    if plot.order:
        return [(plot.x(point), language.write(point.label)) for point in chart.series[0].points]
    days = axis_days(
        sorted({point.label.date for point in _points(chart) if isinstance(point.label, Day)})
    )
    months = len({day.year for day in days}) > 1 and all(day.day == 1 for day in days)
    return [(plot.across.place(d.toordinal()), _day(d, language, months)) for d in days]


def _day(day: datetime.date, language: Language, as_month: bool) -> str:
    if as_month:
        return str(format_date(day, "LLL yyyy", locale=language.locale))
    return str(format_skeleton("MMMd", day, locale=language.locale))


def _draw_absences(chart: LineChart, canvas: Canvas, plot: Plot) -> None:
    """A hatched strip where every series that has a point at a moment has no value there."""
    points = sorted(_points(chart), key=plot.x)
    places = {plot.x(point) for point in points}
    width = max(min(smallest_gap(list(places)), 40), 6)
    for x, group in groupby(points, key=plot.x):
        if all(point.low is None for point in group):
            start, end = max(x - width / 2, plot.across.start - 10), min(x + width / 2, WIDTH)
            canvas.add(
                canvas.filled(
                    "absent", "rect", x=start, y=canvas.bottom, width=end - start, height=HEIGHT
                )
            )


def _draw_target(canvas: Canvas, plot: Plot, title: Message, value: float) -> None:
    y = plot.y(value)
    canvas.rule(
        plot.across.start - 10, y, WIDTH, y,
        class_="stroke-ink", stroke=marks.INK, stroke_width=2, stroke_dasharray="9 5",
    )  # fmt: skip
    words = canvas.language.say(
        "rendering.chart.target", title=title, value=marks.amount(value, canvas.language)
    )
    _halo_text(canvas, plot.across.start, y - 7 if y > canvas.bottom + 24 else y + 19, words)


def _draw_series(canvas: Canvas, plot: Plot, index: int, series: Series) -> None:
    tint = index % 4
    for known, run in groupby(series.points, key=lambda point: point.low is not None):
        if known:
            _draw_run(canvas, plot, tint, list(run))
    given = [point for point in series.points if point.low is not None]
    if len(given) <= MOST_MARKERS:
        for point in given:
            _draw_point(canvas, plot, tint, point)


def _draw_run(canvas: Canvas, plot: Plot, tint: int, run: list[Point]) -> None:
    """A stretch without gaps: a band where values are ranges, a line where they are known."""
    low = [(plot.x(point), plot.y(point.low or 0)) for point in run]
    high = [(plot.x(point), plot.y(_highest(point))) for point in run]
    if low != high:
        band = path([*low, *reversed(high)], closed=True)
        canvas.add(canvas.filled(f"span-{tint}", "path", d=band))
    for edge in [low] if low == high else [low, high]:
        canvas.add(
            element(
                "path",
                class_=f"stroke-series-{tint}",
                d=path(edge),
                fill="none",
                stroke=marks.SERIES[tint],
                stroke_width=2.6 if low == high else 1.4,
                stroke_dasharray=DASHES[tint],
                stroke_linejoin="round",
            )
        )


def _draw_point(canvas: Canvas, plot: Plot, tint: int, point: Point) -> None:
    x, low, high = plot.x(point), plot.y(point.low or 0), plot.y(_highest(point))
    if low != high:
        canvas.rule(
            x, low, x, high,
            class_=f"stroke-series-{tint}", stroke=marks.SERIES[tint], stroke_width=3,
        )  # fmt: skip
    draw_marker(canvas, x, low, tint)
    if low != high:
        draw_marker(canvas, x, high, tint)


def _draw_labels(canvas: Canvas, plot: Plot, series: Series, few: bool) -> None:
    """The values beside the line: all where they are few, else the last one."""
    given = [point for point in series.points if point.low is not None]
    chosen = given if few and len(given) <= MOST_LABELS else given[-1:]
    for point in chosen:
        words = marks.written(point, canvas.language)
        half = extent(words) / 2
        x = min(max(plot.x(point), plot.across.start + half - 8), WIDTH - half)
        y = plot.y(_highest(point)) - 12
        _halo_text(canvas, x, y, words, text_anchor="middle", font_weight=700)


def _halo_text(canvas: Canvas, x: float, y: float, words: str, **attributes: str | int) -> None:
    canvas.text(
        x, y, words,
        class_="halo", stroke=marks.PAPER, stroke_width=4, stroke_linejoin="round",
        paint_order="stroke", **attributes,
    )  # fmt: skip


def _highest(point: Point) -> float:
    return (point.low or 0) if point.high is None else point.high
