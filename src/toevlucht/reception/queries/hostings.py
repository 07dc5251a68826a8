"""Guests with a household: what is known of them, and what is due about them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from toevlucht.reception.host_follow_up import Due, Stage, due_of
from toevlucht.reception.host_path import Guests
from toevlucht.reception.models import HostAgreement, HostHousehold, Hosting, HostingStep, Stay
from toevlucht.reception.queries.host_keys import key_for
from toevlucht.reception.reach import reach_of
from toevlucht.records.viewer import Viewer

CHILDREN = ("steps", "agreements", "ways_out")


def hostings_of(household: HostHousehold) -> list[Hosting]:
    """The open ones first, each with all that happened; as many queries for many as for one."""
    found = with_all(Hosting.objects.filter(household=household))
    return sorted(
        found.order_by("-matched_on", "-pk"),
        key=lambda one: one.ended_on is not None,
    )


def with_all(found: QuerySet[Hosting]) -> QuerySet[Hosting]:
    """With all that happened, and when an emergency of theirs ends that still goes on."""
    emergencies = Stay.objects.filter(
        household=OuterRef("household"),
        person__family=OuterRef("family"),
        departed_at=None,
        kind="emergency",
    )
    until = emergencies.order_by("expires_at").values("expires_at")[:1]
    return (
        found.select_related("family", "household")
        .prefetch_related(*CHILDREN)
        .annotate(emergency_until=Subquery(until))
    )


def stage_of(hosting: Hosting) -> Stage:
    """A conversation with a guest counts where the host was not there."""
    heard = {
        (one.term, one.side)
        for one in hosting.steps.all()
        if one.kind == "followed_up" and one.outcome != "not_reached"
        if one.side == "host" or one.is_alone
    }
    until: datetime.datetime | None = getattr(hosting, "emergency_until", None)
    ways = [one for one in hosting.ways_out.all() if one.settled_on is None]
    return Stage(
        hosting.matched_on,
        hosting.moved_in_on,
        hosting.agreed_until,
        heard,
        ways[0].due_on if ways else None,
        timezone.localdate(until) if until else None,
    )


def due_about(hosting: Hosting) -> list[Due]:
    return [] if hosting.ended_on else due_of(stage_of(hosting))


def guests_of(hostings: Iterable[Hosting]) -> Guests | None:
    """All who are matched or there, as one: since the first came, and what is due first."""
    here = [one for one in hostings if one.ended_on is None]
    if not here:
        return None
    due = [each.on for one in here for each in due_about(one)]
    moved_in = [one.moved_in_on for one in here if one.moved_in_on]
    return Guests(
        min(one.matched_on for one in here),
        min(moved_in) if moved_in else None,
        min(due) if due else None,
    )


@dataclass(frozen=True)
class Told:
    """A step or an agreement, and what was said; empty for who may not open it."""

    about: HostingStep | HostAgreement
    words: str


@dataclass(frozen=True)
class HostingRead:
    due: Sequence[Due]
    steps: Sequence[Told]
    agreements: Sequence[Told]
    why_unknown: str
    is_asked: bool  # whether somebody said that they cannot go on
    today: datetime.date


def find_hosting(viewer: Viewer, code: str) -> Hosting | None:
    """For the municipality that keeps the household; nobody else reads what guests said."""
    municipality = reach_of(viewer).keeps_municipality
    if not municipality:
        return None
    found = Hosting.objects.filter(household__municipality=municipality, code=code)
    return with_all(found.exclude(household__taken_over_on=None)).first()


def hosting_page(viewer: Viewer, hosting: Hosting) -> HostingRead:
    key = key_for(viewer, hosting.household)

    def words(kind: str, code: str, sealed: bytes | memoryview | None) -> str:
        return key.open(kind, code, sealed).get("words", "") if key else ""

    return HostingRead(
        due=due_about(hosting),
        steps=[
            Told(one, words("hosting step", one.code, one.words))
            for one in sorted(hosting.steps.all(), key=lambda one: (one.on, one.pk))
        ],
        agreements=[
            Told(one, words("agreement", one.code, one.words))
            for one in sorted(hosting.agreements.all(), key=lambda one: one.pk)
        ],
        why_unknown=words("next address", hosting.code, hosting.why_unknown),
        is_asked=any(one.settled_on is None for one in hosting.ways_out.all()),
        today=timezone.localdate(),
    )
