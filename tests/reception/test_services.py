"""What a family asked for, was given and waits for; no service waits for another."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.reception.conftest import Desk
from tests.reception.guests import GROWN, family_of, house, mother_and_child, moved_in
from tests.reception.hosts import ago
from tests.reception.living import NOTE, served
from tests.reception.places import neighbour, operator
from tests.signals.telling import municipality, safety_region, viewer

from toevlucht.partners.models import Person as Account
from toevlucht.reception.actions.watching import watch
from toevlucht.reception.models import Family, Location, Person, ServiceStep, Stay, Task
from toevlucht.reception.problems import CannotDo
from toevlucht.reception.queries.services import count_at, count_in, services_of
from toevlucht.reception.services import Standing, Taken, is_of_school_age, norm_of
from toevlucht.records.viewer import NotAllowed

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

TODAY = timezone.localdate()
Home = tuple[Location, Family, Person, Person]


@pytest.fixture
def keeper() -> Account:
    return municipality()


@pytest.fixture
def home(keeper: Account) -> Home:
    """A mother and a child of school age who came 30 days ago."""
    place, (family, mother, child) = house(keeper), mother_and_child(keeper)
    Location.objects.filter(pk=place.pk).update(opened_on=ago(60))
    moved_in(keeper, place, family, [mother, child], timezone.now() - 30 * ONE_DAY)
    return place, family, mother, child


ONE_DAY = datetime.timedelta(days=1)


def standing(service: str, *steps: tuple[str, int], arrived: int = 30) -> Standing:
    return Standing(service, [Taken(step, ago(days)) for step, days in steps], ago(arrived))


def test_how_it_stands_follows_from_the_steps() -> None:
    asked = standing("school", ("asked", 91))
    assert (asked.state, asked.waited(TODAY), asked.is_overdue(TODAY)) == ("asked", 91, True)
    assert not standing("school", ("asked", 90)).is_overdue(TODAY)
    given = standing("school", ("asked", 50), ("refused", 40), ("asked", 30), ("given", 10))
    assert (given.state, given.waited(TODAY), given.due_on(TODAY)) == ("given", 20, None)
    assert standing("screening").due_on(TODAY) == ago(16)
    assert standing("school").due_on(TODAY) is None
    assert standing("registration", ("done", 3)).waited(TODAY) is None
    assert norm_of("screening", datetime.date(2022, 2, 28)) is None


@pytest.mark.parametrize(
    ("until", "is_pupil"),
    [((13, 0), True), ((13, 1), False), ((0, 1), True), ((0, 0), False)],
)
def test_a_child_needs_a_school_from_five_to_eighteen(
    until: tuple[int, int], is_pupil: bool
) -> None:
    years, months = until
    on = datetime.date(2025, 6, 1)
    assert is_of_school_age(datetime.date(2025 + years, 6 + months, 1), on) is is_pupil


def test_steps_are_written_down_and_notes_are_sealed(
    keeper: Account, home: Home, desk: Desk
) -> None:
    _, family, _, child = home
    browser, at = desk(keeper), f"/en/desk/families/{family.code}/services/"
    page = browser.get(at).content.decode()
    assert "School: Marko Demo" in page
    assert "Overdue" in page
    sent: dict[str, Any] = {"step": "done", "on": TODAY.isoformat(), "notes": NOTE}
    assert browser.post(f"{at}screening/", sent).status_code == 400  # without an outcome
    sent["outcome"] = "needs_support"
    assert browser.post(f"{at}screening/", sent).status_code == 302
    step = ServiceStep.objects.get()
    assert NOTE.encode() not in bytes(step.notes or b"")
    school = f"/en/desk/residents/{child.code}/school/"
    for name, days in (("asked", 12), ("given", 2)):
        about = {"step": name, "on": ago(days).isoformat()}
        assert browser.post(school, about).status_code == 302
    page = browser.get(at).content.decode()
    for words in (NOTE, "needs support", "took 10 days"):
        assert words in page
    assert browser.get(f"{at}school/").status_code == 404
    assert browser.get(f"{at}nothing/").status_code == 404


def test_an_allowance_waits_for_no_registration(keeper: Account, home: Home) -> None:
    _, family, *_ = home
    for step in ("asked", "given"):
        served(keeper, family, "allowance", step)
    registration = [
        one for one in services_of(viewer(keeper), family) if one.standing.service == "registration"
    ]
    assert registration[0].standing.state == "not_asked"
    served(keeper, family, "registration", "refused")
    stays = {one.service: one.has_it for one in count_in(viewer(keeper))}
    assert stays["allowance"] == 1


def test_steps_come_in_their_order_and_never_change(keeper: Account, home: Home) -> None:
    _, family, mother, child = home
    served(keeper, family, "care_intake", "asked", days_ago=3)
    for wrong in ({"step": "asked"}, {"step": "done", "days_ago": 4}, {"step": "done"}):
        on = int(wrong.get("days_ago", -1 if wrong["step"] == "done" else 0))
        with pytest.raises(CannotDo):
            served(keeper, family, "care_intake", str(wrong["step"]), on)
    for service, step in (("care_intake", "given"), ("nothing", "asked"), ("school", "asked")):
        with pytest.raises(NotAllowed):
            served(keeper, family, service, step)
    other, _ = family_of(keeper, GROWN)
    with pytest.raises(NotAllowed):
        served(keeper, other, "school", "asked", child=child)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        ServiceStep.objects.update(on=TODAY)
    assert mother.service_steps.count() == 0


def test_others_write_nothing_down(keeper: Account, home: Home) -> None:
    _, family, *_ = home
    for stranger in (neighbour(), safety_region(), operator()):
        with pytest.raises(NotAllowed):
            served(stranger, family, "allowance", "asked")
    assert not ServiceStep.objects.exists()


def test_what_is_overdue_is_a_task_until_it_is_done(keeper: Account, home: Home) -> None:
    place, family, _, child = home
    served(keeper, family, "registration", "asked", days_ago=29)
    served(keeper, family, "school", "asked", days_ago=91, child=child)
    served(keeper, family, "allowance", "asked", days_ago=13)
    watch()
    open_tasks = {(one.kind, one.subject): one.location for one in Task.objects.all()}
    assert open_tasks == {
        ("school_overdue", child.code): place,
        ("registration_overdue", family.code): place,
        ("screening_overdue", family.code): place,
        ("care_intake_overdue", family.code): place,
    }
    served(keeper, family, "school", "given", child=child)
    served(keeper, family, "screening", "done", outcome="no_needs_seen")
    still = Task.objects.filter(done_at=None).values_list("kind", flat=True)
    assert sorted(still) == ["care_intake_overdue", "registration_overdue"]
    Stay.objects.update(departed_at=timezone.now(), destination="own_place")
    watch()
    assert not Task.objects.filter(done_at=None).exists()


def test_a_location_and_a_municipality_are_counted_in_as_many_queries_for_many(
    keeper: Account, home: Home, desk: Desk
) -> None:
    place, family, _, child = home
    served(keeper, family, "school", "asked", days_ago=20, child=child)
    served(keeper, family, "allowance", "asked", days_ago=20)
    served(keeper, family, "allowance", "given", days_ago=6)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            count_at(place)
            count_in(viewer(keeper))
        return len(queries)

    cost()
    few = cost()
    for _ in range(2):
        more, people = family_of(keeper, GROWN)
        moved_in(keeper, place, more, people)
        served(keeper, more, "allowance", "asked", days_ago=4)
    assert cost() == few
    counted = {one.service: one for one in count_at(place)}
    assert counted == {one.service: one for one in count_in(viewer(keeper))}
    school, money, talk = counted["school"], counted["allowance"], counted["screening"]
    assert (school.needed, school.waiting, school.waits, school.overdue) == (1, 1, 20, 0)
    assert (money.needed, money.has_it, money.waiting) == (3, 1, 2)
    assert (money.waits, money.waited) == (4, 14)
    assert (talk.not_asked, talk.overdue) == (3, 1)
    for address in ("services/", f"places/{place.code}/services/"):
        page = desk(keeper).get(f"/en/desk/{address}").content.decode()
        assert "14 days" in page
    region = desk(safety_region())
    assert "no municipality" in region.get("/en/desk/services/").content.decode()
    assert "14 days" in region.get(f"/en/desk/places/{place.code}/services/").content.decode()
