"""Who can read a report now, and why: what `policy` answers each of them, said beforehand."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from toevlucht.records.keystore.models import RECEIPT
from toevlucht.records.sealed import custody
from toevlucht.records.viewer import Viewer
from toevlucht.signals.models import (
    DeskEntry,
    EmergencyReading,
    Exclusion,
    Recipient,
    Report,
)
from toevlucht.signals.queries.receivers import coordinators_at, excluded_organisations

SHOWN = datetime.timedelta(days=90)


@dataclass(frozen=True)
class Reader:
    """An organisation with the report on its desk, and who of its people that is."""

    entry: DeskEntry
    people: tuple[int, ...]

    @property
    def organisation(self) -> str:
        return self.entry.organisation


@dataclass(frozen=True)
class Readers:
    """Everybody who can read it, and who did in an emergency."""

    organisations: tuple[Reader, ...]
    emergencies: tuple[EmergencyReading, ...]
    has_receipt: bool
    has_named_reporter: bool


def readers_for(viewer: Viewer, entry: DeskEntry) -> Readers:
    """For the handling organisation all of them; for another the handler and itself."""
    report = entry.report
    found = readers_of(report)
    if entry.ground != "handling":
        own = {report.handler, viewer.organisation}
        found = [one for one in found if one.organisation in own]
        return Readers(tuple(found), (), False, False)
    since = timezone.now() - SHOWN
    emergencies = EmergencyReading.objects.filter(report=report, at__gt=since).order_by("-at")
    return Readers(
        tuple(found),
        tuple(emergencies),
        RECEIPT in custody.holders_of(report.record),
        report.reporter is not None,
    )


def readers_of(report: Report) -> list[Reader]:
    """The people of each entry that lasts, without those the report is kept from."""
    kept_from = excluded_organisations(report)
    entries = [one for one in _lasting(report) if one.organisation not in kept_from]
    people = _people_by_organisation(report, [one.organisation for one in entries])
    named = _recipients(one.referral_id for one in entries if one.for_named)
    return [
        Reader(
            entry,
            tuple(
                person
                for person in people.get(entry.organisation, ())
                if not entry.for_named or (entry.referral_id, person) in named
            ),
        )
        for entry in entries
    ]


def _lasting(report: Report) -> list[DeskEntry]:
    today = timezone.localdate()
    found = DeskEntry.objects.filter(report=report).select_related("referral")
    return [one for one in found.order_by("since", "pk") if not one.until or one.until >= today]


def _people_by_organisation(report: Report, organisations: Iterable[str]) -> dict[str, list[int]]:
    kept_from = Exclusion.objects.filter(report=report, person__isnull=False)
    people: dict[str, list[int]] = {}
    for person in coordinators_at(organisations).exclude(pk__in=kept_from.values("person")):
        people.setdefault(person.organisation.code, []).append(person.pk)
    return people


def _recipients(referrals: Iterable[int | None]) -> set[tuple[int | None, int]]:
    found = Recipient.objects.filter(referral__in=[one for one in referrals if one])
    return set(found.values_list("referral_id", "person"))
