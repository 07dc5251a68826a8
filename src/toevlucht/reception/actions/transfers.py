"""Ask another region to take people in, and take each step until somebody counted who arrived."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from toevlucht.geography import areas
from toevlucht.language import Message
from toevlucht.partners.rules import Refused
from toevlucht.reception.actions.moving_over import add_named, let_go, move_over, share_named
from toevlucht.reception.circles import NATIONAL, Circle, circle_of, region_of
from toevlucht.reception.models import Transfer, TransferStep
from toevlucht.reception.models.transfers import REASONS, REFUSALS, TERMS, TRANSPORTS
from toevlucht.reception.queries.transfers import transfers_for
from toevlucht.records.actions import record_change
from toevlucht.records.references import new_reference
from toevlucht.records.viewer import NotAllowed, Viewer

HOURS = {"short": 4, "long": 24}
"""How long somebody has to answer, by how long the people will stay."""

TO_LEAVE = datetime.timedelta(days=3)
TO_ARRIVE = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Asked:
    """So many people in whole families, where they are now, for how long, and why they must go.

    ``to_region`` only where another region said already that it can take them in.
    """

    municipality: str
    families: int
    people: int
    term: str
    reason: str
    to_region: str = ""


@transaction.atomic
def ask_for_transfer(viewer: Viewer, asked: Asked) -> Transfer:
    """By the municipality, or by its region. The country looks for a region that has room."""
    today, circle = timezone.localdate(), circle_of(viewer)
    if not circle.supplies(asked.municipality, today):
        raise NotAllowed("transfer.asked", "area", (asked.municipality,))
    from_region = region_of(asked.municipality, today)
    _must_be_one_of(asked.term, TERMS)
    _must_be_one_of(asked.reason, REASONS)
    if not 1 <= asked.families <= asked.people:
        raise Refused(Message("coordination.refused.families"), "people")
    if asked.to_region:
        _must_be_another_region(asked.to_region, from_region)
    transfer = Transfer(
        reference=new_reference(),
        municipality=asked.municipality,
        from_region=from_region,
        to_region=asked.to_region,
        families=asked.families,
        people=asked.people,
        term=asked.term,
        reason=asked.reason,
        state="offered" if asked.to_region else "asked",
        waits_for=asked.to_region or NATIONAL,
        due_at=_answer_by(asked.term),
    )
    transfer.save(force_insert=True)
    _note(viewer, transfer, "asked", asked.reason, "transfer.asked")
    return transfer


def offer_region(viewer: Viewer, reference: str, region: str) -> None:
    """The country asks this region whether it takes them in."""
    with transaction.atomic():
        transfer = _in(viewer, reference, ("asked",), lambda circle, _: circle.is_national)
        _must_be_another_region(region, transfer.from_region)
        transfer.to_region = region
        _go(viewer, transfer, "offered", waits_for=region, due_at=_answer_by(transfer.term))


def accept_transfer(viewer: Viewer, reference: str, municipality: str) -> None:
    """The region says in which of its municipalities they come; now the people are asked."""
    with transaction.atomic():
        transfer = _in(viewer, reference, ("offered",), _receives)
        if region_of(municipality, timezone.localdate()) != transfer.to_region:
            raise Refused(Message("coordination.refused.other_region"), "municipality")
        transfer.to_municipality = municipality
        due = timezone.now() + TO_LEAVE
        _go(viewer, transfer, "accepted", waits_for=transfer.from_region, due_at=due)
        share_named(transfer)


def refuse_transfer(viewer: Viewer, reference: str, reason: str) -> None:
    """By a region: the country looks for another one. By the country: there is none."""
    _must_be_one_of(reason, REFUSALS)
    with transaction.atomic():
        transfer = _in(viewer, reference, ("asked", "offered"), _answers)
        if transfer.state == "asked":
            _end(viewer, transfer, "refused", reason)
            return
        transfer.to_region = ""
        transfer.state, transfer.waits_for = "asked", NATIONAL
        transfer.due_at = _answer_by(transfer.term)
        transfer.save()
        _note(viewer, transfer, "refused", reason)


@dataclass(frozen=True)
class Agreed:
    """What the people themselves said, and how and when they go."""

    consent: bool
    transport: str = ""
    leaves_on: datetime.date | None = None


def agree_on_transfer(viewer: Viewer, reference: str, agreed: Agreed) -> None:
    """Nobody is moved who does not want to: without consent it ends here."""
    with transaction.atomic():
        transfer = _in(viewer, reference, ("accepted",), _sends)
        transfer.consent = agreed.consent
        if not agreed.consent:
            _end(viewer, transfer, "people_refused")
            return
        _must_be_one_of(agreed.transport, TRANSPORTS)
        if agreed.leaves_on is None or agreed.leaves_on < timezone.localdate():
            raise Refused(Message("coordination.refused.leaves_on"), "leaves_on")
        transfer.transport, transfer.leaves_on = agreed.transport, agreed.leaves_on
        due = _end_of(agreed.leaves_on)
        _go(viewer, transfer, "agreed", waits_for=transfer.from_region, due_at=due)


def depart_on_transfer(viewer: Viewer, reference: str) -> None:
    """They left. Until somebody counts them on arrival, nobody knows where they are."""
    with transaction.atomic():
        transfer = _in(viewer, reference, ("agreed",), _sends)
        due = timezone.now() + TO_ARRIVE
        _go(viewer, transfer, "departed", waits_for=transfer.to_region, due_at=due)


def confirm_arrival(
    viewer: Viewer, reference: str, arrived: int, families: Sequence[str] = ()
) -> None:
    """As the receiver counted them. Who did not arrive is nowhere, and both sides are told so.

    ``families``: codes of those that were named and are here; they move over with it.
    """
    with transaction.atomic():
        transfer = _in(viewer, reference, ("departed",), _receives)
        if not 0 <= arrived <= transfer.people:
            raise Refused(Message("coordination.refused.arrived"), "arrived")
        move_over(viewer, transfer, families, arrived)
        transfer.arrived = arrived
        outcome = "some_arrived" if arrived else "nobody_arrived"
        _end(viewer, transfer, "all_arrived" if arrived == transfer.people else outcome)


def withdraw_transfer(viewer: Viewer, reference: str) -> None:
    """As long as nobody left."""
    with transaction.atomic():
        before = ("asked", "offered", "accepted", "agreed")
        _end(viewer, _in(viewer, reference, before, _sends), "withdrawn")


def name_family(viewer: Viewer, reference: str, code: str) -> None:
    """A family of the own municipality goes; who receives it reads that once it accepted."""
    before = ("asked", "offered", "accepted", "agreed")
    with transaction.atomic():
        add_named(viewer, _in(viewer, reference, before, _sends), code)


def _sends(circle: Circle, transfer: Transfer) -> bool:
    return circle.area in (transfer.municipality, transfer.from_region)


def _receives(circle: Circle, transfer: Transfer) -> bool:
    return circle.area in (transfer.to_region, transfer.to_municipality or transfer.to_region)


def _answers(circle: Circle, transfer: Transfer) -> bool:
    return circle.is_national if transfer.state == "asked" else _receives(circle, transfer)


def _in(
    viewer: Viewer,
    reference: str,
    states: tuple[str, ...],
    may: Callable[[Circle, Transfer], bool],
) -> Transfer:
    """The transfer, where the step is the viewer's and its turn has come."""
    found = transfers_for(viewer).select_for_update().filter(reference=reference).first()
    if found is None or not may(circle_of(viewer), found):
        raise NotAllowed("transfer.changed", "transfer", (reference,))
    if found.state not in states:
        raise Refused(Message("coordination.refused.not_its_turn"))
    return found


