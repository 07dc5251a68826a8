"""The safety regions with their values: steps of tint and pattern, and the number in each."""

from __future__ import annotations

from collections.abc import Mapping

from toevlucht.geography.boundaries import Boundaries, boundaries
from toevlucht.picture.charts import marks
from toevlucht.picture.charts.canvas import LINE, WIDTH, Canvas, extent
from toevlucht.picture.charts.legend import Entry, draw_legend, draw_unit
from toevlucht.picture.charts.svg import Markup, group, number
from toevlucht.picture.tables import Point, RegionMap

MAP_WIDTH = WIDTH
LABEL_HEIGHT = 17.0


def draw_map(chart: RegionMap, canvas: Canvas) -> None:
    borders = boundaries()
    points = {code: chart.values.get(code) for code in sorted(borders.paths)}
    limits = _limits([point for point in points.values() if point and marks.is_exact(point)])
    draw_unit(canvas, chart.unit)
    draw_legend(canvas, _legend(canvas, limits, points))
    canvas.bottom += 6
    scale = MAP_WIDTH / borders.width
    canvas.add(
        group(
            *(_region(canvas, borders, code, points[code], limits, scale) for code in points),
            transform=f"translate(0 {number(canvas.bottom)}) scale({scale:.4f})",
        )
    )
    _draw_labels(canvas, borders, points, scale)
    canvas.bottom += borders.height * scale + 4
    _draw_credit(canvas, borders)


def _limits(points: list[Point]) -> list[float]:
    """The values at which the second and third step begin: thirds of the different values."""
    values = sorted({point.low or 0 for point in points})
    if len(values) < 3:
        return values[1:]
    return [values[len(values) // 3], values[2 * len(values) // 3]]


def _step(value: float, limits: list[float]) -> int:
    return sum(value >= limit for limit in limits)


def _pattern(point: Point | None, limits: list[float]) -> str:
    if point is None or point.low is None:
        return "absent"
    return f"step-{_step(point.low, limits)}" if marks.is_exact(point) else "span-0"


def _legend(canvas: Canvas, limits: list[float], points: Mapping[str, Point | None]) -> list[Entry]:
    """The steps with the values that really occur in them, ranges, and what is absent."""
    say, entries = canvas.language.say, []
    exact = [point.low or 0 for point in points.values() if point and marks.is_exact(point)]
    for step in range(len(limits) + 1):
        inside = sorted(value for value in exact if _step(value, limits) == step)
        if inside:
            low, high = (marks.amount(end, canvas.language) for end in (inside[0], inside[-1]))
            words = low if low == high else say("rendering.chart.to", low=low, high=high)
            entries.append(Entry(f"step-{step}", 0, words))
    if any(point and marks.is_range(point) for point in points.values()):
        entries.append(Entry("span-0", 0, say("rendering.chart.range")))
    if any(point is None or point.low is None for point in points.values()):
        entries.append(Entry("absent", None, say("rendering.chart.not_supplied")))
    return entries


def _region(
    canvas: Canvas,
    borders: Boundaries,
    code: str,
    point: Point | None,
    limits: list[float],
    scale: float,
) -> Markup:
    return canvas.filled(
        _pattern(point, limits),
        "path",
        transform=f"scale({1 / scale:.4f})",
        class_="stroke-border",
        d=borders.paths[code],
        stroke=marks.INK,
        stroke_width=1.1 / scale,
        stroke_linejoin="round",
    )


def _draw_labels(
    canvas: Canvas, borders: Boundaries, points: Mapping[str, Point | None], scale: float
) -> None:
    """The values on the map, each moved up or down a little where it would cover another."""
    taken: list[tuple[float, float, float]] = []
    labelled = [(code, point) for code, point in points.items() if point and point.low is not None]
    for code, point in sorted(labelled, key=lambda pair: borders.label_points[pair[0]][::-1]):
        x, y = (place * scale for place in borders.label_points[code])
        words = marks.written(point, canvas.language)
        half = extent(words) / 2
        x = min(max(x, half + 2), MAP_WIDTH - half - 2)
        while any(abs(y - b) < LABEL_HEIGHT and abs(x - a) < half + w for a, b, w in taken):
            y += 1
        taken.append((x, y, half))
        canvas.text(
            x, canvas.bottom + y + 5.5, words,
            class_="halo", stroke=marks.PAPER, stroke_width=4.5, stroke_linejoin="round",
            paint_order="stroke", text_anchor="middle", font_weight=700,
        )  # fmt: skip


def _draw_credit(canvas: Canvas, borders: Boundaries) -> None:
    years = canvas.language.say("rendering.chart.borders", year=str(borders.year))
    canvas.lines(f"{years}. {borders.credit}", class_="fill-muted", fill=marks.MUTED)
    canvas.bottom += LINE / 4
