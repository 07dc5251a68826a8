"""Charts as SVG: what a figure wants drawn becomes one drawing, the same bytes every time."""

from __future__ import annotations

from toevlucht.language import Language
from toevlucht.picture.charts.bars import draw_bars
from toevlucht.picture.charts.canvas import WIDTH, Canvas
from toevlucht.picture.charts.lines import draw_lines
from toevlucht.picture.charts.ranges import draw_ranges
from toevlucht.picture.charts.region_map import draw_map
from toevlucht.picture.tables import BarChart, Chart, LineChart, RangeChart, RegionMap

__all__ = ["WIDTH", "draw"]


def draw(chart: Chart, figure_id: str, title: str, description: str, language: Language) -> str:
    """The chart as an ``<svg>`` whose ids all begin with ``figure_id``."""
    canvas = Canvas(figure_id, language)
    match chart:
        case BarChart():
            draw_bars(chart, canvas)
        case LineChart():
            draw_lines(chart, canvas)
        case RangeChart():
            draw_ranges(chart, canvas)
        case RegionMap():
            draw_map(chart, canvas)
    return canvas.finished(title, description)
