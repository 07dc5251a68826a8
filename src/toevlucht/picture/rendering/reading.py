"""A figure as read in one language: every renderer shows these words and no others."""

from __future__ import annotations

from dataclasses import dataclass, replace

from toevlucht.language import Coded, Language, Message, Value
from toevlucht.picture import charts
from toevlucht.picture.rendering.addresses import safe
from toevlucht.picture.rendering.cells import Entry, entries, state
from toevlucht.picture.tables import Column, Count, Figure, Row, Several, Source, Span, Table

# Origins that have a day of publication, whether we know it or not.
PUBLIC = ("publication", "edition_abstract")


@dataclass(frozen=True)
class ReadColumn:
    """``unit`` is what the whole column counts, where its title does not say so already.

    ``is_number`` is a column of bare numbers; counts that each say their unit read as text.
    """

    id: str
    title: str
    unit: str
    is_number: bool


@dataclass(frozen=True)
class ReadCell:
    state: str
    lines: tuple[Entry, ...]


@dataclass(frozen=True)
class ReadRow:
    id: str
    cells: tuple[ReadCell, ...]


@dataclass(frozen=True)
class ReadTable:
    caption: str
    columns: tuple[ReadColumn, ...]
    rows: tuple[ReadRow, ...]


@dataclass(frozen=True)
class ReadFigure:
    """``notice`` says why there is nothing to see; ``svg`` is empty where there is no chart."""

    id: str
    title: str
    question: str
    sentence: str
    notice: str
    caveat: str
    svg: str
    table: ReadTable
    facts: tuple[tuple[str, tuple[Entry, ...]], ...]


def read_figure(figure: Figure, language: Language) -> ReadFigure:
    title, sentence = language.message(figure.title), language.message(figure.sentence)
    svg = ""
    if figure.chart is not None:
        svg = charts.draw(figure.chart, f"chart-{figure.id}", title, sentence, language)
    return ReadFigure(
        id=figure.id,
        title=title,
        question=language.message(figure.question),
        sentence=sentence,
        notice=_notice(figure, language),
        caveat=language.message(figure.caveat),
        svg=svg,
        table=read_table(
            figure.table, language.say("rendering.figure.caption", title=title), language
        ),
        facts=_facts(figure, language),
    )


def read_table(table: Table, caption: str, language: Language) -> ReadTable:
    columns = tuple(_with_unit(table, position) for position in range(len(table.columns)))
    return ReadTable(
        caption,
        tuple(_column(column, language) for column in columns),
        tuple(_row(row, columns, language) for row in table.rows),
    )


def _with_unit(table: Table, position: int) -> Column:
    """The column with its unit, also where only its cells say that they all count the same."""
    column = table.columns[position]
    if column.unit or column.kind != "count":
        return column
    cells = [row.cells[position] for row in table.rows]
    units = [cell.unit for cell in cells if isinstance(cell, (Count, Several, Span))]
    return replace(column, unit=units[0]) if len(set(units)) == 1 else column


def _column(column: Column, language: Language) -> ReadColumn:
    title = language.message(column.title)
    unit = language.say(f"rendering.unit_name.{column.unit}") if column.unit else ""
    named = unit.casefold() in title.casefold()
    bare = column.kind == "share" or bool(column.unit)
    return ReadColumn(column.id, title, "" if named else unit, bare)


def _row(row: Row, columns: tuple[Column, ...], language: Language) -> ReadRow:
    return ReadRow(
        row.id,
        tuple(
            ReadCell(state(cell), entries(cell, language, column.unit))
            for column, cell in zip(columns, row.cells, strict=True)
        ),
    )


def _notice(figure: Figure, language: Language) -> str:
    return "" if figure.state == "complete" else language.say(f"rendering.figure.{figure.state}")


def _facts(figure: Figure, language: Language) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    """What must travel with the numbers, each with its label."""
    behind = Message("rendering.figure.organisations_behind", {"n": figure.organisations})
    rungs: Value = tuple(Coded("rung", rung) for rung in figure.rungs)
    facts: tuple[tuple[str, Value], ...] = (
        ("counting", figure.counting),
        ("rungs", rungs or Message("rendering.figure.no_rungs")),
        ("organisations", behind),
        ("known_until", figure.known_until),
    )
    written: list[tuple[str, tuple[Entry, ...]]] = [
        *((key, (Entry(language.write(value)),)) for key, value in facts),
        ("sources", _sources(figure, language)),
    ]
    return tuple((language.say(f"rendering.figure.{key}"), lines) for key, lines in written)


def _sources(figure: Figure, language: Language) -> tuple[Entry, ...]:
    if figure.sources:
        entries = ((source_words(one, language), safe(one.address)) for one in figure.sources)
        return tuple(Entry(words, address) for words, address in entries)
    # A figure that is about the contributions has them, and no publication, as its source.
    key = "contributions" if figure.table.rows else "no_sources"
    return (Entry(language.say(f"rendering.figure.{key}")),)


def source_words(source: Source, language: Language) -> str:
    """Who stated it, in what publication, of what day."""
    words = source.title
    if source.stated_by is not None:
        by = source.stated_by
        # A partner's own file has no title that others may read.
        words = (
            language.say("rendering.figure.source_by", organisation=by, title=words)
            if words
            else language.write(by)
        )
    if source.origin is not None and source.origin.code == "edition_abstract":
        words = language.say("rendering.figure.source_abstract", source=words, origin=source.origin)
    day: Value | None = source.day
    if day is None and source.origin is not None and source.origin.code in PUBLIC:
        day = Message("rendering.figure.no_day")
    if day is not None:
        words = language.say("rendering.figure.source_of", source=words, day=day)
    return words
