"""What waits for a viewer: contributions, reviews, remarks, publishing, corrections to read."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef
from django.urls import reverse

from toevlucht.picture.models import (
    Answer,
    Contribution,
    Draft,
    DraftJudgement,
    DraftStep,
    DraftText,
)
from toevlucht.picture.models.contributions import TAKEN
from toevlucht.picture.models.drafts import COLLECTING, REVIEW
from toevlucht.picture.queries.drafts.reading import drafts, listed, reviews, with_newest_build
from toevlucht.picture.queries.renditions import corrections_to_read
from toevlucht.records.viewer import Viewer


@dataclass(frozen=True)
class Waiting:
    """``kind`` is contribute, review, comments, publish or correction; ``text`` says it."""

    kind: str
    draft: Draft  # its title says of what
    address: str
    day: datetime.date | None = None
    n: int = 1

    @property
    def text(self) -> str:
        return f"drafts.waiting.{self.kind}"

    def title(self, language: str) -> str:
        return self.draft.title(language)


def waiting_for(viewer: Viewer) -> list[Waiting]:
    """In the order of haste; a constant number of queries."""
    if viewer.is_public:
        return []
    return [
        *_corrections(viewer),
        *_publishing(viewer),
        *_comments(viewer),
        *_reviewing(viewer),
        *_contributing(viewer),
    ]


def _corrections(viewer: Viewer) -> Iterator[Waiting]:
    for edition in corrections_to_read(viewer):
        version = edition.version
        place = {
            "series": version.edition.series.slug,
            "number": version.edition.number,
            "version": version.version,
        }
        address = reverse("partners-edition", kwargs=place)
        yield Waiting("correction", version.draft, address, version.published_on)


def _publishing(viewer: Viewer) -> Iterator[Waiting]:
    if not viewer.is_centre_with("approver"):
        return
    own = {"draft": OuterRef("pk")}
    found = with_newest_build(drafts(viewer)).filter(state=REVIEW, built=F("revision"))
    found = found.exclude(opened_by=viewer.person).exclude(submitted_by=viewer.person)
    found = found.exclude(
        Exists(DraftText.objects.filter(author=viewer.person, **own))
        | Exists(DraftJudgement.objects.filter(author=viewer.person, **own))
        | Exists(DraftStep.objects.filter(person=viewer.person, kind="setup", **own))
    )
    for draft in found.order_by("pk"):
        yield Waiting("publish", draft, reverse("draft-publish", kwargs={"draft": draft.pk}))


def _comments(viewer: Viewer) -> Iterator[Waiting]:
    if not viewer.is_centre_with("editor"):
        return
    for draft in listed(viewer).filter(unanswered__gt=0):
        address = reverse("draft-comments", kwargs={"draft": draft.pk})
        yield Waiting("comments", draft, address, n=draft.unanswered)


def _reviewing(viewer: Viewer) -> Iterator[Waiting]:
    """Until the own organisation approved what stands now, or objected."""
    if not viewer.has("contributor", "approver"):
        return
    answered = Answer.objects.filter(
        draft=OuterRef("pk"), organisation=viewer.organisation, revision=OuterRef("revision")
    )
    found = with_newest_build(reviews(viewer)).filter(state=REVIEW, built=F("revision"))
    for draft in found.filter(~Exists(answered)).order_by("pk"):
        yield Waiting("review", draft, reverse("review", kwargs={"draft": draft.pk}))


def _contributing(viewer: Viewer) -> Iterator[Waiting]:
    """Until the own organisation sent something for this period, or it is too late."""
    if not viewer.has("contributor"):
        return
    sent = Contribution.objects.filter(
        organisation__code=viewer.organisation,
        series=OuterRef("contributions_of"),
        state=TAKEN,
        cut_off__gte=OuterRef("period_from"),
        cut_off__lte=OuterRef("cut_off"),
    )
    found = Draft.objects.filter(
        state=COLLECTING, invitations__organisation=viewer.organisation
    ).filter(~Exists(sent))
    for draft in found.order_by("cut_off", "pk"):
        yield Waiting("contribute", draft, reverse("contributions"), draft.cut_off)
