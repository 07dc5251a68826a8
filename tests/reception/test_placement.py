"""Families that wait are placed together; a place is theirs only after two consents."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.reception.conftest import Desk
from tests.reception.places import neighbour
from tests.reception.residents import (
    adult,
    beds_of,
    child,
    departure,
    family,
    household,
    open_location,
    relation,
    stay,
)
from tests.signals.telling import municipality, viewer

from toevlucht.partners.models import Person as Account
from toevlucht.partners.rules import Refused
from toevlucht.reception.actions import placing
from toevlucht.reception.models import (
    Family,
    Hosting,
    HostOffer,
    Location,
    PlacementRun,
    Proposal,
    Wish,
)
from toevlucht.reception.queries.placing import supply_of, waiting
from toevlucht.reception.queries.proposals import proposals_for
from toevlucht.records.jobs import work_all
from toevlucht.records.models import AuditLine, Job
from toevlucht.records.viewer import NotAllowed

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

PAGE = "/en/desk/placement/"


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process of its own has its own tests."""
    from toevlucht.reception.placement.in_time import InTime
    from toevlucht.reception.placement.placing import place

    monkeypatch.setattr(
        placing, "place_in_time", lambda instance, _: InTime(place(instance), False)
    )


def made(by: Account) -> PlacementRun:
    placing.propose_placements(viewer(by))
    work_all()
    run = PlacementRun.objects.get()
    assert run.done_at, Job.objects.get(kind="families.place").problem
    return run


def two() -> Family:
    """A mother and her child, whose relation was checked."""
    found = family()
    mother, daughter = adult(found), child(found)
    relation(daughter, mother)
    return found


def test_from_what_a_family_said_until_its_beds_are_kept(desk: Desk) -> None:
    keeper = municipality()
    mine, location = two(), open_location(2)
    browser = desk(keeper)
    said = {"said_by": "family", "municipality": "GM0344", "stay": "90"}
    assert browser.post(f"{PAGE}family/{mine.code}/", said).status_code == 302
    assert Wish.objects.filter(family=mine, said_by="family").count() == 2
    assert browser.post(f"{PAGE}make/").status_code == 302
    work_all()
    proposal = Proposal.objects.get()
    assert (proposal.family, proposal.location, proposal.places.count()) == (mine, location, 2)
    assert [term["wish"] for term in proposal.terms] == [
        "placed",
        "municipality",
        "language",
        "stay",
    ]
    assert proposal.reference in browser.get(PAGE).content.decode()
    assert browser.get(f"{PAGE}{proposal.reference}/").status_code == 200
    assert browser.post(f"{PAGE}{proposal.reference}/family/").status_code == 302
    assert not beds_of(location)[0].reserved_for, "one side is not enough"
    assert browser.post(f"{PAGE}{proposal.reference}/host/").status_code == 302
    proposal.refresh_from_db()
    assert proposal.state == "agreed"
    assert {bed.reserved_for for bed in beds_of(location)} == {mine}
    assert AuditLine.objects.filter(event="proposal.agreed").count() == 2


def test_a_family_that_lives_somewhere_or_left_is_not_placed() -> None:
    keeper, location = municipality(), open_location(4)
    stay(adult(), location, place=beds_of(location)[0])
    stay(adult(), location, place=beds_of(location)[1], **departure())
    run = made(keeper)
    assert (run.families, run.placed) == (0, 0)


def test_a_child_without_a_checked_parent_gets_no_place_and_the_page_says_why(desk: Desk) -> None:
    keeper, alone = municipality(), family()
    open_location(2)
    mother, daughter = adult(alone), child(alone)
    relation(daughter, mother, kind="assumed_parent")
    run = made(keeper)
    assert not Proposal.objects.exists()
    assert run.without == [{"family": alone.code, "rules": ["guardianship"]}]
    assert "call the guardianship body today" in desk(keeper).get(PAGE).content.decode()


def test_only_who_said_yes_is_proposed_to_a_suitable_household(desk: Desk) -> None:
    keeper, mine = municipality(), two()
    for home in (household(), household(is_suitable=False)):
        HostOffer.objects.create(household=home, places=3, offered_from=timezone.localdate())
    made(keeper)
    assert not Proposal.objects.exists()
    placing.keep_wishes(viewer(keeper), mine.code, "interpreter", {"household": "yes"})
    PlacementRun.objects.all().delete()
    made(keeper)
    proposal = Proposal.objects.get()
    assert proposal.household is not None
    assert proposal.household.suitable_until is not None
    assert desk(keeper).get(f"{PAGE}{proposal.reference}/").status_code == 200
    placing.consent(viewer(keeper), proposal.reference, "family")
    assert not Hosting.objects.exists(), "one side is not enough"
    placing.consent(viewer(keeper), proposal.reference, "host")
    hosting = Hosting.objects.get()
    assert (hosting.family, hosting.household, hosting.moved_in_on) == (
        mine,
        proposal.household,
        None,
    )
    Proposal.objects.update(state="expired")
    assert not waiting(["GM0344"]).exists(), "it is matched, and waits for no other place"
    assert not supply_of(["GM0344"], []).households, "nor has the household room for others"


