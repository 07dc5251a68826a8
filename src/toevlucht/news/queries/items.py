"""Published news, for everybody: the list, an item in its versions, and what changed."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Min, QuerySet

from toevlucht.guidance.comparing import Piece, changed_words
from toevlucht.guidance.shown import source_words
from toevlucht.language import Language
from toevlucht.news.models import Item, ItemVersion
from toevlucht.news.referents import Referent, find
from toevlucht.news.written import FACT, Statement, WrittenItem

FEED_LENGTH = 50


@dataclass(frozen=True)
class Said:
    """A statement in one language, with its source in the words of the reader."""

    text: str
    is_fact: bool
    source: str
    address: str


@dataclass(frozen=True)
class Told:
    """A version as a reader gets it; ``tag`` is the language that it fell back on, or theirs."""

    version: ItemVersion
    tag: str
    title: str
    summary: str
    reason: str
    statements: list[Said]

    @property
    def slug(self) -> str:
        return self.version.item.slug


@dataclass(frozen=True)
class Change:
    """A part of an item before and after a correction, in pieces."""

    before: list[Piece]
    after: list[Piece]


def newest_versions() -> QuerySet[ItemVersion]:
    """Of every item, those in the archive too; the latest news first."""
    found = ItemVersion.objects.filter(newest_of__isnull=False).select_related("item")
    return found.order_by("-on", "-pk")


def current_versions() -> QuerySet[ItemVersion]:
    return newest_versions().filter(item__archived_on=None)


def archived_versions() -> QuerySet[ItemVersion]:
    return newest_versions().filter(item__archived_on__isnull=False)


def feed_of_news() -> QuerySet[ItemVersion]:
    """With ``first_published``, the one that was published or corrected last first."""
    found = current_versions().annotate(first_published=Min("item__versions__published_on"))
    return found.order_by("-published_on", "-pk")[:FEED_LENGTH]


def find_version(slug: str, number: int | None = None) -> ItemVersion | None:
    """The newest where no number is named."""
    named = {"newest_of__isnull": False} if number is None else {"number": number}
    found = ItemVersion.objects.select_related("item").filter(item__slug=slug, **named)
    return found.first()


def versions_of(item: Item) -> list[ItemVersion]:
    return list(item.versions.order_by("-number"))


def told(version: ItemVersion, spoken: Language) -> Told:
    return told_of(version, version.written, spoken)


def told_of(version: ItemVersion, written: WrittenItem, spoken: Language) -> Told:
    tag = written.language_for(spoken.tag)
    return Told(
        version,
        tag,
        written.title.get(tag, ""),
        written.summary.get(tag, ""),
        written.reason.get(tag, ""),
        [_said(one, tag, spoken) for one in written.statements],
    )


def referents_of(written: WrittenItem, spoken: Language) -> list[Referent]:
    """As they are now, in the order of the item; what is gone is left out."""
    return [found for name in written.references if (found := find(name, spoken))]


def changes_between(old: WrittenItem, new: WrittenItem, spoken: Language) -> list[Change]:
    """Part by part, those that differ; in a language in which both are written."""
    both = [tag for tag in new.languages if tag in old.languages]
    tag = spoken.tag if spoken.tag in both else new.language_for(spoken.tag)
    before, after = _lines(old, tag, spoken), _lines(new, tag, spoken)
    length = max(len(before), len(after))
    before += [""] * (length - len(before))
    after += [""] * (length - len(after))
    pairs = zip(before, after, strict=True)
    return [Change(*changed_words(one, other)) for one, other in pairs if one != other]


def _lines(written: WrittenItem, tag: str, spoken: Language) -> list[str]:
    said = [_said(one, tag, spoken) for one in written.statements]
    referents = [one.title for one in referents_of(written, spoken)]
    return [
        written.title.get(tag, ""),
        written.summary.get(tag, ""),
        "\n".join(referents),
        *(f"{one.text} {one.source}".strip() for one in said),
    ]


def _said(one: Statement, tag: str, spoken: Language) -> Said:
    source = source_words(one.source, one.source_on, spoken) if one.source else ""
    return Said(one.text.get(tag, ""), one.kind == FACT, source, one.address)
