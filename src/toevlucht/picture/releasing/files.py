"""A table that went out as files: CSV, one number a line, its CSVW description, and JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from toevlucht.language import Language, language
from toevlucht.picture.releasing.catalogue import DELTA
from toevlucht.picture.releasing.told import (
    CUT_SHORT,
    NOT_SUPPLIED,
    Number,
    Told,
    ToldRow,
    column_name,
    row_name,
    title_of,
)
from toevlucht.picture.rendering.csvw import LICENCE, columns_of, harmless

CSV, DESCRIPTION, JSON = "table.csv", "table.csv-metadata.json", "table.json"
COLUMNS = {
    "row_id": "string",
    "row": "string",
    "column_id": "string",
    "column": "string",
    "state": "string",
    "value": "decimal",
    "margin": "decimal",
    "low": "decimal",
    "high": "decimal",
    "unit": "string",
    "ledgers": "integer",
    "municipalities": "integer",
    "origin": "string",
}
ALWAYS = ("row_id", "row", "column_id", "column", "state", "unit", "origin")
NUMBERS = ("value", "margin", "low", "high", "ledgers", "municipalities")
STATES = {"public": "with_noise", "partners": "rounded"}
SCHEMA = 1

Line = dict[str, str | int | None]


def lines(told: Told, tag: str) -> list[Line]:
    """Every number, and every one that nobody supplied: nothing is left out as if it were zero."""
    spoken = language(tag)
    found = [
        _line(told, row, number, spoken)
        for row in (*told.rows, *told.not_supplied)
        for number in row.numbers
    ]
    if told.cut_short:
        row = ToldRow(CUT_SHORT, (told.cut_short,), *_all_ledgers(told))
        found.append(_line(told, row, told.cut_short, spoken))
    return found


def _line(told: Told, row: ToldRow, number: Number, spoken: Language) -> Line:
    return {
        "row_id": row.code,
        "row": row_name(row.code, told.month, spoken),
        "column_id": number.column,
        "column": column_name(number.column, spoken),
        "state": NOT_SUPPLIED if number.value is None else STATES[told.audience],
        "value": number.value,
        "margin": number.margin,
        "low": number.low,
        "high": number.high,
        "unit": "person",
        "ledgers": row.keeping,
        "municipalities": row.of,
        "origin": "generated" if told.is_generated else "own",
    }


def _all_ledgers(told: Told) -> tuple[int, int]:
    rows = told.frame.rows
    return sum(one.keeping for one in rows), sum(one.of for one in rows)


def csv_of(told: Told, tag: str) -> bytes:
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(_written(lines(told, tag)))
    return sheet.getvalue().encode("utf-8")


def _written(found: list[Line]) -> Iterator[list[str]]:
    for line in found:
        yield [
            ("" if value is None else f"{value}") if name in NUMBERS else harmless(str(value))
            for name, value in line.items()
        ]


def description_of(told: Told, tag: str) -> bytes:
    spoken = language(tag)
    content = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": tag}],
        "url": CSV,
        "dc:title": title_of(told.table, told.month, spoken),
        "dc:description": how_to_read(told, spoken),
        "dc:language": tag,
        "dc:publisher": spoken.say("edition.publisher"),
        "dc:modified": {"@value": told.released_on.isoformat(), "@type": "xsd:date"},
        "dc:license": {"@id": LICENCE},
        "dialect": {"encoding": "utf-8", "header": True, "delimiter": ","},
        "tableSchema": {
            "columns": columns_of(COLUMNS, ALWAYS),
            "primaryKey": ["row_id", "column_id"],
        },
    }
    return _json(content)


def json_of(told: Told, tag: str) -> bytes:
    return _json(content_of(told, tag))


def content_of(told: Told, tag: str) -> dict[str, Any]:
    """The same numbers with how they were made, for programs."""
    spoken = language(tag)
    return {
        "schema": SCHEMA,
        "table": told.table,
        "month": f"{told.month:%Y-%m}",
        "title": title_of(told.table, told.month, spoken),
        "description": how_to_read(told, spoken),
        "language": tag,
        "publisher": spoken.say("edition.publisher"),
        "licence": LICENCE,
        "released_on": told.released_on.isoformat(),
        "is_generated": told.is_generated,
        "unit": "person",
        "method": {
            "noise": "discrete_gaussian",
            "variance": float(told.variance),
            "most_cells_per_person": told.most_cells,
            "rho": float(told.cost),
            "epsilon": round(told.epsilon, 3),
            "delta": DELTA,
            "margin_level": 0.95,
        },
        "numbers": lines(told, tag),
    }


def how_to_read(told: Told, spoken: Language) -> str:
    said = [spoken.say("releases.how.noise", margin=told.margin)]
    if told.is_generated:
        said.append(spoken.say("releases.how.generated"))
    return " ".join(said)


def _json(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=2).encode("utf-8") + b"\n"