def test_a_refusal_has_a_reason_and_sets_the_place_free(desk: Desk) -> None:
    keeper, mine = municipality(), two()
    open_location(2)
    made(keeper)
    proposal = Proposal.objects.get()
    answer = f"{PAGE}{proposal.reference}/family/"
    assert desk(keeper).post(answer, {"reason": ""}).status_code == 400
    assert desk(keeper).post(answer, {"reason": "too_far"}).status_code == 302
    proposal.refresh_from_db()
    assert (proposal.state, proposal.refused_by, proposal.reason) == (
        "refused",
        "family",
        "too_far",
    )
    with pytest.raises(Refused):
        placing.consent(viewer(keeper), proposal.reference, "family")
    again = placing.override(viewer(keeper), mine.code, 0, "knows_place")
    assert again.override == "knows_place"
    assert AuditLine.objects.filter(event="placement.overridden").count() == 1


def test_a_person_chooses_another_place_on_the_page_and_says_why(desk: Desk) -> None:
    keeper, mine = municipality(), two()
    open_location(2), open_location(2)
    made(keeper)
    address = f"{PAGE}family/{mine.code}/"
    assert "wished" not in desk(keeper).get(address).content.decode()
    assert desk(keeper).post(f"{address}choose/", {"place": "0", "reason": ""}).status_code == 400
    answer = desk(keeper).post(f"{address}choose/", {"place": "0", "reason": "safety"})
    assert answer.status_code == 302
    assert sorted(Proposal.objects.values_list("state", "override")) == [
        ("expired", ""),
        ("proposed", "safety"),
    ]


def test_what_nobody_answered_ends(desk: Desk) -> None:
    keeper = municipality()
    two(), open_location(2)
    made(keeper)
    Proposal.objects.update(
        made_at=timezone.now() - datetime.timedelta(days=3),
        expires_at=timezone.now() - datetime.timedelta(hours=1),
    )
    assert placing.end_proposals(viewer(keeper)) == 1
    assert Proposal.objects.get().state == "expired"


def test_another_municipality_sees_and_answers_nothing(desk: Desk) -> None:
    keeper, mine = municipality(), two()
    open_location(2)
    made(keeper)
    proposal, other = Proposal.objects.get(), neighbour()
    assert not proposals_for(viewer(other)).exists()
    assert desk(other).get(f"{PAGE}{proposal.reference}/").status_code == 404
    assert desk(other).get(f"{PAGE}family/{mine.code}/").status_code == 404
    assert proposal.reference not in desk(other).get(PAGE).content.decode()
    for side in ("family", "host"):
        with pytest.raises(NotAllowed):
            placing.consent(viewer(other), proposal.reference, side)
    with pytest.raises(NotAllowed):
        placing.keep_wishes(viewer(other), mine.code, "family", {})
    with pytest.raises(NotAllowed):
        placing.override(viewer(other), mine.code, 0, "safety")


def test_the_database_keeps_no_agreement_without_both_and_no_two_for_a_family() -> None:
    keeper, mine = municipality(), two()
    open_location(2), open_location(2)
    made(keeper)
    proposal = Proposal.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.update(state="agreed", family_agreed_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.create(
            reference="ANOTHER",
            run=proposal.run,
            family=mine,
            location=proposal.location,
            expires_at=proposal.expires_at,
            made_by=1,
        )


def test_a_family_without_a_place_is_told_which_location_to_open(desk: Desk) -> None:
    keeper = municipality()
    two()
    elsewhere = neighbour()
    planned, small = open_location(2), open_location(1)
    Location.objects.filter(pk__in=(planned.pk, small.pk)).update(state="planned")
    run = made(keeper)
    (lacking,) = run.shortages
    assert (lacking["families"], lacking["people"]) == (1, 2)
    assert lacking["locations"] == [{"code": planned.code, "families": 1}]
    told = desk(keeper).get(PAGE).content.decode()
    assert "Open one of these:" in told
    assert f"/en/desk/places/{planned.code}/" in told
    assert small.code not in told
    assert planned.code not in desk(elsewhere).get(PAGE).content.decode()
    Location.objects.update(state="open")
    assert planned.code not in desk(keeper).get(PAGE).content.decode(), "it is open by now"
