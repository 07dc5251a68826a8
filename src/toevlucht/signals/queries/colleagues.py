"""Who can be given a report, and from whom it can be kept: colleagues, and other organisations."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from toevlucht.partners.models import Organisation, Person
from toevlucht.records.viewer import Viewer
from toevlucht.signals.models import DeskEntry, Exclusion, Recipient
from toevlucht.signals.queries.receivers import excluded_organisations


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


def organisations_not_kept_from(entry: DeskEntry) -> list[Organisation]:
    """Every other organisation from which it is not kept yet; who handles it hands it over."""
    kept_from = excluded_organisations(entry.report) | {entry.report.handler}
    found = Organisation.objects.filter(is_active=True).exclude(code__in=kept_from)
    return list(found.order_by("code"))
