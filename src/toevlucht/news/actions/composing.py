"""Compose an issue of the newsletter from published items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import Max

from toevlucht.language import Message
from toevlucht.news.models import Issue, IssueSave
from toevlucht.news.models.issues import DROPPED, WRITING
from toevlucht.partners.rules import Refused
from toevlucht.records.actions import record_change
from toevlucht.records.viewer import NotAllowed, Viewer


@dataclass(frozen=True)
class Composed:
    """What is written in an issue; subject and introduction by language."""

    subject: Mapping[str, str]
    intro: Mapping[str, str]
    items: Sequence[str]
    audiences: Sequence[str]


@transaction.atomic
def open_issue(viewer: Viewer, composed: Composed) -> Issue:
    """Under the number that follows."""
    person = _editor(viewer, "newsletter.composed", 0)
    last = Issue.objects.aggregate(last=Max("number"))["last"] or 0
    issue = Issue(number=last + 1, composed_by_id=person)
    _write(viewer, issue, person, composed)
    return issue


@transaction.atomic
def write_issue(viewer: Viewer, issue: Issue, seen: int, composed: Composed) -> Issue:
    """What was in it already stays in its order; what is new follows."""
    person = _editor(viewer, "newsletter.composed", issue.number)
    issue = _to_write(issue, seen)
    stays = [slug for slug in issue.items if slug in composed.items]
    new = [slug for slug in composed.items if slug not in stays]
    _write(viewer, issue, person, replace(composed, items=[*stays, *new]))
    return issue


@transaction.atomic
def place_item(viewer: Viewer, issue: Issue, seen: int, slug: str, after: int) -> Issue:
    """Where it comes in the order of reading: after so many others."""
    person = _editor(viewer, "newsletter.composed", issue.number)
    issue = _to_write(issue, seen)
    if slug not in issue.items:
        raise Refused(Message("news.problem.changed_since"))
    others = [one for one in issue.items if one != slug]
    items = [*others[:after], slug, *others[after:]]
    composed = Composed(issue.subject, issue.intro, items, issue.audiences)
    _write(viewer, issue, person, composed)
    return issue


@transaction.atomic
def drop_issue(viewer: Viewer, issue: Issue) -> None:
    """Its number is not given again."""
    _editor(viewer, "newsletter.composed", issue.number)
    issue = locked_issue(issue)
    if issue.state != WRITING:
        raise Refused(Message("newsletter.problem.not_writable"))
    issue.state = DROPPED
    issue.save(update_fields=["state"])
    record_change(viewer, "newsletter.composed", "newsletter", (issue.number, DROPPED))


def _to_write(issue: Issue, seen: int) -> Issue:
    """As it is now, with the number of the change that is about to be made."""
    issue = locked_issue(issue)
    if issue.state != WRITING:
        raise Refused(Message("newsletter.problem.not_writable"))
    if issue.revision != seen:
        raise Refused(Message("news.problem.changed_since"))
    issue.revision += 1
    return issue


def locked_issue(issue: Issue) -> Issue:
    """As it is now; until the transaction ends nobody else changes it."""
    return Issue.objects.select_for_update().get(pk=issue.pk)


def _write(viewer: Viewer, issue: Issue, person: int, composed: Composed) -> None:
    issue.subject, issue.intro = dict(composed.subject), dict(composed.intro)
    issue.items, issue.audiences = list(composed.items), list(composed.audiences)
    issue.save()
    IssueSave.objects.create(issue=issue, author_id=person)
    record_change(viewer, "newsletter.composed", "newsletter", (issue.number,))


def _editor(viewer: Viewer, event: str, number: int) -> int:
    if not viewer.is_centre_with("editor") or viewer.person is None:
        raise NotAllowed(event, "newsletter", (str(number),))
    return viewer.person
