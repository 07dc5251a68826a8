"""How far an edition can be trusted: what its figures say of that, and by what methods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from toevlucht.language import Language
from toevlucht.picture.blocks import (
    Apart,
    Block,
    Heading,
    ListBlock,
    PageTable,
    Paragraph,
    Strong,
    Text,
    paragraph,
    text,
)
from toevlucht.picture.methods import methods
from toevlucht.picture.tables import Figure

# What is said of trust on the page itself, in words; and the figures that stand on their own page.
SAID = ("sight", "absence", "rises", "rises-by-week", "hidden-number")
OWN_PAGE = ("absence", "rises-by-week", "hidden-number")


def reliability(
    figures: Mapping[str, Figure], own: Iterable[Block], spoken: Language
) -> Iterator[Block]:
    """Sentences, and behind a link the chapter's ``own`` figures with methods and settings."""
    yield ListBlock(
        tuple((_said(figures[id], spoken),) for id in SAID if id in figures),
    )
    yield Apart(
        spoken.say("trust.page.link"),
        (
            *own,
            Heading(3, spoken.say("trust.methods.title"), "methods"),
            paragraph(spoken.say("trust.methods.intro")),
            PageTable("methods-table", spoken.say("trust.methods.caption"), methods()),
        ),
    )


def _said(figure: Figure, spoken: Language) -> Paragraph:
    title = Strong(text(f"{spoken.message(figure.title)}:"))
    return Paragraph((title, Text(f" {spoken.message(figure.sentence)}")))