def _go(
    viewer: Viewer, transfer: Transfer, state: str, waits_for: str, due_at: datetime.datetime
) -> None:
    transfer.state, transfer.waits_for, transfer.due_at = state, waits_for, due_at
    transfer.save()
    _note(viewer, transfer, state)


def _end(viewer: Viewer, transfer: Transfer, outcome: str, reason: str = "") -> None:
    transfer.state, transfer.outcome = "ended", outcome
    transfer.waits_for, transfer.due_at = "", None
    transfer.save()
    let_go(transfer)
    _note(viewer, transfer, "ended", reason)


def _note(
    viewer: Viewer, transfer: Transfer, step: str, reason: str = "", event: str = "transfer.changed"
) -> None:
    TransferStep.objects.create(
        transfer=transfer,
        step=step,
        reason=reason,
        organisation=viewer.organisation,
        person=viewer.person,
    )
    record_change(viewer, event, "transfer", (transfer.reference,))


def _must_be_one_of(code: str, known: tuple[str, ...]) -> None:
    if code not in known:
        raise Refused(Message("coordination.refused.choose"))


def _must_be_another_region(region: str, own: str) -> None:
    today = timezone.localdate()
    known = areas.exists(region, today) and areas.area(region, today).kind == "safety_region"
    if not known or region == own:
        raise Refused(Message("coordination.refused.region"), "to_region")


def _answer_by(term: str) -> datetime.datetime:
    return timezone.now() + datetime.timedelta(hours=HOURS[term])


def _end_of(day: datetime.date) -> datetime.datetime:
    midnight = datetime.datetime.combine(day, datetime.time(), timezone.get_current_timezone())
    return midnight + datetime.timedelta(days=1)
