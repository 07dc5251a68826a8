"""The ledger adds up to the last person at every moment, whatever happens in whichever order."""

from __future__ import annotations

import datetime
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.reception.guests import (
    GROWN,
    beds_of,
    family_of,
    free_beds_of,
    house,
    mother_and_child,
    moved_in,
)
from tests.signals.telling import municipality, viewer

from toevlucht.partners.models import Person as Account
from toevlucht.reception.actions.moving_in import Arrival, arrive, depart, move
from toevlucht.reception.models import DayBalance, Family, Location, Person, Stay, Task
from toevlucht.reception.models.balances import OPENING
from toevlucht.reception.models.stays import SAME_PLACE
from toevlucht.reception.problems import CannotDo
from toevlucht.reception.queries.occupancy import present_at

ONE_WRITER = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="it lets one writer in at a time"
)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["arrive", "arrive", "move", "depart", "part"]),
        st.integers(0, 5),
        st.integers(1, 60),  # hours until the next step
    ),
    min_size=4,
    max_size=12,
)


def recounted(where: Location) -> dict[datetime.date, tuple[int, int, int]]:
    """Day by day from the stays alone: arrivals, departures, present in the evening."""
    stays = list(Stay.objects.filter(location=where))
    came = Counter(
        timezone.localdate(one.arrived_at) for one in stays if one.came_from != SAME_PLACE
    )
    left = Counter(
        timezone.localdate(one.departed_at)
        for one in stays
        if one.departed_at and one.destination != SAME_PLACE
    )
    days, present = {}, 0
    for day in sorted({*came, *left}):
        present += came[day] - left[day]
        days[day] = (came[day], left[day], present)
    return days


def balanced(where: Location) -> dict[datetime.date, tuple[int, int, int]]:
    lines = DayBalance.objects.filter(location=where).exclude(day=OPENING).order_by("day")
    kept = {one.day: (one.arrivals, one.departures, one.present) for one in lines}
    return {day: line for day, line in kept.items() if line[0] or line[1]}


class History:
    """What a porter would know who stood at the door all the time."""

    def __init__(self, keeper: Account) -> None:
        self.keeper = keeper
        self.houses = [house(keeper, beds=3), house(keeper, beds=0, heads=3)]
        self.families = [self._family(n) for n in range(3)]
        self.inside: dict[str, int] = {}  # code of a person, and which house
        self.seen: list[tuple[datetime.datetime, dict[str, int]]] = []

    def _family(self, n: int) -> tuple[Family, list[Person]]:
        if n == 0:
            return family_of(self.keeper, GROWN)
        family, mother, child = mother_and_child(self.keeper)
        return family, [mother, child]

    def step(self, what: str, n: int, at: datetime.datetime) -> None:
        family, people = self.families[n % 3]
        where = n // 3
        inside = [one for one in people if one.code in self.inside]
        if what == "arrive":
            self._arrive(where, family, [one for one in people if one not in inside], at)
        elif inside:
            here = self.houses[self.inside[inside[0].code]]
            getattr(self, f"_{what}")(here, inside, at)
        self.seen.append((at, dict(self.inside)))

    def _arrive(self, where: int, family: Family, who: list[Person], at: datetime.datetime) -> None:
        if not who:
            return
        try:
            moved_in(self.keeper, self.houses[where], family, who, at)
        except CannotDo as refused:  # full, or the mother is in the other house
            if refused.problem not in ("full", "place_unknown", "child_without_adult"):
                raise
            return
        self.inside |= {one.code: where for one in who}

    def _move(self, here: Location, who: list[Person], at: datetime.datetime) -> None:
        free = free_beds_of(here)
        if free:
            move(viewer(self.keeper), here, {who[0].code: free[-1].code}, at)

    def _depart(self, here: Location, who: list[Person], at: datetime.datetime) -> None:
        depart(viewer(self.keeper), here, [one.code for one in who], "unknown", at)
        for one in who:
            self.inside.pop(one.code)

    def _part(self, here: Location, who: list[Person], at: datetime.datetime) -> None:
        self._depart(here, who[-1:], at)

    def must_add_up(self) -> None:
        for moment, inside in self.seen:
            for number, where in enumerate(self.houses):
                expected = sum(1 for at_home in inside.values() if at_home == number)
                assert present_at(where, moment) == expected
        for where in self.houses:
            assert balanced(where) == recounted(where)


