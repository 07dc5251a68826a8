"""Which drafts a viewer may see: those who make editions all, partners in their review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from toevlucht.picture.models import (
    Answer,
    Comment,
    Contribution,
    Draft,
    DraftBuild,
    DraftStep,
    EditionVersion,
    Invitation,
    Series,
)
from toevlucht.picture.models.contributions import TAKEN, WITHDRAWN
from toevlucht.picture.models.drafts import IN_REVIEW, OUT, REVIEW
from toevlucht.records.viewer import Viewer

MAKERS = ("editor", "approver")
REVIEWERS = ("reader", "contributor", "approver")


def drafts(viewer: Viewer) -> QuerySet[Draft]:
    """All drafts, for those who make editions; nobody else sees that there are any."""
    found = Draft.objects.select_related("series")
    return found if viewer.is_centre_with(*MAKERS) else found.none()


def find_draft(viewer: Viewer, number: int) -> Draft | None:
    return drafts(viewer).select_related("corrects").filter(pk=number).first()


def reviews(viewer: Viewer) -> QuerySet[Draft]:
    """Drafts that the viewer's organisation is asked to review, and what became of them."""
    found = Draft.objects.select_related("series", "published__edition")
    if viewer.is_centre or not viewer.has(*REVIEWERS):
        return found.none()
    asked = Invitation.objects.filter(draft=OuterRef("pk"), organisation=viewer.organisation)
    return found.filter(Exists(asked), state__in=(*IN_REVIEW, *OUT))


def find_review(viewer: Viewer, number: int) -> Draft | None:
    return reviews(viewer).filter(pk=number).first()


def every_series(viewer: Viewer) -> list[Series]:
    """In which a draft can be opened; also those that the public does not know of yet."""
    return list(Series.objects.order_by("slug")) if viewer.is_centre_with(*MAKERS) else []


def find_version(viewer: Viewer, series: str, number: int, version: int) -> EditionVersion | None:
    """A published version, to be corrected."""
    if not viewer.is_centre_with(*MAKERS):
        return None
    found = EditionVersion.objects.select_related("edition__series")
    return found.filter(
        edition__series__slug=series, edition__number=number, version=version
    ).first()


def listed(viewer: Viewer) -> QuerySet[Any]:
    """For the list: with how much waits for an answer."""
    unanswered = Count("comments", filter=Q(comments__reply=""), distinct=True)
    asked = Count("invitations", distinct=True)
    found = drafts(viewer).annotate(unanswered=unanswered, asked=asked)
    return found.order_by("-opened_at", "-pk")


def newest_build(draft: Draft) -> DraftBuild | None:
    """What there is to look at: in review only what was made of the review's own data."""
    found = draft.builds.order_by("-pk")
    if draft.state in IN_REVIEW:
        found = found.filter(is_review=True)
    return found.first()


def comments(viewer: Viewer, draft: Draft) -> QuerySet[Comment]:
    """The centre sees all remarks; a partner those of its own organisation, with the replies."""
    found = Comment.objects.filter(draft=draft).select_related("person", "replied_by")
    if not viewer.is_centre_with(*MAKERS):
        found = found.filter(organisation=viewer.organisation)
    return found.order_by("pk")


@dataclass(frozen=True)
class Position:
    """Where a partner stands in a review: ``standing`` is none, approved, lapsed or objects."""

    organisation: str
    standing: str
    answer: Answer | None


def positions(viewer: Viewer, draft: Draft, build: DraftBuild | None) -> list[Position]:
    """Of every organisation that is asked; a partner sees its own only.

    Whoever objects stays among them: an objection does not go away by no longer asking.
    """
    newest = _newest_answers(draft)
    invited = draft.invitations.values_list("organisation", flat=True)
    asked = sorted({*invited, *(code for code, one in newest.items() if one.is_objection)})
    if viewer.is_centre_with(*MAKERS):
        # The centre does not review itself: it publishes, with four eyes.
        organisations = [code for code in asked if code != viewer.organisation]
    else:
        organisations = [code for code in asked if code == viewer.organisation]
    return [_position(code, newest.get(code), draft, build) for code in organisations]


def _newest_answers(draft: Draft) -> Mapping[str, Answer]:
    newer = Answer.objects.filter(
        draft=OuterRef("draft"), organisation=OuterRef("organisation"), pk__gt=OuterRef("pk")
    )
    found = draft.answers.filter(~Exists(newer)).select_related("person")
    return {answer.organisation: answer for answer in found}


def _position(
    organisation: str, answer: Answer | None, draft: Draft, build: DraftBuild | None
) -> Position:
    if answer is None:
        return Position(organisation, "none", None)
    if answer.is_objection:
        return Position(organisation, "objects", answer)
    same = answer.revision == draft.revision
    same = same and build is not None and answer.data_sha256 == build.data_sha256
    return Position(organisation, "approved" if same else "lapsed", answer)


def steps(viewer: Viewer, draft: Draft) -> Sequence[DraftStep]:
    return list(draft.steps.select_related("person").order_by("pk"))


def wrote_in(draft: Draft, person: int | None) -> bool:
    """Whether somebody opened, set up, wrote, fed or submitted it: then another must approve."""
    if person is None or person in (draft.opened_by_id, draft.submitted_by_id):
        return True
    return (
        draft.texts.filter(author=person).exists()
        or draft.judgements.filter(author=person).exists()
        or draft.steps.filter(person=person, kind="setup").exists()
        or _chosen_by(draft, person).exists()
    )


def _chosen_by(draft: Draft, person: int) -> QuerySet[Contribution]:
    """What somebody sent that the edition is made of, also on behalf of a partner.

    And what another sent and they withdrew, without which the edition is made.
    """
    sent = Q(sent_by=person, state=TAKEN)
    withdrew = Q(withdrawn_by=person, state=WITHDRAWN) & ~Q(rows={}) & ~Q(sent_by=person)
    found = Contribution.objects.filter(series=draft.contributions_of, cut_off__lte=draft.cut_off)
    return found.filter(sent | withdrew)


def taken_back_since_frozen(draft: Draft) -> list[int]:
    """Contributions with rows in a review that were withdrawn after it began.

    A nil return that ended because rows came after all holds nothing to take back.
    """
    made = draft.builds.filter(folder=draft.frozen).values("made_at")  # later than the freezing
    before = draft.steps.filter(kind=REVIEW, at__lte=Subquery(made[:1]))
    began = before.order_by("-at").values_list("at", flat=True).first()
    found = Contribution.objects.filter(
        series=draft.contributions_of, state=WITHDRAWN, cut_off__lte=draft.cut_off
    ).exclude(rows={})
    return list(found.filter(withdrawn_at__gte=began).values_list("pk", flat=True) if began else ())


def with_newest_build(found: QuerySet[Draft]) -> QuerySet[Any]:
    """With ``built``: the revision of which partners have a review to look at."""
    builds = DraftBuild.objects.filter(draft=OuterRef("pk"), is_review=True).order_by("-pk")
    return found.annotate(built=Subquery(builds.values("revision")[:1]))
