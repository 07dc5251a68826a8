"""Issues of the newsletter: what everybody may read, and what the desk sees of their sending."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from toevlucht.news.models import Bounce, Forgotten, Issue, ItemVersion, Subscription
from toevlucht.news.models.issues import DELIVERY_STATES, SENDING, SENT
from toevlucht.news.models.subscribers import CONFIRMED
from toevlucht.news.queries.items import current_versions
from toevlucht.records.viewer import Viewer

WRITERS = ("editor", "approver")


@dataclass(frozen=True)
class Sending:
    """How many mails are how far; ``repeats`` went again, for the server's answer was lost."""

    total: int
    states: list[tuple[str, int]]
    repeats: int
    bounces: int


@dataclass(frozen=True)
class ListCount:
    """How many are on a list; made-up ones apart."""

    audience: str
    language: str
    confirmed: int
    generated: int


def public_issues() -> QuerySet[Issue]:
    """Those of which mails went out, the newest first."""
    return Issue.objects.filter(state__in=(SENDING, SENT)).order_by("-number")


def find_public_issue(number: int) -> Issue | None:
    return public_issues().filter(number=number).first()


def versions_brought(issue: Issue) -> list[ItemVersion]:
    brought = issue.brought.select_related("version__item").order_by("position")
    return [one.version for one in brought]


def versions_to_bring(issue: Issue) -> list[ItemVersion]:
    """Of an issue in the making: each item as it is now; what is gone or archived is left out."""
    by_slug = {one.item.slug: one for one in current_versions().filter(item__slug__in=issue.items)}
    return [by_slug[slug] for slug in issue.items if slug in by_slug]


def issues_for(viewer: Viewer) -> list[Issue]:
    if not viewer.is_centre_with(*WRITERS):
        return []
    return list(Issue.objects.order_by("-number"))


def find_issue(viewer: Viewer, number: int) -> Issue | None:
    if not viewer.is_centre_with(*WRITERS):
        return None
    return Issue.objects.filter(number=number).first()


def sending_of(issue: Issue) -> Sending:
    found = issue.deliveries.order_by().values_list("state").annotate(n=Count("pk"))
    states = Counter(dict(found))
    return Sending(
        total=states.total(),
        states=[(state, states[state]) for state in DELIVERY_STATES if states[state]],
        repeats=issue.deliveries.filter(may_repeat=True).count(),
        bounces=Bounce.objects.filter(delivery__issue=issue).count(),
    )


def list_counts(viewer: Viewer) -> list[ListCount]:
    if not viewer.is_centre_with(*WRITERS):
        return []
    found = Subscription.objects.filter(state=CONFIRMED).order_by("audience", "language")
    counted = Counter(found.values_list("audience", "language", "subscriber__is_generated"))
    lists = dict.fromkeys((audience, language) for audience, language, _ in counted)
    return [
        ListCount(*one, confirmed=counted[(*one, False)], generated=counted[(*one, True)])
        for one in lists
    ]


def forgotten_count() -> int:
    return Forgotten.objects.count()
