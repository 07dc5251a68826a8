"""The Markdown of a chapter as blocks, HTML and plain text; what cannot be shown is refused."""

from __future__ import annotations

from toevlucht.language import Language
from toevlucht.picture.blocks import (
    Block,
    FigurePlace,
    Heading,
    ListBlock,
    Note,
    Paragraph,
    plain,
)
from toevlucht.picture.markdown import MarkdownError, blocks_from_markdown
from toevlucht.picture.rendering.html import Links, block_html


def blocks_of(body: str, where: str = "") -> tuple[Block, ...]:
    """Raises MarkdownError for what a chapter cannot show; figures have no place here."""
    found = blocks_from_markdown(body, where)
    for one in found:
        if isinstance(one, FigurePlace):
            raise MarkdownError(where, one.line, "other")
    return tuple(one for one in found if not isinstance(one, FigurePlace))


def html_of(body: str, spoken: Language) -> str:
    """Every text in it is escaped by the renderer."""
    return "".join(block_html(one, spoken, Links()) for one in blocks_of(body))


def plain_text(body: str) -> str:
    return "\n".join(_lines(blocks_of(body)))


def _lines(blocks: tuple[Block, ...]) -> list[str]:
    found: list[str] = []
    for block in blocks:
        match block:
            case Heading(text=text):
                found.append(f"{text}.")
            case Paragraph(inlines):
                found.append(plain(inlines))
            case Note(blocks=inner):
                found += _lines(inner)
            case ListBlock(items):
                found += [line for item in items for line in _lines(item)]
    return found
