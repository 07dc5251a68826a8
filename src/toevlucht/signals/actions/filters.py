"""Keep a choice of filters under a name, and forget it again; each person has their own."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from toevlucht.records.actions import record_change
from toevlucht.records.viewer import NotAllowed, Viewer
from toevlucht.signals.actions.refusing import NotPossible
from toevlucht.signals.models import SavedFilter

MOST = 20


def keep_filter(viewer: Viewer, title: str, query: Mapping[str, str]) -> None:
    """One of the same name is replaced."""
    person = _person(viewer, "filter.kept")
    with transaction.atomic():
        others = SavedFilter.objects.filter(person=person).exclude(name=title)
        if others.count() >= MOST:
            raise NotPossible("worklists.kept.too_many", n=MOST)
        kept, _ = SavedFilter.objects.update_or_create(
            person=person, name=title, defaults={"query": dict(query)}
        )
        record_change(viewer, "filter.kept", "filter", [kept.pk])


def remove_filter(viewer: Viewer, title: str) -> None:
    person = _person(viewer, "filter.removed")
    with transaction.atomic():
        kept = SavedFilter.objects.filter(person=person, name=title).first()
        if kept:
            record_change(viewer, "filter.removed", "filter", [kept.pk])
            kept.delete()


def _person(viewer: Viewer, event: str) -> int:
    if viewer.person is None or not viewer.has("coordinator"):
        raise NotAllowed(event, "filter")
    return viewer.person
