"""Families that a transfer names go from one municipality to another, in the ledger too.

They leave where they stayed, and their new municipality is responsible from that moment. Into a bed
they come there like anybody else: by the rules of beds and of children.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone

from toevlucht.language import Message
from toevlucht.partners.rules import Refused
from toevlucht.reception.actions.moving_in import look_after_children
from toevlucht.reception.books import Home, hold, write_departures
from toevlucht.reception.models import (
    Family,
    Hosting,
    Person,
    Place,
    Proposal,
    Stay,
    Task,
    Transfer,
    TransferFamily,
)
from toevlucht.reception.reach import account_of, reach_of
from toevlucht.reception.sealed.people import share_as_transferred
from toevlucht.records.actions import record_change
from toevlucht.records.viewer import NotAllowed, Viewer

DESTINATION = "other_location"  # which municipality that lies in, the transfer says


def add_named(viewer: Viewer, transfer: Transfer, code: str) -> None:
    family = Family.objects.select_for_update().filter(code=code).first()
    keeps = reach_of(viewer).keeps_municipality
    if keeps != transfer.municipality:
        raise NotAllowed("transfer.family_named", "transfer", (transfer.reference,))
    if family is None or family.municipality != keeps:
        raise Refused(Message("transfers.refused.no_such_family"), "family")
    _must_not_be_hosted(family)
    people = family.people.count()
    named = list(transfer.named.values_list("people", flat=True))
    if not people or len(named) >= transfer.families or sum(named) + people > transfer.people:
        raise Refused(Message("transfers.refused.more_than_asked"), "family")
    try:
        with transaction.atomic():
            TransferFamily.objects.create(
                transfer=transfer, family=family, people=people, named_by=account_of(viewer)
            )
    except IntegrityError as error:
        raise Refused(Message("transfers.refused.named_already"), "family") from error
    share_as_transferred(family)
    record_change(viewer, "transfer.family_named", "family", (code,))


def share_named(transfer: Transfer) -> None:
    """The municipality that accepted them reads who they are from now on."""
    for one in transfer.named.filter(is_over=False).select_related("family"):
        share_as_transferred(one.family)


def move_over(viewer: Viewer, transfer: Transfer, codes: Sequence[str], arrived: int) -> None:
    """Those families of the transfer that are here. Counted are they and whoever was not named."""
    named = {one.family.code: one for one in transfer.named.select_related("family")}
    if named and reach_of(viewer).keeps_municipality != transfer.to_municipality:
        raise Refused(Message("transfers.refused.municipality_counts"))
    if not set(codes) <= set(named):
        raise NotAllowed("transfer.family_moved", "transfer", (transfer.reference,))
    here = [named[code] for code in sorted(set(codes))]
    for one in here:
        one.people = one.family.people.count()
    if sum(one.people for one in here) > arrived:
        raise Refused(Message("transfers.refused.fewer_than_named"), "arrived")
    if here:
        _leave(viewer, [one.family for one in here])
    for one in here:
        _take_over(viewer, transfer, one)


def let_go(transfer: Transfer) -> None:
    """It ended: who was named and did not move over stays with who sent them, as before."""
    for one in transfer.named.filter(is_over=False).select_related("family"):
        one.is_over = True
        one.save(update_fields=["is_over"])
        share_as_transferred(one.family)


def _leave(viewer: Viewer, families: Sequence[Family]) -> None:
    """The books first, then the people: in the order of everybody who writes in the ledger."""
    homes = _homes_of(families)
    hold(homes)
    people = Person.objects.select_for_update().filter(family__in=families).order_by("pk")
    going = list(people.values_list("pk", flat=True))
    if {_key_of(home) for home in _homes_of(families)} != {_key_of(home) for home in homes}:
        raise Refused(Message("coordination.refused.not_its_turn"))  # they changed homes meanwhile
    now = timezone.now()
    for home in homes:
        stays = [one for one in _open_stays(families) if _home_of(one) == home]
        write_departures(home, stays, now, DESTINATION)
        look_after_children(viewer, home, [one.person for one in stays])
        record_change(viewer, "stay.ended", "stay", [one.code for one in stays])
    assert not Stay.objects.filter(person__in=going, departed_at=None).exists()


def _take_over(viewer: Viewer, transfer: Transfer, one: TransferFamily) -> None:
    family = one.family
    _must_not_be_hosted(family)
    Place.objects.filter(reserved_for=family).update(reserved_for=None, reserved_until=None)
    for proposal in Proposal.objects.filter(family=family, state__in=("proposed", "agreed")):
        proposal.state = "expired"
        proposal.save(update_fields=["state"])
        record_change(viewer, "proposal.ended", "proposal", (proposal.reference,))
    subjects = (family.code, *family.people.values_list("code", flat=True))
    Task.objects.filter(subject__in=subjects, done_at=None).update(
        municipality=transfer.to_municipality, location=None, owner=None
    )
    family.municipality = transfer.to_municipality
    family.save(update_fields=["municipality"])
    one.is_over, one.moved_at = True, timezone.now()
    one.save(update_fields=["people", "is_over", "moved_at"])
    share_as_transferred(family)
    record_change(viewer, "transfer.family_moved", "family", (family.code,))


def _must_not_be_hosted(family: Family) -> None:
    """A stay with hosts ends in a conversation with both sides, not by a count elsewhere."""
    if Hosting.objects.filter(family=family, ended_on=None).exists():
        raise Refused(Message("transfers.refused.is_hosted"), "family")


def _open_stays(families: Sequence[Family]) -> list[Stay]:
    found = Stay.objects.filter(person__family__in=families, departed_at=None)
    return list(found.select_related("person__family", "location", "household").order_by("pk"))


def _homes_of(families: Sequence[Family]) -> list[Home]:
    return list({_key_of(home): home for home in map(_home_of, _open_stays(families))}.values())


def _home_of(stay: Stay) -> Home:
    home = stay.location or stay.household
    assert home is not None
    return home


def _key_of(home: Home) -> tuple[str, int]:
    return type(home).__name__, home.pk
