"""Match guests with a household, agree in writing, hear both, and end without dumping anybody."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from toevlucht.language import Message
from toevlucht.partners.rules import Refused
from toevlucht.reception.actions.host_standing import keep_standing, locked
from toevlucht.reception.actions.kinds_of_stay import Exceptional
from toevlucht.reception.actions.moving_in import Arrival, arrive, depart
from toevlucht.reception.host_terms import after
from toevlucht.reception.models import (
    Family,
    HostAgreement,
    HostHousehold,
    Hosting,
    HostingStep,
    Person,
    Stay,
    WayOut,
)
from toevlucht.reception.models.hostings import BREAKDOWNS, ENDINGS, FOLLOW_UPS, HEARD, SIDES
from toevlucht.reception.queries.host_lists import is_suitable
from toevlucht.reception.queries.places import home_of
from toevlucht.reception.reach import reach_of
from toevlucht.reception.sealed.words import HouseholdKey
from toevlucht.records.actions import record_change
from toevlucht.records.references import new_reference
from toevlucht.records.viewer import NotAllowed, Viewer


@dataclass(frozen=True)
class Agreed:
    """What was agreed in writing; the words are sealed."""

    signed_on: datetime.date
    starts_on: datetime.date
    ends_on: datetime.date
    words: str = ""


@dataclass(frozen=True)
class Heard:
    """A conversation. With a guest it counts only where the host was not there."""

    term: str
    side: str
    outcome: str
    on: datetime.date
    words: str = ""
    is_alone: bool = True


@dataclass(frozen=True)
class Ending:
    """``why_unknown``: what was done to find out the next address, where nobody knows it."""

    reason: str
    next_address: str
    on: datetime.date
    why_unknown: str = ""


@transaction.atomic
def match(viewer: Viewer, household: HostHousehold, family: Family, on: datetime.date) -> Hosting:
    """A suitable household and a family of the own municipality; nobody has moved in by it."""
    household = _kept(viewer, household)
    if family.municipality != household.municipality:
        raise NotAllowed("hosting.matched", "family", (family.code,))
    _must_be_past(on)
    if not is_suitable(household, timezone.localdate()):
        raise Refused(Message("hostings.refused.not_suitable"))
    return _recorded(viewer, _new_match(household, family, on), "hosting.matched")


@transaction.atomic
def move_in(viewer: Viewer, hosting: Hosting, on: datetime.date, came_from: str) -> None:
    """The whole family, in the ledger too; children by the rule of children.

    Raises `CannotDo` where the rules of the ledger are against it.
    """
    hosting = _open(viewer, hosting)
    _must_be_past(on)
    if hosting.moved_in_on:
        raise Refused(Message("hostings.refused.moved_in_already"))
    if on < hosting.matched_on:
        raise Refused(Message("hostings.refused.before_match"), "on")
    _arrive(viewer, hosting, on, came_from, None)
    _recorded(viewer, hosting, "hosting.moved_in")


@transaction.atomic
def place_in_emergency(
    viewer: Viewer, household: HostHousehold, family: Family, words: str
) -> Hosting:
    """Today, for 72 hours at most, for a reason that is sealed with the stay."""
    household = _kept(viewer, household)
    if family.municipality != household.municipality:
        raise NotAllowed("hosting.matched", "family", (family.code,))
    if not household.is_open:
        raise Refused(Message("host_steps.refused.is_stopped"))
    if not words.strip():
        raise Refused(Message("host_steps.refused.words"), "words")
    today = timezone.localdate()
    reason = "no_relation" if is_suitable(household, today) else "host_not_suitable"
    made = _new_match(household, family, today)
    _arrive(viewer, made, today, "unknown", Exceptional("emergency", words, reason))
    return _recorded(viewer, made, "hosting.placed_in_emergency")


@transaction.atomic
def agree(viewer: Viewer, hosting: Hosting, agreed: Agreed) -> None:
    """The first agreement, or one that goes on after it."""
    hosting = _open(viewer, hosting)
    _must_be_past(agreed.signed_on)
    if agreed.ends_on <= agreed.starts_on:
        raise Refused(Message("host_steps.refused.wrong_order"), "ends_on")
    code = new_reference()
    HostAgreement.objects.create(
        hosting=hosting,
        code=code,
        signed_on=agreed.signed_on,
        starts_on=agreed.starts_on,
        ends_on=agreed.ends_on,
        by=viewer.person,
        words=_sealed(viewer, hosting, "agreement", code, agreed.words),
    )
    hosting.agreed_until = agreed.ends_on
    hosting.save(update_fields=["agreed_until"])
    _recorded(viewer, hosting, "hosting.agreed")


@transaction.atomic
def follow_up(viewer: Viewer, hosting: Hosting, heard: Heard) -> None:
    """A conversation with the host, or with the guest apart."""
    hosting = _open(viewer, hosting)
    known = heard.term in FOLLOW_UPS and heard.side in SIDES and heard.outcome in HEARD
    if not known or hosting.moved_in_on is None:
        raise NotAllowed("hosting.followed_up", "hosting", (hosting.code,))
    _must_be_past(heard.on)
    if heard.on < hosting.moved_in_on:
        raise Refused(Message("hostings.refused.before_moving_in"), "on")
    if heard.outcome != "not_reached" and not heard.words.strip():
        raise Refused(Message("host_steps.refused.words"), "words")
    _step(
        viewer,
        hosting,
        heard.on,
        heard.words,
        kind="followed_up",
        outcome=heard.outcome,
        side=heard.side,
        term=heard.term,
        is_alone=heard.is_alone,
    )
    _recorded(viewer, hosting, "hosting.followed_up")


@transaction.atomic
def ask_way_out(viewer: Viewer, hosting: Hosting, side: str, words: str) -> None:
    """By the municipality for whoever said it, or by the host from their own page.

    Nobody has to leave by it: the municipality looks for another place first.
    """
    is_host = _is_host_of(viewer, hosting)
    if is_host and side != "host":
        raise NotAllowed("hosting.way_out_asked", "hosting", (hosting.code,))
    hosting = Hosting.objects.select_related("household").get(pk=hosting.pk)
    if not is_host:
        hosting = _open(viewer, hosting)
    elif hosting.ended_on:
        raise Refused(Message("hostings.refused.ended"))
    if not words.strip():
        raise Refused(Message("host_steps.refused.words"), "words")
    household = locked(hosting.household)
    asked = WayOut.objects.filter(hosting=hosting, settled_on=None).first()
    # A host may not learn by a refusal that the guests asked first.
    if asked and (not is_host or asked.side == "host" or _said_already(hosting, asked)):
        raise Refused(Message("hostings.refused.asked_already"))
    today = timezone.localdate()
    if not asked:
        WayOut.objects.create(
            hosting=hosting, side=side, asked_on=today, due_on=after("way_out", today)
        )
    _step(viewer, hosting, today, words, kind="way_out", outcome="asked", side=side)
    keep_standing(household)
    record_change(viewer, "hosting.way_out_asked", "hosting", (hosting.code,))


@transaction.atomic
def go_on(viewer: Viewer, hosting: Hosting, words: str) -> None:
    """Both want to go on after all."""
    hosting = _open(viewer, hosting)
    today = timezone.localdate()
    ways = WayOut.objects.filter(hosting=hosting, settled_on=None)
    if not ways.update(settled_on=today):
        raise Refused(Message("hostings.refused.nothing_asked"))
    _step(viewer, hosting, today, words, kind="settled", outcome="goes_on")
    _recorded(viewer, hosting, "hosting.goes_on")


@transaction.atomic
def end(viewer: Viewer, hosting: Hosting, ending: Ending) -> Hosting:
    """Only with the next address; who does not know it says what was done to find out."""
    hosting = _open(viewer, hosting)
    _must_be_past(ending.on)
    if ending.reason not in ENDINGS:
        raise NotAllowed("hosting.ended", "hosting", (hosting.code,))
    if ending.on < (hosting.moved_in_on or hosting.matched_on):
        raise Refused(Message("hostings.refused.before_moving_in"), "on")
    if ending.next_address == "unknown" and not ending.why_unknown.strip():
        raise Refused(Message("hostings.refused.why_unknown"), "why_unknown")
    _depart(viewer, hosting, ending)
    hosting.ended_on, hosting.reason = ending.on, ending.reason
    hosting.next_address = ending.next_address
    hosting.why_unknown = _sealed(viewer, hosting, "next address", hosting.code, ending.why_unknown)
    hosting.save(update_fields=["ended_on", "reason", "next_address", "why_unknown"])
    if WayOut.objects.filter(hosting=hosting, settled_on=None).update(settled_on=ending.on):
        _step(viewer, hosting, ending.on, "", kind="settled", outcome="ended")
    if ending.reason in BREAKDOWNS:
        _step(viewer, hosting, ending.on, "", kind="broke_down", outcome=ending.reason)
    return _recorded(viewer, hosting, "hosting.ended")


def _new_match(household: HostHousehold, family: Family, on: datetime.date) -> Hosting:
    made = Hosting(household=household, family=family, code=new_reference(), matched_on=on)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(Message("hostings.refused.matched_already"), "family") from error
    return made


def _arrive(
    viewer: Viewer,
    hosting: Hosting,
    on: datetime.date,
    came_from: str,
    exceptional: Exceptional | None,
) -> None:
    people = Person.objects.filter(family=hosting.family).values_list("code", flat=True)
    beds = dict.fromkeys(people, "")
    arrival = Arrival(beds, _moment(on), came_from, exceptional=exceptional)
    arrive(viewer, hosting.household, hosting.family, arrival)
    hosting.moved_in_on = on
    hosting.save(update_fields=["moved_in_on"])


def _depart(viewer: Viewer, hosting: Hosting, ending: Ending) -> None:
    """Whoever of the family is still there; the ledger may know of their leaving already."""
    here = Stay.objects.filter(
        household=hosting.household, person__family=hosting.family, departed_at=None
    )
    people = list(here.values_list("person__code", flat=True))
    if people:
        at = _moment(ending.on)
        depart(viewer, hosting.household, people, ending.next_address, at)


def _moment(on: datetime.date) -> datetime.datetime:
    """Now, or the end of an earlier day."""
    if on >= timezone.localdate():
        return timezone.now()
    return timezone.make_aware(datetime.datetime.combine(on, datetime.time(23, 59)))


def _kept(viewer: Viewer, household: HostHousehold) -> HostHousehold:
    household = locked(household)
    if household.taken_over_on is None or not reach_of(viewer).keeps_household(household):
        raise NotAllowed("hosting.matched", "household", (household.code,))
    return household


def _open(viewer: Viewer, hosting: Hosting) -> Hosting:
    _kept(viewer, hosting.household)
    hosting = (
        Hosting.objects.select_for_update(of=("self",))
        .select_related("household")
        .get(pk=hosting.pk)
    )
    if hosting.ended_on:
        raise Refused(Message("hostings.refused.ended"))
    return hosting


def _is_host_of(viewer: Viewer, hosting: Hosting) -> bool:
    home = home_of(viewer)
    return home is not None and home.pk == hosting.household_id


def _said_already(hosting: Hosting, asked: WayOut) -> bool:
    said = HostingStep.objects.filter(hosting=hosting, kind="way_out", side="host")
    return said.filter(on__gte=asked.asked_on).exists()


def _must_be_past(day: datetime.date) -> None:
    if day > timezone.localdate():
        raise Refused(Message("host_steps.refused.later_than_today"), "on")


def _sealed(viewer: Viewer, hosting: Hosting, kind: str, code: str, words: str) -> bytes | None:
    if not words.strip():
        return None
    key = HouseholdKey(hosting.household, viewer.organisation)
    return key.seal(kind, code, {"words": words.strip()})


def _step(viewer: Viewer, hosting: Hosting, on: datetime.date, words: str, **about: Any) -> None:
    code = new_reference()
    HostingStep.objects.create(
        hosting=hosting,
        code=code,
        on=on,
        by=viewer.person,
        organisation=viewer.organisation,
        words=_sealed(viewer, hosting, "hosting step", code, words),
        **about,
    )


def _recorded(viewer: Viewer, hosting: Hosting, event: str) -> Hosting:
    keep_standing(hosting.household)
    record_change(viewer, event, "hosting", (hosting.code,))
    return hosting
