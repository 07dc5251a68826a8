"""Items in the making, for the centre: what they lack, and what is out of date when published."""

from __future__ import annotations

from dataclasses import dataclass

from toevlucht.language import Language
from toevlucht.layout.reader import reader_language
from toevlucht.news.models import Draft, ItemVersion
from toevlucht.news.queries.items import newest_versions
from toevlucht.news.referents import Referent, choices, find
from toevlucht.news.written import Lack, lacks_of
from toevlucht.records.viewer import Viewer

WRITERS = ("editor", "approver")


@dataclass(frozen=True)
class Superseded:
    """What an item refers to and what became of it; ``referent`` is None where it is gone."""

    name: str
    referent: Referent | None


@dataclass(frozen=True)
class Kept:
    """A published item as its editors see it."""

    version: ItemVersion
    superseded: list[Superseded]


def drafts_for(viewer: Viewer) -> list[Draft]:
    """For editors and approvers of the centre, the newest first."""
    if not viewer.is_centre_with(*WRITERS):
        return []
    return list(Draft.objects.select_related("item").order_by("-pk"))


def find_draft(viewer: Viewer, draft: int) -> Draft | None:
    if not viewer.is_centre_with(*WRITERS):
        return None
    return Draft.objects.select_related("item").filter(pk=draft).first()


def lacks_of_draft(draft: Draft) -> list[Lack]:
    known = {one.name for one in choices(reader_language())}
    return lacks_of(draft.written, known, is_correction=draft.item is not None)


def kept_items(viewer: Viewer, spoken: Language) -> list[Kept]:
    """Every published item, in the archive too, with what it refers to that was superseded."""
    if not viewer.is_centre_with(*WRITERS):
        return []
    return [Kept(one, superseded_in(one, spoken)) for one in newest_versions()]


def superseded_in(version: ItemVersion, spoken: Language) -> list[Superseded]:
    """Gone, changed since this was published, or followed by something newer."""
    found = [(name, find(name, spoken)) for name in version.written.references]
    return [
        Superseded(name, referent)
        for name, referent in found
        if referent is None or referent.newer or referent.mark != version.marks.get(name)
    ]