@pytest.mark.django_db(databases=["default", "keys"])
@settings(
    phases=[Phase.generate],  # to make a history shorter takes minutes
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_any_history_adds_up_at_every_moment(steps: list[Any]) -> None:
    with transaction.atomic():
        history = History(municipality())
        at = timezone.now() - datetime.timedelta(days=60)
        for what, n, hours in steps:
            at += datetime.timedelta(hours=hours)
            history.step(what, n, at)
        history.must_add_up()
        transaction.set_rollback(True)


@pytest.mark.django_db(databases=["default", "keys"])
def test_what_is_written_down_late_changes_every_day_after_it() -> None:
    keeper = municipality()
    here = house(keeper)
    now = timezone.now()
    ago = [now - datetime.timedelta(days=days) for days in (9, 6, 3)]
    (first, (one,)), (second, (other,)) = family_of(keeper), family_of(keeper)
    moved_in(keeper, here, first, [one], ago[1])
    depart(viewer(keeper), here, [one.code], "ukraine", ago[2])
    with pytest.raises(CannotDo, match="place_taken"):  # it was, then
        moved_in(keeper, here, second, [other], ago[0])
    free = {other.code: beds_of(here)[1].code}
    arrive(viewer(keeper), here, second, Arrival(free, ago[0]))
    assert list(balanced(here).values()) == [(1, 0, 1), (1, 0, 2), (0, 1, 1)]
    assert balanced(here) == recounted(here)
    with pytest.raises(CannotDo, match="before_arrival"):
        depart(viewer(keeper), here, [other.code], "unknown", ago[0] - datetime.timedelta(days=1))
    with pytest.raises(CannotDo, match="still_to_come"):
        depart(viewer(keeper), here, [other.code], "unknown", now + datetime.timedelta(days=1))


def at_once(work: list[Any]) -> Counter[str]:
    """All of them begin together, each on a connection of its own."""
    together = threading.Barrier(len(work))

    def one(act: Any) -> str:
        try:
            together.wait(10)
            act()
        except CannotDo as refused:
            return refused.problem
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(len(work)) as threads:
        return Counter(threads.map(one, work))


@ONE_WRITER
@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
def test_of_many_who_want_the_same_bed_one_gets_it() -> None:
    keeper = municipality()
    here = house(keeper, beds=2)
    bed = beds_of(here)[0].code
    at = timezone.now()
    families = [family_of(keeper) for _ in range(6)]

    def wants(family: Family, who: Person) -> Any:
        return lambda: arrive(viewer(keeper), here, family, Arrival({who.code: bed}, at))

    ends = at_once([wants(family, who) for family, (who,) in families])
    assert ends["done"] == 1
    assert ends["place_taken"] + ends["somebody_was_first"] == 5
    assert Stay.objects.filter(place__code=bed, departed_at=None).count() == 1
    assert balanced(here) == recounted(here)


@ONE_WRITER
@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
def test_where_heads_are_counted_no_more_come_in_than_there_are_places() -> None:
    keeper = municipality()
    here, there = house(keeper, beds=0, heads=3), house(keeper, beds=0, heads=9)
    at = timezone.now()
    families = [family_of(keeper) for _ in range(4)]
    homes = [(here, one) for one in families] + [(there, one) for one in families]

    def wants(home: Location, family: Family, who: Person) -> Any:
        return lambda: arrive(viewer(keeper), home, family, Arrival({who.code: ""}, at))

    at_once([wants(home, family, who) for home, (family, (who,)) in homes])
    assert Stay.objects.filter(location=here).count() <= 3
    people = Stay.objects.filter(departed_at=None).values_list("person", flat=True)
    assert len(people) == len(set(people)) == 4  # everybody is somewhere, nobody in two places
    for home in (here, there):
        assert balanced(home) == recounted(home)


@ONE_WRITER
@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
def test_a_child_never_comes_in_the_moment_its_mother_leaves() -> None:
    keeper = municipality()
    here = house(keeper)
    for _ in range(4):
        at = timezone.now()
        family, mother, child = mother_and_child(keeper)
        moved_in(keeper, here, family, [mother], at)
        bed = {child.code: free_beds_of(here)[0].code}
        at_once(
            [
                lambda f=family, b=bed, t=at: arrive(viewer(keeper), here, f, Arrival(b, t)),
                lambda m=mother: depart(viewer(keeper), here, [m.code], "unknown", timezone.now()),
            ]
        )
        # Either the child came in first, and somebody is told that its mother left; or not at all.
        came = Stay.objects.filter(person=child).exists()
        told = Task.objects.filter(kind="child_without_adult", subject=child.code).exists()
        assert came == told
        depart_all(keeper, here)
    assert balanced(here) == recounted(here)


def depart_all(keeper: Account, here: Location) -> None:
    left = Stay.objects.filter(location=here, departed_at=None).values_list(
        "person__code", flat=True
    )
    if codes := list(left):
        depart(viewer(keeper), here, codes, "unknown", timezone.now())
