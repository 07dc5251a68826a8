"""The key above a chart: its unit, its series, and how ranges and absences are drawn."""

from __future__ import annotations

from dataclasses import dataclass

from toevlucht.language import Message
from toevlucht.picture.charts import marks
from toevlucht.picture.charts.canvas import LINE, WIDTH, Canvas, extent, wrapped
from toevlucht.picture.tables import Point, Series

SWATCH = 26.0


@dataclass(frozen=True)
class Entry:
    """A swatch with its meaning; ``tint`` None is the outline of what is absent."""

    pattern: str
    tint: int | None
    text: str


def draw_unit(canvas: Canvas, unit: Message) -> None:
    words = canvas.language.say("rendering.chart.unit", unit=unit)
    canvas.lines(words, class_="fill-muted", fill=marks.MUTED)


def draw_legend(canvas: Canvas, entries: list[Entry]) -> None:
    """Swatches with their texts, as many beside each other as fit."""
    x = 0.0
    canvas.bottom += 4 if entries else 0
    for entry in entries:
        lines = wrapped(entry.text, WIDTH - SWATCH - 8)
        width = SWATCH + 8 + max(extent(line) for line in lines) + 18
        if x == 0 or x + width - 18 > WIDTH:
            x = 0.0
            canvas.bottom += LINE
        canvas.box(x + 1, canvas.bottom - 17, SWATCH, 13, entry.pattern, entry.tint)
        for index, line in enumerate(lines):
            canvas.bottom += LINE if index else 0
            canvas.text(x + SWATCH + 8, canvas.bottom - 5, line)
        x += width
    canvas.bottom += 8


def entries_of(canvas: Canvas, series: tuple[Series, ...], pattern_of: str = "") -> list[Entry]:
    """What needs a key: the series where there are several, and ranges and absences where drawn."""
    points = [point for one in series for point in one.points]
    found = _series_entries(canvas, series, pattern_of) if len(series) > 1 else []
    return found + state_entries(canvas, points)


def _series_entries(canvas: Canvas, series: tuple[Series, ...], pattern_of: str) -> list[Entry]:
    return [
        Entry(
            f"{pattern_of}-{index % 4}" if pattern_of else marks.series_fill(index),
            index % 4,
            canvas.language.write(one.title),
        )
        for index, one in enumerate(series)
    ]


def state_entries(canvas: Canvas, points: list[Point]) -> list[Entry]:
    entries = []
    if any(marks.is_range(point) for point in points):
        entries.append(Entry("span-0", 0, canvas.language.say("rendering.chart.range")))
    if any(point.low is None for point in points):
        entries.append(Entry("absent", None, canvas.language.say("rendering.chart.not_supplied")))
    return entries
