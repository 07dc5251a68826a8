"""Who can read a report now, and why: what `policy` answers each of them, said beforehand."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from toevlucht.partners.models import Person
from toevlucht.partners.trail.names import name_of_organisation
from toevlucht.records.viewer import Viewer
from toevlucht.signals.models import (
    DeskEntry,
    EmergencyReading,
    Exclusion,
    Receipt,
    Recipient,
    Report,
)
from toevlucht.signals.policy import lasts
from toevlucht.signals.queries.receivers import coordinators_at

SHOWN = datetime.timedelta(days=90)


@dataclass(frozen=True)
class Reader:
    """An organisation with the report on its desk, and who of its people that is.

    The entry has the name of the organisation, ``named``.
    """

    entry: DeskEntry
    people: tuple[Person, ...]

    @property
    def organisation(self) -> str:
        return self.entry.organisation


@dataclass(frozen=True)
class Readers:
    """Everybody who can read it, and who did in an emergency."""

    organisations: tuple[Reader, ...]
    emergencies: tuple[EmergencyReading, ...]
    has_named_reporter: bool


def with_readers(found: QuerySet[DeskEntry]) -> QuerySet[DeskEntry]:
    """With how many other organisations have it, ``others``, and whether a receipt leads to it."""
    others = _lasting().filter(report=OuterRef("report"))
    others = others.exclude(organisation=OuterRef("organisation")).order_by()
    counted = others.values("report").annotate(n=Count("pk")).values("n")
    return found.annotate(
        others=Coalesce(Subquery(counted), 0),
        has_receipt=Exists(Receipt.objects.filter(report=OuterRef("report"))),
    )


def readers_for(viewer: Viewer, entry: DeskEntry) -> Readers:
    """For the handling organisation all of them; for another the handler and itself."""
    report = entry.report
    found = readers_of(report)
    if entry.ground != "handling":
        own = {report.handler, viewer.organisation}
        found = [one for one in found if one.organisation in own]
        return Readers(tuple(found), (), False)
    since = timezone.now() - SHOWN
    emergencies = EmergencyReading.objects.filter(report=report, at__gt=since).order_by("-at")
    named = emergencies.annotate(named=name_of_organisation("organisation"))
    return Readers(tuple(found), tuple(named), report.reporter is not None)


def readers_of(report: Report) -> list[Reader]:
    """The people of each entry that lasts, without those the report is kept from."""
    found = _lasting().filter(report=report).select_related("referral").order_by("since", "pk")
    entries = list(found.annotate(named=name_of_organisation("organisation")))
    people = _people_by_organisation(report, entries)
    return [
        Reader(
            entry,
            tuple(
                person
                for person, is_named in people.get(entry.organisation, ())
                if is_named or not entry.for_named
            ),
        )
        for entry in entries
    ]


def _lasting() -> QuerySet[DeskEntry]:
    """Also without those of organisations that it is kept from."""
    kept = Exclusion.objects.filter(
        report=OuterRef("report"), organisation=OuterRef("organisation")
    )
    return DeskEntry.objects.filter(lasts()).exclude(Exists(kept))


def _people_by_organisation(
    report: Report, entries: Sequence[DeskEntry]
) -> dict[str, list[tuple[Person, bool]]]:
    """Who coordinates there, each with whether the referral to there names that person."""
    kept_from = Exclusion.objects.filter(report=report, person__isnull=False)
    named = Recipient.objects.filter(
        person=OuterRef("pk"),
        referral__report=report,
        referral__deskentry__report=report,
        referral__deskentry__organisation=OuterRef("organisation__code"),
    )
    found = coordinators_at({one.organisation for one in entries})
    found = found.exclude(pk__in=kept_from.values("person")).annotate(is_named=Exists(named))
    people: dict[str, list[tuple[Person, bool]]] = {}
    for person in found:
        people.setdefault(person.organisation.code, []).append((person, person.is_named))
    return people
