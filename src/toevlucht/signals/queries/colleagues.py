"""Who can be given a report, and from whom it can be kept: colleagues, and other organisations."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from toevlucht.partners.models import Assignment, Organisation, Person
from toevlucht.records.viewer import Viewer
from toevlucht.signals.models import DeskEntry, Exclusion, Recipient
from toevlucht.signals.queries.receivers import excluded_organisations


@dataclass(frozen=True)
class Colleagues:
    """Two lists by name: who coordinates and may know of it, the viewer among them; and everybody
    else from whom it is not kept yet."""

    coordinating: list[Person]
    not_kept_from: list[Person]


def colleagues(viewer: Viewer, entry: DeskEntry) -> Colleagues:
    now = timezone.now()
    coordinates = Assignment.objects.filter(
        Q(until=None) | Q(until__gt=now), person=OuterRef("pk"), role="coordinator", since__lte=now
    )
    named = Recipient.objects.filter(referral=entry.referral, person=OuterRef("pk"))
    kept = Exclusion.objects.filter(report=entry.report, person=OuterRef("pk"))
    people = Person.objects.filter(organisation__code=viewer.organisation, is_active=True)
    found = list(
        people.exclude(Exists(kept))
        .annotate(coordinates=Exists(coordinates), is_named=Exists(named))
        .order_by("name", "pk")
    )
    return Colleagues(
        [one for one in found if one.coordinates and (one.is_named or not entry.for_named)],
        [one for one in found if one.pk != viewer.person],
    )


def organisations_not_kept_from(entry: DeskEntry) -> list[Organisation]:
    """Every other organisation from which it is not kept yet; who handles it hands it over."""
    kept_from = excluded_organisations(entry.report) | {entry.report.handler}
    found = Organisation.objects.filter(is_active=True).exclude(code__in=kept_from)
    return list(found.order_by("code"))
