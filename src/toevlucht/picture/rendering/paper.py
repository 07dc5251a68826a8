"""A document as plain data for the page layout: only texts, numbers and drawings, no markup."""

from __future__ import annotations

import re
from typing import Any

from toevlucht.language import Language, language
from toevlucht.picture.blocks import (
    Apart,
    Block,
    Code,
    Definitions,
    Document,
    Emphasis,
    FigureBlock,
    Heading,
    Inline,
    Inlines,
    JudgementBlock,
    Link,
    ListBlock,
    Note,
    PageTable,
    Paragraph,
    Strong,
    Text,
    walk,
)
from toevlucht.picture.rendering.addresses import is_safe
from toevlucht.picture.rendering.cells import ABSENT, Entry
from toevlucht.picture.rendering.reading import ReadTable, read_figure, read_table

CAUTIOUS_NOTES = ("caution", "correction")
CHART_WIDTH = 10.4  # centimetres; a chart higher than a page's text is made narrower instead
HIGHEST_CHART = 13.5

Data = dict[str, Any]


def on_paper(document: Document) -> Data:
    """Everything the layout shows, in the order in which it shows it."""
    return _Layout(document).data()


class _Layout:
    """Knows the language and which anchors exist, for a link to nowhere cannot be printed."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.spoken: Language = language(document.language)
        self.anchors = {anchor for block in walk(document.blocks) for anchor in _anchors(block)}

    def data(self) -> Data:
        document, say = self.document, self.spoken.say
        return {
            "language": document.language,
            "title": document.title,
            "subtitle": document.subtitle,
            "publisher": document.publisher,
            "description": document.description or document.subtitle,
            "date": _date(document),
            "published": (
                "" if document.metadata else say("rendering.page.published", day=document.date)
            ),
            "foot": " · ".join([document.title, *(mark.text for mark in document.marks)]),
            "marks": [
                {
                    "text": mark.text,
                    "explanation": mark.explanation,
                    "caution": mark.kind != "handling",
                }
                for mark in document.marks
            ],
            "metadata": [{"label": label, "value": value} for label, value in document.metadata],
            "labels": {
                "contents": say("rendering.page.contents"),
                "caveat": say("rendering.figure.caveat_text"),
                "page": say("rendering.page.page_of", page="{page}", pages="{pages}"),
            },
            "blocks": self.blocks(document.blocks),
        }

    def blocks(self, blocks: tuple[Block, ...]) -> list[Data]:
        """What stands apart on a screen stands in its place on paper."""
        return [
            made
            for block in blocks
            for made in (
                self.blocks(block.blocks) if isinstance(block, Apart) else [self.block(block)]
            )
        ]

    def block(self, block: Block) -> Data:
        match block:
            case Heading(level, text, anchor):
                return {"kind": "heading", "level": level - 1, "text": text, "anchor": anchor}
            case Paragraph(inlines):
                return {"kind": "paragraph", "parts": self.inlines(inlines)}
            case ListBlock(items, ordered):
                rows = [self.blocks(item) for item in items]
                return {"kind": "list", "ordered": ordered, "items": rows}
            case Note(kind, blocks):
                return self.note(kind, blocks)
            case FigureBlock():
                return self.figure(block)
            case JudgementBlock():
                return self.judgement(block)
            case Definitions(pairs):
                terms = [{"term": t, "meaning": self.inlines(meaning)} for t, meaning in pairs]
                return {"kind": "definitions", "rows": terms}
            case PageTable(id_, caption, table):
                read = read_table(table, caption, self.spoken)
                return {"kind": "table", "id": id_, "table": _table(read)}
        raise TypeError(f"a block cannot be a {type(block).__name__}")

    def note(self, kind: str, blocks: tuple[Block, ...]) -> Data:
        return {
            "kind": "note",
            "caution": kind in CAUTIOUS_NOTES,
            "label": self.spoken.say(f"rendering.note.{kind}"),
            "blocks": self.blocks(blocks),
        }

    def judgement(self, block: JudgementBlock) -> Data:
        say = self.spoken.say
        gradings = (
            ("confidence", block.confidence),
            ("likelihood", block.likelihood),
            ("change", block.change),
        )
        return {
            "kind": "judgement",
            "statement": self.inlines(block.statement),
            "gradings": [
                {"label": say(f"rendering.judgement.{name}"), "value": say(f"rendering.{name}.{w}")}
                for name, w in gradings
            ],
        }

    def figure(self, block: FigureBlock) -> Data:
        figure = read_figure(block.figure, self.spoken)
        return {
            "kind": "figure",
            "level": block.level - 1,
            "id": figure.id,
            "title": figure.title,
            "question": figure.question,
            "sentence": figure.sentence,
            "notice": figure.notice,
            "caveat": figure.caveat,
            "svg": figure.svg,
            "alt": f"{figure.title}. {figure.sentence}",
            "size": _size(figure.svg),
            "table": _table(figure.table),
            "facts": [{"label": label, "lines": _lines(rows)} for label, rows in figure.facts],
        }

    def inlines(self, inlines: Inlines) -> list[Data]:
        return [self.inline(part) for part in inlines]

    def inline(self, part: Inline) -> Data:
        match part:
            case Text(text):
                return {"kind": "text", "text": text}
            case Code(text):
                return {"kind": "code", "text": text}
            case Emphasis(inlines):
                return {"kind": "emphasis", "parts": self.inlines(inlines)}
            case Strong(inlines):
                return {"kind": "strong", "parts": self.inlines(inlines)}
            case Link(address, inlines):
                return self.link(address, inlines)
        raise TypeError(f"no inline is a {type(part).__name__}")

    def link(self, address: str, inlines: Inlines) -> Data:
        """A link, a place in this document, or plain emphasis-free words where neither is safe."""
        parts = self.inlines(inlines)
        if address.removeprefix("#") in self.anchors and address.startswith("#"):
            return {"kind": "place", "anchor": address[1:], "parts": parts}
        if is_safe(address) and not address.startswith("#"):
            return {"kind": "link", "address": address, "parts": parts}
        return {"kind": "text", "text": "".join(_words(part) for part in parts)}


def _anchors(block: Block) -> tuple[str, ...]:
    match block:
        case Heading(anchor=anchor):
            return (anchor,)
        case FigureBlock(figure):
            return (figure.id,)
        case PageTable(id=id_):
            return (id_,)
    return ()


def _words(part: Data) -> str:
    return part["text"] if "text" in part else "".join(_words(inner) for inner in part["parts"])


def _date(document: Document) -> Data:
    day = document.date
    return {"year": day.year, "month": day.month, "day": day.day}


def _table(table: ReadTable) -> Data:
    return {
        "caption": table.caption,
        "columns": [
            {"title": column.title, "unit": column.unit, "is_number": column.is_number}
            for column in table.columns
        ],
        "rows": [
            [{"lines": _lines(cell.lines), "absent": cell.state in ABSENT} for cell in row.cells]
            for row in table.rows
        ],
    }


def _lines(lines: tuple[Entry, ...]) -> list[Data]:
    return [{"text": line.text, "address": line.address} for line in lines]


def _size(svg: str) -> Data:
    """The width and height of the drawing on paper, in centimetres."""
    found = re.search(r'viewBox="0 0 (\d+) (\d+)"', svg)
    if found is None:
        return {"width": 0, "height": 0}
    shape = int(found[2]) / int(found[1])
    height = min(CHART_WIDTH * shape, HIGHEST_CHART)
    return {"width": round(height / shape, 2), "height": round(height, 2)}
