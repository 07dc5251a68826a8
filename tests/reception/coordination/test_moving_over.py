"""Families that a transfer names go to another municipality, in the ledger and as its own."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.utils import timezone
from tests.reception.conftest import Desk
from tests.reception.guests import GROWN, family_of, house, mother_and_child, moved_in
from tests.reception.places import neighbour
from tests.reception.residents import household
from tests.signals.telling import municipality, safety_region, viewer

from toevlucht.partners.models import Person as Account
from toevlucht.partners.rules import Refused
from toevlucht.reception.actions import transfers
from toevlucht.reception.actions.hostings import match
from toevlucht.reception.models import Family, Location, Stay, Transfer, TransferFamily
from toevlucht.reception.problems import CannotDo
from toevlucht.reception.queries.families import find_family
from toevlucht.reception.queries.transfers import families_of
from toevlucht.records.models import AuditLine
from toevlucht.records.viewer import NotAllowed

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

PAGE = "/en/desk/transfers/"


def asked(by: Account, families: int = 2, people: int = 5) -> Transfer:
    wanted = transfers.Asked("GM0344", families, people, "long", "full", "VR13")
    return transfers.ask_for_transfer(viewer(by), wanted)


def gone(by: Account, made: Transfer) -> None:
    """Accepted already; the people want to go, and left."""
    agreed = transfers.Agreed(True, "own", timezone.localdate())
    transfers.agree_on_transfer(viewer(by), made.reference, agreed)
    transfers.depart_on_transfer(viewer(by), made.reference)


def names_read(by: Account, made: Transfer) -> list[str]:
    made.refresh_from_db()
    return [one.name for going in families_of(viewer(by), made) for one in going.people]


def test_a_named_family_moves_over_and_who_has_no_name_is_counted(desk: Desk) -> None:
    sender, receiver = municipality(), neighbour()
    here = house(sender)
    mine, mother, child = mother_and_child(sender)
    moved_in(sender, here, mine, [mother, child])
    made = asked(sender)
    address = f"{PAGE}{made.reference}/"
    assert desk(sender).post(f"{address}name/", {"family": mine.code}).status_code == 302
    assert desk(sender).post(f"{address}name/", {"family": mine.code}).status_code == 400
    assert names_read(receiver, made) == [], "not before it accepted them"
    region = safety_region("vr13", "VR13")
    transfers.accept_transfer(viewer(region), made.reference, "GM0363")
    assert names_read(receiver, made) == ["Olena Demo", "Marko Demo"]
    assert names_read(region, made) == [], "a region reads no families"
    assert find_family(viewer(receiver), mine.code) is None, "it reads, and keeps nothing yet"
    gone(sender, made)
    with pytest.raises(Refused, match="municipality_counts"):
        transfers.confirm_arrival(viewer(region), made.reference, 5)
    with pytest.raises(Refused, match="fewer_than_named"):
        transfers.confirm_arrival(viewer(receiver), made.reference, 1, [mine.code])
    assert Stay.objects.filter(departed_at=None).count() == 2
    told = {"arrived": 4, "families": [mine.code]}
    assert desk(receiver).post(f"{address}arrive/", told).status_code == 302
    mine.refresh_from_db()
    assert mine.municipality == "GM0363"
    assert set(Stay.objects.values_list("destination", flat=True)) == {"other_location"}
    page = desk(receiver).get(address).content.decode()
    assert "4 of 5" in page
    assert "1 family, 2 people; 2 people counted without a name" in page
    assert "Olena Demo" in page
    page = desk(sender).get(address).content.decode()
    assert mine.code in page
    assert "Olena" not in page, "its names are those of its new municipality"
    assert find_family(viewer(sender), mine.code) is None
    assert AuditLine.objects.filter(event="transfer.family_moved", ids=[mine.code]).count() == 1
    there = house(receiver)
    mother.refresh_from_db()
    with pytest.raises(CannotDo, match="child_without_adult"):
        moved_in(receiver, there, mine, [child], timezone.now())
    assert len(moved_in(receiver, there, mine, [mother, child], timezone.now())) == 2


def test_who_did_not_arrive_stays_with_who_sent_them() -> None:
    sender, receiver = municipality(), neighbour()
    region = safety_region("vr13", "VR13")
    mine, (somebody,) = family_of(sender)
    moved_in(sender, house(sender), mine, [somebody])
    made = asked(sender, families=1, people=2)
    transfers.name_family(viewer(sender), made.reference, mine.code)
    transfers.accept_transfer(viewer(region), made.reference, "GM0363")
    gone(sender, made)
    transfers.confirm_arrival(viewer(receiver), made.reference, 1)
    mine.refresh_from_db()
    assert (mine.municipality, Stay.objects.get().departed_at) == ("GM0344", None)
    assert names_read(receiver, made) == []
    assert names_read(sender, made) == ["Olena Demo"]
    again = asked(sender, families=1, people=2)
    transfers.name_family(viewer(sender), again.reference, mine.code)
    transfers.accept_transfer(viewer(region), again.reference, "GM0363")
    assert names_read(receiver, again) == ["Olena Demo"]
    transfers.withdraw_transfer(viewer(sender), again.reference)
    assert names_read(receiver, again) == [], "withdrawn, it is nobody else's family"


def test_only_its_municipality_names_a_family_and_no_more_than_it_asked_for() -> None:
    sender, receiver = municipality(), neighbour()
    made = asked(sender, families=1, people=1)
    foreign, _ = family_of(receiver)
    large, _ = family_of(sender, GROWN, GROWN)
    hosted, _ = family_of(sender)
    match(viewer(sender), household(), hosted, timezone.localdate())
    for code, why in (
        (foreign.code, "no_such_family"),
        ("nobody", "no_such_family"),
        (large.code, "more_than_asked"),
        (hosted.code, "is_hosted"),
    ):
        with pytest.raises(Refused, match=why):
            transfers.name_family(viewer(sender), made.reference, code)
    mine, _ = family_of(sender)
    for other in (receiver, safety_region()):
        with pytest.raises(NotAllowed):
            transfers.name_family(viewer(other), made.reference, mine.code)
    assert not TransferFamily.objects.exists()


def at_once(work: list[Callable[[], None]]) -> Counter[str]:
    together = threading.Barrier(len(work))

    def one(act: Callable[[], None]) -> str:
        try:
            together.wait(10)
            act()
        except Refused as refused:
            return refused.message.key
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(len(work)) as threads:
        return Counter(threads.map(one, work))


@pytest.mark.django_db(databases=["default", "keys"], transaction=True)
def test_two_who_accept_or_count_at_once_do_it_once() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("one writes at a time there")
    sender, receiver = municipality(), neighbour()
    region = safety_region("vr13", "VR13")
    here: Location = house(sender)
    mine, (somebody,) = family_of(sender)
    moved_in(sender, here, mine, [somebody])
    made = asked(sender)
    transfers.name_family(viewer(sender), made.reference, mine.code)
    accept = [
        lambda: transfers.accept_transfer(viewer(region), made.reference, "GM0363")
        for _ in range(2)
    ]
    late = "coordination.refused.not_its_turn"
    assert at_once(accept) == Counter({"done": 1, late: 1})
    gone(sender, made)
    count = [
        lambda: transfers.confirm_arrival(viewer(receiver), made.reference, 5, [mine.code])
        for _ in range(2)
    ]
    assert at_once(count) == Counter({"done": 1, late: 1})
    assert Family.objects.get(pk=mine.pk).municipality == "GM0363"
    assert Stay.objects.get().destination == "other_location"
