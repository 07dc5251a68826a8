"""A figure as HTML: words first, then the drawing, the table, and what travels with the numbers."""

from __future__ import annotations

from dataclasses import dataclass

from toevlucht.language import Language
from toevlucht.picture.rendering.cells import ABSENT
from toevlucht.picture.rendering.inline_html import lines_html
from toevlucht.picture.rendering.reading import ReadCell, ReadColumn, ReadFigure, ReadRow, ReadTable
from toevlucht.picture.rendering.tags import Html, joined, tag

# A table up to this long is shown at once; a longer one waits behind its summary.
ROWS_SHOWN = 12


@dataclass(frozen=True)
class FigureFiles:
    """Where the figure's numbers lie as a file; its metadata lies beside it, as CSVW asks."""

    csv: str

    @property
    def metadata(self) -> str:
        return f"{self.csv}-metadata.json"


def figure_section(figure: ReadFigure, level: int, files: FigureFiles, spoken: Language) -> Html:
    heading_id = f"{figure.id}-heading"
    self_link = tag("a", figure.title, href=f"#{figure.id}")
    return tag(
        "section",
        tag(f"h{level}", self_link, id=heading_id),
        tag("p", figure.question, class_="question"),
        tag("p", figure.sentence, class_="sentence"),
        tag("p", figure.notice, class_="notice") if figure.notice else Html(""),
        tag("div", Html(figure.svg), class_="drawing") if figure.svg else Html(""),
        _table(figure, spoken),
        _caveat(figure, spoken),
        _facts(figure),
        _downloads(figure, files, spoken),
        class_="figure",
        id=figure.id,
        aria_labelledby=heading_id,
    )


def _table(figure: ReadFigure, spoken: Language) -> Html:
    """The table itself where it is the only view; else behind a summary, open while short.

    A table without rows is left out: the notice has said already that there is nothing.
    """
    if not figure.table.rows:
        return Html("")
    table = table_region(figure.table, f"{figure.id}-table", spoken)
    if not figure.svg:
        return table
    summary = tag("summary", spoken.say("rendering.figure.table"))
    return tag("details", summary, table, open=len(figure.table.rows) <= ROWS_SHOWN)


def table_region(table: ReadTable, id_: str, spoken: Language) -> Html:
    """A table that scrolls within itself on a narrow screen, also by keyboard."""
    head = tag("thead", tag("tr", *(_heading(column) for column in table.columns)))
    body = tag("tbody", *(_row(row, table.columns) for row in table.rows))
    return tag(
        "div",
        tag("table", tag("caption", table.caption), head, body),
        class_="scroll",
        id=id_,
        role="region",
        tabindex="0",
        aria_label=spoken.say("rendering.figure.scroll", caption=table.caption),
    )


def _heading(column: ReadColumn) -> Html:
    unit = tag("span", f" {column.unit}", class_="unit") if column.unit else Html("")
    return tag(
        "th", joined(column.title), unit, scope="col", class_="number" if column.is_number else None
    )


def _row(row: ReadRow, columns: tuple[ReadColumn, ...]) -> Html:
    first, *others = row.cells
    head = tag("th", lines_html(first.lines), scope="row")
    return tag(
        "tr",
        head,
        *(_cell(cell, column) for cell, column in zip(others, columns[1:], strict=True)),
    )


def _cell(cell: ReadCell, column: ReadColumn) -> Html:
    classes = ["number"] if column.is_number else []
    if cell.state in ABSENT:
        classes.append("absent")
    return tag("td", lines_html(cell.lines), class_=" ".join(classes) or None)


def _caveat(figure: ReadFigure, spoken: Language) -> Html:
    label = tag("strong", spoken.say("rendering.figure.caveat_text"))
    return tag("p", label, " ", figure.caveat, class_="caveat")


def _facts(figure: ReadFigure) -> Html:
    rows = (
        tag("div", tag("dt", label), tag("dd", lines_html(lines))) for label, lines in figure.facts
    )
    return tag("dl", *rows, class_="facts")


def _downloads(figure: ReadFigure, files: FigureFiles, spoken: Language) -> Html:
    """Links whose names differ from figure to figure, also for who only hears them."""
    title = tag("span", f": {figure.title}", class_="hidden")
    links = (
        tag("li", tag("a", spoken.say(f"rendering.figure.{name}"), title, href=address))
        for name, address in (("csv", files.csv), ("csv_metadata", files.metadata))
    )
    label = spoken.say("rendering.figure.downloads")
    return tag("ul", *links, class_="downloads", aria_label=f"{label}: {figure.title}")
