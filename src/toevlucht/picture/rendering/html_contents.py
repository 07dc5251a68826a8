"""The table of contents of a page: its sections, and the figures and parts within them."""

from __future__ import annotations

from dataclasses import dataclass, field

from toevlucht.language import Language
from toevlucht.picture.blocks import Document, FigureBlock, Heading
from toevlucht.picture.rendering.tags import Html, tag


@dataclass
class Section:
    anchor: str
    title: str
    parts: list[Section] = field(default_factory=list)


def sections(document: Document, spoken: Language) -> list[Section]:
    """Headings of level 2, each with the headings of level 3 and the figures that follow it."""
    found: list[Section] = []
    for block in document.blocks:
        match block:
            case Heading(2, text, anchor):
                found.append(Section(anchor, text))
            case Heading(3, text, anchor) if found:
                found[-1].parts.append(Section(anchor, text))
            case FigureBlock(figure) if found:
                found[-1].parts.append(Section(figure.id, spoken.message(figure.title)))
    return found


def contents(document: Document, spoken: Language) -> Html:
    found = sections(document, spoken)
    if not found:
        return Html("")
    title = tag("h2", spoken.say("rendering.page.contents"), id="contents")
    return tag("nav", title, _list(found), class_="contents", aria_labelledby="contents")


def _list(found: list[Section]) -> Html:
    items = (
        tag(
            "li",
            tag("a", section.title, href=f"#{section.anchor}"),
            _list(section.parts) if section.parts else Html(""),
        )
        for section in found
    )
    return tag("ol", *items)
