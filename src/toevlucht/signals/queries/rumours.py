"""Rumours, and how many told each. A rumour names nobody, so all who coordinate may read it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum

from toevlucht.records.viewer import Viewer
from toevlucht.signals.models import Rumour

PAGE = 25


def rumours(viewer: Viewer) -> QuerySet[Rumour]:
    """Those of every organisation: a story that is told in two towns is one story."""
    return Rumour.objects.all() if viewer.has("coordinator") else Rumour.objects.none()


def rumours_page(viewer: Viewer, state: str = "", before: int | None = None) -> list[Rumour]:
    """Newest first, each with ``told`` and ``noted_by``; one more than a page holds."""
    found = rumours(viewer)
    if state:
        found = found.filter(state=state)
    if before is not None:
        found = found.filter(pk__lt=before)
    told = found.annotate(
        told=Sum("tellers__count"), noted_by=Count("tellers__organisation", distinct=True)
    )
    return list(told.order_by("-pk")[: PAGE + 1])


def find_rumour(viewer: Viewer, reference: str) -> Rumour | None:
    return rumours(viewer).filter(reference=reference).first()


def may_change(viewer: Viewer, rumour: Rumour) -> bool:
    """Who looks into it writes what was found; others add that they heard it too."""
    return viewer.has("coordinator") and rumour.organisation == viewer.organisation


@dataclass(frozen=True)
class Noted:
    """How many tellers an organisation noted, and from when to when."""

    organisation: str
    told: int
    first: object
    last: object


def noted(rumour: Rumour) -> list[Noted]:
    found: dict[str, Noted] = {}
    for one in rumour.tellers.order_by("heard_on", "pk"):
        known = found.get(one.organisation)
        first = known.first if known else one.heard_on
        told = (known.told if known else 0) + one.count
        found[one.organisation] = Noted(one.organisation, told, first, one.heard_on)
    return list(found.values())
