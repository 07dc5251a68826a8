"""An edition as a reader meets it: blocks in one language, before they are a page, a PDF or data.

A ``Document`` holds everything that a rendition shows, in reading order. Its own texts are
already in the language of the document; a figure inside it is not, and every renderer writes the
figure's messages and cells in ``document.language``. One document therefore gives the web page,
the PDF and the JSON with the same words and numbers.

Heading levels start at 2, for the title is level 1; a figure brings its own heading with its id as
anchor, at the level that ``FigureBlock`` names. Anchors are unique within a document.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from toevlucht.picture.tables import Figure, Table


@dataclass(frozen=True)
class Text:
    text: str


@dataclass(frozen=True)
class Emphasis:
    inlines: tuple[Inline, ...]


@dataclass(frozen=True)
class Strong:
    inlines: tuple[Inline, ...]


@dataclass(frozen=True)
class Link:
    """``address`` is http, https, mailto or ``#anchor``; renderers show other addresses as text."""

    address: str
    inlines: tuple[Inline, ...]


@dataclass(frozen=True)
class Code:
    text: str


Inline = Text | Emphasis | Strong | Link | Code
Inlines = tuple[Inline, ...]


@dataclass(frozen=True)
class Heading:
    level: int
    text: str
    anchor: str


@dataclass(frozen=True)
class Paragraph:
    inlines: Inlines


@dataclass(frozen=True)
class ListBlock:
    """Each item is a tuple of blocks: usually one paragraph, sometimes a list below it."""

    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False


@dataclass(frozen=True)
class Note:
    """Blocks set apart: ``note``, ``caution`` (read this first) or ``correction``."""

    kind: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class FigureBlock:
    figure: Figure
    level: int = 3


@dataclass(frozen=True)
class JudgementBlock:
    """A key judgement in codes of the editorial file; confidence stands apart from likelihood."""

    id: str
    statement: Inlines
    confidence: str
    likelihood: str
    change: str


@dataclass(frozen=True)
class Definitions:
    """Terms with what they mean, or labels with their values."""

    pairs: tuple[tuple[str, Inlines], ...]


@dataclass(frozen=True)
class PageTable:
    """A table that is no figure: who contributed, what changed. ``id`` is its anchor."""

    id: str
    caption: str
    table: Table


@dataclass(frozen=True)
class FigurePlace:
    """Where a text wants a figure to stand, by the figure's id; a document puts it there."""

    figure: str
    line: int


@dataclass(frozen=True)
class Apart:
    """Blocks with a page of their own on a screen, behind a link; on paper they stand in place."""

    link: str
    blocks: tuple[Block, ...]


Block = (
    Heading
    | Paragraph
    | ListBlock
    | Note
    | FigureBlock
    | JudgementBlock
    | Definitions
    | PageTable
    | Apart
)


@dataclass(frozen=True)
class Mark:
    """What a reader must know on every page.

    ``kind`` is ``reconstruction``, ``generated``, ``exercise``, ``handling`` or ``corrected``.
    ``text`` is short, for the foot of each page; ``explanation`` may be a sentence or two.
    """

    kind: str
    text: str
    explanation: str = ""


@dataclass(frozen=True)
class Document:
    """``date`` is the day of publication: the only clock that a rendition knows.

    ``metadata`` are the facts under the title (period, known until, version), as label and value.
    ``id`` names the edition in file names and feeds; ``description`` is one sentence for search.
    """

    id: str
    language: str
    title: str
    subtitle: str
    date: datetime.date
    marks: tuple[Mark, ...]
    metadata: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    description: str = ""
    publisher: str = ""

    def figures(self) -> tuple[Figure, ...]:
        return tuple(block.figure for block in walk(self.blocks) if isinstance(block, FigureBlock))


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Every block in reading order, with those inside notes, lists and pages of their own."""
    for block in blocks:
        yield block
        if isinstance(block, Note | Apart):
            yield from walk(block.blocks)
        elif isinstance(block, ListBlock):
            for item in block.items:
                yield from walk(item)


def text(value: str) -> Inlines:
    """A plain text as inlines."""
    return (Text(value),)


def paragraph(value: str) -> Paragraph:
    return Paragraph(text(value))


def plain(inlines: Inlines) -> str:
    """The words of inlines without their markup."""
    return "".join(
        part.text if isinstance(part, (Text, Code)) else plain(part.inlines) for part in inlines
    )
