"""Propose a place to each family that waits, and take what both sides say about it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
from django.db import transaction
from django.utils import timezone

from toevlucht.language import Message
from toevlucht.partners.queries import viewer_of_person
from toevlucht.partners.rules import Refused
from toevlucht.reception.actions.hostings import match
from toevlucht.reception.models import Family, Place, PlacementRun, Proposal, Wish
from toevlucht.reception.models.placements import (
    ANSWERED,
    NEAR_TO,
    OVERRIDES,
    REFUSALS,
    SAID_BY,
)
from toevlucht.reception.placement.candidates import Market
from toevlucht.reception.placement.explaining import (
    Alternative,
    alternatives,
    blocked,
    shortages,
)
from toevlucht.reception.placement.in_time import NothingFound, place_in_time
from toevlucht.reception.placement.instance import Ints
from toevlucht.reception.placement.rooming import rooms_of
from toevlucht.reception.placement.starting import NONE
from toevlucht.reception.placement.verifying import breaches
from toevlucht.reception.queries.placing import (
    Supply,
    free_places,
    supply_of,
    waiting,
    with_what_they_said,
)
from toevlucht.reception.queries.proposals import (
    choices_for,
    families_for,
    may_answer,
    proposals_for,
)
from toevlucht.reception.reach import reach_of
from toevlucht.records.actions import record_change
from toevlucht.records.jobs import JobProblem, Report, ask
from toevlucht.records.references import new_reference
from toevlucht.records.viewer import NotAllowed, Viewer

PLACING = "families.place"
SECONDS = 300.0  # then the best placement until then is taken
TO_ANSWER = datetime.timedelta(hours=48)
TO_ARRIVE = datetime.timedelta(hours=72)
STAYS = ("30", "60", "90", "180", "365", "730")


def keep_wishes(viewer: Viewer, code: str, said_by: str, said: Mapping[str, str]) -> None:
    """What a family said now, in the place of what it said before."""
    with transaction.atomic():
        family = families_for(viewer).select_for_update().filter(code=code).first()
        if family is None or family.municipality != reach_of(viewer).keeps_municipality:
            raise NotAllowed("wishes.kept", "family", (code,))
        if said_by not in SAID_BY or not all(_is_known(*one) for one in said.items()):
            raise Refused(Message("placement.refused.choose"))
        family.wishes.all().delete()
        today = timezone.localdate()
        Wish.objects.bulk_create(
            Wish(
                family=family,
                kind=kind,
                value=value,
                said_by=said_by,
                said_on=today,
                kept_by=viewer.person or 0,
            )
            for kind, value in said.items()
        )
        record_change(viewer, "wishes.kept", "family", (code,))


def _is_known(kind: str, value: str) -> bool:
    if kind in NEAR_TO:
        return value.startswith("GM")
    return value == "yes" if kind in ANSWERED else kind == "stay" and value in STAYS


@transaction.atomic
def propose_placements(viewer: Viewer) -> PlacementRun:
    """Ask that all families of the own area that wait are placed together."""
    area = _area(viewer)
    under_way = PlacementRun.objects.filter(area=area, done_at=None).order_by("-pk").first()
    if under_way:
        return under_way
    run = PlacementRun.objects.create(area=area, asked_by=viewer.person or 0)
    run.job = ask(viewer, PLACING, run=run.pk).pk
    run.save(update_fields=["job"])
    record_change(viewer, "placement.asked", "area", (area,))
    return run


def _area(viewer: Viewer) -> str:
    reach = reach_of(viewer)
    if not reach.municipalities:
        raise NotAllowed("placement.asked", "area", (reach.area or "none",))
    return reach.area


def make_run(report: Report, number: int) -> dict[str, Any]:
    """The work of a run. It may run twice: what it proposed the first time is not asked again."""
    run = PlacementRun.objects.get(pk=number)
    viewer = viewer_of_person(run.asked_by)
    municipalities = reach_of(viewer).municipalities
    report(0, 3, "placement.step.reading")
    supply = supply_of(municipalities, with_what_they_said(waiting(municipalities)))
    report(1, 3, "placement.step.placing")
    try:
        found = place_in_time(supply.instance, SECONDS).placement
    except NothingFound:
        raise JobProblem(Message("placement.refused.nothing_found")) from None
    wrong = breaches(
        supply.instance, found.places.tolist(), rooms_of(supply.instance, found.places)
    )
    if wrong:
        raise JobProblem(Message("placement.refused.breach", {"rule": wrong[0].rule}))
    report(2, 3, "placement.step.proposing")
    market = Market(supply.instance)
    with transaction.atomic():
        made = _propose(run, supply, market, found.places)
        run.families, run.placed = len(supply.families), made
        run.points, run.bound, run.is_proved = found.points, found.bound, found.proved
        run.without = _without(market, supply, found.places)
        run.shortages = _shortages(municipalities, supply, found.places)
        run.done_at = timezone.now()
        run.save()
        record_change(viewer, "placement.made", "area", (run.area,))
    return {"placed": made}


def _propose(run: PlacementRun, supply: Supply, market: Market, places: Ints) -> int:
    """Only what is still free: somebody may have come in the meantime."""
    free = set(free_places(timezone.now()).values_list("pk", flat=True))
    made = 0
    for row, family in enumerate(supply.families):
        if places[row] == NONE:
            continue
        place = int(places[row])
        if not all(bed.pk in free for bed in supply.at(place)[2]):
            continue
        others = [_told(supply, one) for one in alternatives(market, places, row, most=3)]
        terms = [asdict(term) for term in market.wishes.terms(row, place)]
        _make(run, family, supply, place, terms=terms, others=others, made_by=run.asked_by)
        made += 1
    return made


def _make(run: PlacementRun, family: Family, supply: Supply, place: int, **about: Any) -> Proposal:
    location, household, beds = supply.at(place)
    proposal = Proposal.objects.create(
        reference=new_reference(),
        run=run,
        family=family,
        location=location,
        household=household,
        expires_at=timezone.now() + TO_ANSWER,
        **about,
    )
    proposal.places.set(beds[: family.people.count()])
    return proposal


def _told(supply: Supply, one: Alternative) -> dict[str, Any]:
    location, household, _ = supply.at(one.place)
    return {
        "location": location.name if location else "",
        "household": household.code if household else "",
        "points": one.points,
        "terms": [asdict(term) for term in one.terms],
        "free": one.free,
    }


def _without(market: Market, supply: Supply, places: Ints) -> list[dict[str, Any]]:
    """Families without a place: by the rule that keeps them out, or because others came first."""
    rules = {
        one.family: [name for name, _ in one.rules[:2]] or list(one.together)
        for one in blocked(market)
    }
    return [
        {"family": family.code, "rules": rules.get(row, ["full"])}
        for row, family in enumerate(supply.families)
        if places[row] == NONE
    ]


def _shortages(municipalities: Sequence[str], supply: Supply, places: Ints) -> list[dict[str, Any]]:
    """Who has no place, by what they ask for, and which locations to open would take most."""
    left = [family for row, family in enumerate(supply.families) if places[row] == NONE]
    if not left:
        return []
    more = supply_of(municipalities, left, with_planned=True)
    nowhere = np.full(len(left), NONE)
    return [
        {
            "needs": list(one.needs),
            "families": len(one.families),
            "people": one.people,
            "locations": [
                {"code": more.locations[row].code, "families": helped}
                for row, helped in one.locations
            ],
        }
        for one in shortages(Market(more.instance), nowhere)
    ]


def override(viewer: Viewer, code: str, place: int, reason: str) -> Proposal:
    """A person chooses another of the allowed places for a family, and says why."""
    if reason not in OVERRIDES:
        raise Refused(Message("placement.refused.choose"), "reason")
    with transaction.atomic():
        family = families_for(viewer).select_for_update().filter(code=code).first()
        if family is None:
            raise NotAllowed("placement.overridden", "family", (code,))
        run = PlacementRun.objects.filter(area=_area(viewer)).order_by("-pk").first()
        if run is None:
            raise Refused(Message("placement.refused.no_run"))
        _end_of(viewer, family)
        chosen = choices_for(viewer, family)
        found = next((one for one in chosen.found if one.place == place), None)
        if found is None:
            raise Refused(Message("placement.refused.not_free"), "place")
        about = {"override": reason, "made_by": viewer.person or 0}
        terms = [asdict(term) for term in found.terms]
        proposal = _make(run, family, chosen.supply, place, terms=terms, **about)
        record_change(viewer, "placement.overridden", "proposal", (proposal.reference,))
        return proposal


def _end_of(viewer: Viewer, family: Family) -> None:
    """What was proposed to a family before gives way to what a person chooses."""
    if family.proposals.filter(state="agreed").exists():
        raise Refused(Message("placement.refused.agreed"))
    for one in family.proposals.filter(state="proposed"):
        one.state = "expired"
        one.save(update_fields=["state"])
        record_change(viewer, "proposal.ended", "proposal", (one.reference,))


def consent(viewer: Viewer, reference: str, side: str) -> None:
    """One side says yes. When both did, the beds are kept for three days, or hosts are matched."""
    with transaction.atomic():
        proposal = _to_answer(viewer, reference, side)
        now = timezone.now()
        setattr(proposal, f"{side}_agreed_at", now)
        if proposal.family_agreed_at and proposal.host_agreed_at:
            proposal.state = "agreed"
            _reserve(proposal, now)
            _match(viewer, proposal)
        proposal.save()
        record_change(viewer, "proposal.agreed", "proposal", (reference,))


def _reserve(proposal: Proposal, now: datetime.datetime) -> None:
    beds = Place.objects.filter(pk__in=proposal.places.values("pk")).select_for_update()
    for bed in beds:
        promised = bed.reserved_until is not None and bed.reserved_until > now
        if promised or bed.blocked_reason or bed.stays.filter(departed_at=None).exists():
            raise Refused(Message("placement.refused.not_free"))
        bed.reserved_for, bed.reserved_until = proposal.family, now + TO_ARRIVE
        bed.save(update_fields=["reserved_for", "reserved_until"])


def _match(viewer: Viewer, proposal: Proposal) -> None:
    """A household of another municipality first needs that one to be responsible."""
    home, family = proposal.household, proposal.family
    if home and home.municipality == family.municipality:
        match(viewer, home, family, timezone.localdate())


def refuse(viewer: Viewer, reference: str, side: str, reason: str) -> None:
    """One side says no, for a reason; the family waits again and the place is free."""
    if reason not in REFUSALS:
        raise Refused(Message("placement.refused.choose"), "reason")
    with transaction.atomic():
        proposal = _to_answer(viewer, reference, side)
        proposal.state, proposal.refused_by, proposal.reason = "refused", side, reason
        proposal.save()
        record_change(viewer, "proposal.refused", "proposal", (reference,))


def _to_answer(viewer: Viewer, reference: str, side: str) -> Proposal:
    found = proposals_for(viewer).select_for_update(of=("self",)).filter(reference=reference)
    proposal = found.first()
    if proposal is None or not may_answer(viewer, proposal, side):
        raise NotAllowed("proposal.agreed", "proposal", (reference,))
    if proposal.state != "proposed" or proposal.expires_at <= timezone.now():
        raise Refused(Message("placement.refused.over"))
    return proposal


def end_proposals(viewer: Viewer) -> int:
    """What nobody answered in time ends, and what was agreed on ends three days later."""
    now, ended = timezone.now(), 0
    late = Proposal.objects.filter(state="proposed", expires_at__lte=now)
    agreed = Proposal.objects.filter(state="agreed", expires_at__lte=now - TO_ARRIVE)
    for reference in (*_references(late), *_references(agreed)):
        with transaction.atomic():
            Proposal.objects.filter(reference=reference).update(state="expired")
            record_change(viewer, "proposal.ended", "proposal", (reference,))
        ended += 1
    return ended


def _references(proposals: Any) -> Sequence[str]:
    return list(proposals.values_list("reference", flat=True))
