"""A version of a handbook as one document, and as a PDF that is made once and then kept."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from toevlucht import __version__
from toevlucht.guidance.markup import blocks_of
from toevlucht.guidance.queries.handbooks import Opened
from toevlucht.guidance.shown import shown
from toevlucht.language import Language
from toevlucht.picture.blocks import Block, Definitions, Document, Heading, Mark, paragraph, text
from toevlucht.picture.rendering.pdf import pdf


def document(opened: Opened, spoken: Language) -> Document:
    handbook, version, tag = opened.handbook, opened.version, spoken.tag
    number = spoken.say("handbooks.version.number", number=str(version.number))
    return Document(
        id=f"{handbook.code}-{version.number}",
        language=tag,
        title=handbook.title(tag),
        subtitle=number,
        date=version.published_on,
        marks=(Mark("reconstruction", number, version.note(tag)),),
        metadata=(
            (spoken.say("handbooks.version.valid_from"), spoken.date(version.valid_from)),
            (spoken.say("handbooks.version.published"), spoken.date(version.published_on)),
        ),
        blocks=tuple(_blocks(opened, spoken)),
        description=handbook.about(tag),
        publisher=spoken.say("site.name"),
    )


def pdf_of(opened: Opened, spoken: Language) -> bytes:
    """A published version never changes, so what was made of it with this release is kept."""
    name = f"{opened.handbook.code}-{opened.version.number}-{opened.version.sha256[:16]}"
    file: Path = settings.TOEVLUCHT_DATA / "handbooks" / f"{name}-{spoken.tag}-{__version__}.pdf"
    if not file.is_file():
        content = pdf(document(opened, spoken))
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=file.parent, prefix=".", delete=False) as made:
            made.write(content)
        Path(made.name).replace(file)
    return file.read_bytes()


def _blocks(opened: Opened, spoken: Language) -> Iterator[Block]:
    for chapter in opened.chapters:
        yield Heading(2, chapter.title(spoken.tag), f"chapter-{chapter.slug}")
        for block in blocks_of(chapter.body(spoken.tag)):
            yield _apart(block, chapter.slug)
        for requirement in opened.in_chapter(chapter):
            one = shown(requirement, spoken)
            yield Heading(3, one.code, one.code)
            yield paragraph(one.text)
            yield Definitions(tuple((label, text(words)) for label, words in one.facts.values()))


def _apart(block: Block, chapter: str) -> Block:
    """Two chapters may have a heading with the same words: anchors are unique in a document."""
    if isinstance(block, Heading):
        return Heading(block.level, block.text, f"{chapter}-{block.anchor}")
    return block
