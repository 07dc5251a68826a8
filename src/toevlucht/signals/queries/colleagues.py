"""Who at the viewer's organisation can be given a report: who coordinates and may know of it."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from toevlucht.partners.models import Person
from toevlucht.records.viewer import Viewer
from toevlucht.signals.models import DeskEntry, Exclusion, Recipient


def colleagues(viewer: Viewer, entry: DeskEntry) -> list[Person]:
    """The viewer among them, by name."""
    now = timezone.now()
    found = Person.objects.filter(
        Q(assignments__until__isnull=True) | Q(assignments__until__gt=now),
        assignments__role="coordinator",
        assignments__since__lte=now,
        is_active=True,
        organisation__code=viewer.organisation,
    )
    if entry.for_named:
        named = Recipient.objects.filter(referral=entry.referral)
        found = found.filter(pk__in=named.values("person"))
    kept_from = Exclusion.objects.filter(report=entry.report, person__isnull=False)
    return list(found.exclude(pk__in=kept_from.values("person")).order_by("name", "pk").distinct())


def not_kept_from(viewer: Viewer, entry: DeskEntry) -> list[Person]:
    """Everybody else of the viewer's organisation from whom it is not kept yet, by name."""
    people = Person.objects.filter(organisation__code=viewer.organisation, is_active=True)
    kept_from = Exclusion.objects.filter(report=entry.report, person__isnull=False)
    others = people.exclude(pk=viewer.person or 0).exclude(pk__in=kept_from.values("person"))
    return list(others.order_by("name", "pk"))
