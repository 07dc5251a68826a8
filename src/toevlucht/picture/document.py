"""Put an edition together: narrative, judgements and figures, in the order of reading."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from toevlucht.language import Coded, Day, Language, language
from toevlucht.picture.blocks import (
    Block,
    Document,
    FigureBlock,
    FigurePlace,
    Heading,
    JudgementBlock,
    Mark,
    Note,
    paragraph,
    text,
)
from toevlucht.picture.editorial import SECTIONS, Edition
from toevlucht.picture.figures.compute import FIGURES, counting
from toevlucht.picture.markdown import MarkdownError, Written, blocks_from_markdown
from toevlucht.picture.reliability import OWN_PAGE, reliability
from toevlucht.picture.tables import Figure

# Chapters in the order of reading: a narrative section, figures, or both.
CHAPTERS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("known", "", ("ladder-national", "rises", "phenomena", "statements-over-time")),
    ("places", "", ("statements-by-region",)),
    ("reception", "", ("reception", "reception-by-region", "out-of-sight")),
    ("europe", "european", ("ladder-european",)),
    (
        "trust",
        "gaps",
        (
            "sight",
            "sight-by-requirement",
            "follow-up",
            "partner-registrations",
            "contributors",
        ),
    ),
    ("reliability", "", OWN_PAGE),
    ("corrected", "", ("corrections",)),
    ("asks", "asks", ()),
    ("next", "next", ()),
    ("about", "about", ()),
)
# Figures that an edition does not show where nobody supplied them.
LEFT_OUT = frozenset(kind.id for kind in FIGURES if kind.is_left_out)


def document(edition: Edition, figures: Mapping[str, Figure], tag: str) -> Document:
    """The edition in one language; ``figures`` by their id."""
    spoken = language(tag)
    texts = _texts(edition, figures, tag)
    placed = placed_figures(texts)

    def written(section: str) -> list[Block]:
        return list(_with_figures(texts[section], figures))

    parts: list[Block] = [
        *_correction(edition, spoken),
        Heading(2, spoken.say("edition.chapters.summary"), "summary"),
        *written("summary"),
        Heading(2, spoken.say("edition.chapters.judgements"), "judgements"),
        *_judgements(edition, tag),
        Heading(3, spoken.say("edition.chapters.conclusion"), "conclusion"),
        *written("conclusion"),
    ]
    for chapter, section, ids in CHAPTERS:
        held = written(section) if section else []
        own = [FigureBlock(figures[id]) for id in ids if id in figures and id not in placed]
        held += own if chapter != "reliability" else reliability(figures, own, spoken)
        if held or section:  # a chapter of which every figure stands elsewhere has no heading
            title = spoken.say(f"edition.chapters.{chapter}")
            parts += [Heading(2, title, f"chapter-{chapter}"), *held]
    return Document(
        id=f"{edition.series}-{edition.number}-v{edition.version}",
        language=tag,
        title=edition.title[tag],
        subtitle=edition.series_title[tag],
        date=edition.published_on,
        marks=tuple(marks(edition, spoken)),
        metadata=tuple(_metadata(edition, spoken)),
        blocks=tuple(parts),
        description=spoken.say("edition.description", title=edition.title[tag]),
        publisher=spoken.say("edition.publisher"),
    )


def _with_figures(blocks: Iterable[Written], figures: Mapping[str, Figure]) -> Iterator[Block]:
    """The place of a figure that this edition leaves out stays empty."""
    for block in blocks:
        if not isinstance(block, FigurePlace):
            yield block
        elif block.figure in figures:
            yield FigureBlock(figures[block.figure])


def _texts(edition: Edition, figures: Collection[str], tag: str) -> dict[str, tuple[Written, ...]]:
    """The sections as blocks; every figure that they place is known, and placed once."""
    seen: set[str] = set()
    known = frozenset(figures) | LEFT_OUT
    return {section: _text(edition, section, known, tag, seen) for section in SECTIONS}


def check_places(
    edition: Edition, figures: Collection[str], tag: str
) -> Iterator[tuple[str, MarkdownError]]:
    """Each section that cannot be shown, with the first reason why."""
    seen: set[str] = set()
    for section in SECTIONS:
        try:
            _text(edition, section, figures, tag, seen)
        except MarkdownError as error:
            yield section, error


def _text(
    edition: Edition, section: str, figures: Collection[str], tag: str, seen: set[str]
) -> tuple[Written, ...]:
    """One section; the figures that it places are added to ``seen``."""
    where = f"narrative/{tag}/{section}.md"
    blocks = blocks_from_markdown(edition.narrative[tag][section], where, section)
    for block in blocks:
        if isinstance(block, FigurePlace):
            _check_place(block, figures, seen, where)
            seen.add(block.figure)
    return blocks


def _check_place(place: FigurePlace, known: Collection[str], seen: set[str], where: str) -> None:
    if place.figure not in known:
        names = ", ".join(sorted(known))
        raise MarkdownError(where, place.line, "figure_unknown", figure=place.figure, figures=names)
    if place.figure in seen:
        names = ", ".join(sorted(set(known) - seen))
        raise MarkdownError(where, place.line, "figure_twice", figure=place.figure, figures=names)


def placed_figures(texts: Mapping[str, tuple[Written, ...]]) -> frozenset[str]:
    """The ids of the figures that the sections place themselves."""
    return frozenset(
        block.figure
        for blocks in texts.values()
        for block in blocks
        if isinstance(block, FigurePlace)
    )


def _correction(edition: Edition, spoken: Language) -> list[Block]:
    if edition.correction is None:
        return []
    words = spoken.say(
        "edition.correction",
        version=edition.version,
        of=edition.correction.of_version,
        reason=edition.correction.reason[spoken.tag],
    )
    return [Note("correction", (paragraph(words),))]


def _judgements(edition: Edition, tag: str) -> list[Block]:
    return [
        JudgementBlock(j.id, text(j.statement[tag]), j.confidence, j.likelihood, j.change)
        for j in edition.judgements
    ]


def marks(edition: Edition, spoken: Language) -> list[Mark]:
    """What must stand on every page: what kind of edition it is, and who may see it."""
    found = []
    if edition.series_kind != "real":
        found.append(
            Mark(
                edition.series_kind,
                spoken.say(f"edition.mark.{edition.series_kind}"),
                spoken.say(f"edition.mark_explained.{edition.series_kind}"),
            )
        )
    found.append(Mark("handling", spoken.write(Coded("tlp", edition.handling))))
    return found


def _metadata(edition: Edition, spoken: Language) -> list[tuple[str, str]]:
    period = edition.period
    facts = {
        "number": spoken.say(
            "edition.facts.number_and_version",
            number=str(edition.number),
            version=str(edition.version),
        ),
        "period": spoken.message(counting(edition)),
        "cut_off": spoken.write(Day(period.cut_off)),
        "published_on": spoken.write(Day(edition.published_on)),
        "geography_on": spoken.write(Day(edition.geography_on)),
    }
    labels = {name: f"edition.facts.{name}" for name in facts}
    # An exercise never appeared, and a reconstruction appeared later than the edition it is of.
    labels["published_on"] = f"edition.published_on.{edition.series_kind}"
    return [(spoken.say(labels[name]), value) for name, value in facts.items()]
