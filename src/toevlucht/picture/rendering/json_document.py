"""A whole edition as JSON: the words a reader sees, and the numbers behind them for machines."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from toevlucht.language import Day, Language, language
from toevlucht.picture.blocks import (
    Apart,
    Block,
    Definitions,
    Document,
    FigureBlock,
    Heading,
    JudgementBlock,
    ListBlock,
    Note,
    PageTable,
    Paragraph,
    plain,
    walk,
)
from toevlucht.picture.rendering.addresses import safe
from toevlucht.picture.rendering.cells import entries, state
from toevlucht.picture.rendering.csvw import LICENCE, numbers_of, unit_of
from toevlucht.picture.tables import Cell, Figure, Listed, Source, Table

SCHEMA_VERSION = 1

Data = dict[str, Any]


def json_of(document: Document) -> bytes:
    """The edition as ``content/schemas/edition.schema.json`` describes it."""
    content = edition_data(document)
    return json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8") + b"\n"


def edition_data(document: Document) -> Data:
    spoken = language(document.language)
    blocks = list(walk(document.blocks))
    return {
        "schema": SCHEMA_VERSION,
        "id": document.id,
        "language": document.language,
        "title": document.title,
        "subtitle": document.subtitle,
        "description": document.description,
        "publisher": document.publisher,
        "published_on": document.date.isoformat(),
        "licence": LICENCE,
        "marks": [
            {"kind": mark.kind, "text": mark.text, "explanation": mark.explanation}
            for mark in document.marks
        ],
        "facts": [{"label": label, "value": value} for label, value in document.metadata],
        "judgements": [_judgement(b, spoken) for b in blocks if isinstance(b, JudgementBlock)],
        "narrative": narrative(document.blocks),
        "figures": [_figure(figure, spoken) for figure in document.figures()],
        "tables": [
            {"id": b.id, "caption": b.caption, **_table(b.table, spoken)}
            for b in blocks
            if isinstance(b, PageTable)
        ],
    }


def narrative(blocks: tuple[Block, ...]) -> list[Data]:
    """What people wrote, as plain texts in reading order; figures and tables stand elsewhere."""
    return [part for block in blocks for part in _narrative(block)]


def _narrative(block: Block) -> list[Data]:
    match block:
        case Heading(level, text, anchor):
            return [{"kind": "heading", "level": level, "anchor": anchor, "text": text}]
        case Paragraph(inlines):
            return [{"kind": "paragraph", "text": plain(inlines)}]
        case ListBlock(items):
            return [
                {"kind": "item", "text": part["text"]} for item in items for part in narrative(item)
            ]
        case Note(kind, blocks):
            return [{"kind": kind, "text": part["text"]} for part in narrative(blocks)]
        case Definitions(pairs):
            return [{"kind": "definition", "term": t, "text": plain(m)} for t, m in pairs]
        case Apart(blocks=blocks):
            return narrative(blocks)
        case FigureBlock(figure):
            return [{"kind": "figure", "anchor": figure.id, "text": ""}]
    return []


def _judgement(block: JudgementBlock, spoken: Language) -> Data:
    def graded(name: str, code: str) -> Data:
        return {"code": code, "text": spoken.say(f"rendering.{name}.{code}")}

    return {
        "id": block.id,
        "statement": plain(block.statement),
        "confidence": graded("confidence", block.confidence),
        "likelihood": graded("likelihood", block.likelihood),
        "change": graded("change", block.change),
    }


def _figure(figure: Figure, spoken: Language) -> Data:
    return {
        "id": figure.id,
        "state": figure.state,
        "title": spoken.message(figure.title),
        "question": spoken.message(figure.question),
        "sentence": spoken.message(figure.sentence),
        "caveat": spoken.message(figure.caveat),
        "counting": spoken.message(figure.counting),
        "known_until": _day(figure.known_until),
        "rungs": list(figure.rungs),
        "organisations": figure.organisations,
        "sources": [_source(source) for source in figure.sources],
        **_table(figure.table, spoken),
    }


def _source(source: Source) -> Data:
    return {
        "title": source.title,
        "origin": None if source.origin is None else source.origin.code,
        "day": None if source.day is None else _day(source.day),
        "stated_by": None if source.stated_by is None else source.stated_by.code,
        "address": safe(source.address),
    }


def _day(day: Day) -> Data:
    return {"date": day.date.isoformat(), "precision": day.precision}


def _table(table: Table, spoken: Language) -> Data:
    return {
        "columns": [
            {"id": c.id, "title": spoken.message(c.title), "kind": c.kind, "unit": c.unit}
            for c in table.columns
        ],
        "rows": [
            {"id": row.id, "cells": [_cell(cell, spoken) for cell in row.cells]}
            for row in table.rows
        ],
    }


def _cell(cell: Cell, spoken: Language) -> Data:
    """State and words always; numbers, unit and parts where the cell has them."""
    lines = entries(cell, spoken)
    data: Data = {"state": state(cell), "text": "; ".join(line.text for line in lines)}
    if isinstance(cell, Listed):
        return data | {"parts": [_cell(part, spoken) for part in cell.parts]}
    numbers = zip(("value", "low", "high"), numbers_of(cell), strict=True)
    data |= {name: _number(number) for name, number in numbers if number is not None}
    if unit_of(cell):
        data["unit"] = unit_of(cell)
    if safe(lines[0].address):
        data["address"] = lines[0].address
    return data


def _number(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(round(number, 6))
