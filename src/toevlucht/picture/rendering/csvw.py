"""The numbers of a figure as CSV, one cell a line, and what its columns mean as CSVW metadata."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import Any

from toevlucht.language import LANGUAGES, language
from toevlucht.picture.blocks import Document
from toevlucht.picture.rendering.addresses import safe
from toevlucht.picture.rendering.cells import state, words
from toevlucht.picture.rendering.reading import source_words
from toevlucht.picture.tables import Cell, Count, Figure, Listed, Several, Share, Span, Words

# One line a cell: for each column of the file the type that CSVW gives its values.
COLUMNS = {
    "row_id": "string",
    "row": "string",
    "column_id": "string",
    "column": "string",
    "state": "string",
    "value": "decimal",
    "low": "decimal",
    "high": "decimal",
    "unit": "string",
    "text": "string",
    "address": "anyURI",
}
ALWAYS = ("row_id", "row", "column_id", "column", "state")
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
SPREADSHEET_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Numbers = tuple[Decimal | None, Decimal | None, Decimal | None]


def csv_of(figure: Figure, tag: str) -> bytes:
    """The table of the figure in its long form: words in the language, numbers for machines."""
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(_lines(figure, tag))
    return sheet.getvalue().encode("utf-8")


def _lines(figure: Figure, tag: str) -> Iterator[list[str]]:
    spoken = language(tag)
    for row in figure.table.rows:
        name = words(row.cells[0], spoken)
        for column, cell in zip(figure.table.columns[1:], row.cells[1:], strict=True):
            title = spoken.message(column.title)
            for part in cell.parts if isinstance(cell, Listed) else (cell,):
                numbers = ["" if n is None else f"{n:f}" for n in numbers_of(part)]
                texts = (row.id, name, column.id, title, state(part))
                said = (unit_of(part), words(part, spoken), _address(part))
                yield [*map(harmless, texts), *numbers, *map(harmless, said)]


def harmless(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(SPREADSHEET_FORMULA) else text


def numbers_of(cell: Cell) -> Numbers:
    """Value, lowest and highest: a value where it is exact or about right, limits where known."""
    match cell:
        case Count(value, rounded_to=base) if base:
            return Decimal(value), Decimal(max(0, value - base + 1)), Decimal(value + base - 1)
        case Count(value, about=True):
            return Decimal(value), None, None
        case Count(value, at_least=False):
            return Decimal(value), Decimal(value), Decimal(value)
        case Count(value):
            return None, Decimal(value), None
        case Span(low, high):
            return None, Decimal(low), None if high is None else Decimal(high)
        case Several():
            return None, Decimal(2), None
        case Share(value):
            return value, value, value
    return None, None, None


def unit_of(cell: Cell) -> str:
    return cell.unit if isinstance(cell, (Count, Several, Span)) else ""


def _address(cell: Cell) -> str:
    return safe(cell.address) if isinstance(cell, Words) else ""


def metadata_of(figure: Figure, document: Document) -> bytes:
    """The CSVW description of the figure's CSV: titles by language, types, sources, licence."""
    spoken = language(document.language)
    content = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": document.language}],
        "url": f"{figure.id}.csv",
        "dc:title": spoken.message(figure.title),
        "dc:description": spoken.message(figure.sentence),
        "dc:language": document.language,
        "dc:publisher": document.publisher,
        "dc:modified": {"@value": document.date.isoformat(), "@type": "xsd:date"},
        "dc:license": {"@id": LICENCE},
        "dc:source": [one.title or source_words(one, spoken) for one in figure.sources],
        "rdfs:comment": spoken.message(figure.caveat),
        "dialect": {"encoding": "utf-8", "header": True, "delimiter": ","},
        "tableSchema": {
            "columns": columns_of(COLUMNS, ALWAYS),
            "primaryKey": ["row_id", "column_id", "text"],
        },
    }
    return json.dumps(content, ensure_ascii=False, indent=2).encode("utf-8") + b"\n"


def columns_of(types: Mapping[str, str], always: Collection[str]) -> list[dict[str, Any]]:
    """What CSVW says of each column; ``always`` names those that no line leaves empty."""
    return [
        {
            "name": name,
            # The header of the file itself is one of the titles, or a validator would refuse it.
            "titles": {"und": [name], **_titles(name)},
            "datatype": datatype,
            "required": name in always,
        }
        for name, datatype in types.items()
    ]


def _titles(name: str) -> dict[str, list[str]]:
    return {tag: [language(tag).say(f"rendering.csv.{name}")] for tag in LANGUAGES}
