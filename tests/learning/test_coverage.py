"""Who is trained of who must be: counted from rosters, protected for who only reads along."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.learning.walking import EXAMPLE
from tests.partners.people import organisation, person
from tests.reception.places import location, neighbour
from tests.signals.telling import municipality, safety_region, viewer

from toevlucht.guidance.actions.publishing import load_handbooks
from toevlucht.guidance.shipped import shipped
from toevlucht.learning.models import Certificate, Enrolment, Learner
from toevlucht.learning.queries.coverage import Coverage, coverage_of, overview_for, told
from toevlucht.partners.models import Organisation, Person, RosterEntry
from toevlucht.reception.models import Location
from toevlucht.reception.queries.sight_for_the_picture import sight_for_the_picture
from toevlucht.records.viewer import OPERATOR

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

PAGE = "/nl/desk/courses/coverage/"
LAST_MONTH = timezone.localdate().replace(day=1) - datetime.timedelta(days=9)


def works(place: Location, role: str = "staff", code: str = "gm0344", **values: object) -> Person:
    """Somebody with an account in the roster that an organisation keeps of a place."""
    somebody = person(f"p{RosterEntry.objects.count()}", code)
    usual = {"works_from": LAST_MONTH, "person": somebody}
    RosterEntry.objects.create(
        organisation=Organisation.objects.get(code=code),
        place=place.code,
        role=role,
        **{**usual, **values},
    )
    return somebody


def passed(
    somebody: Person, days_left: int = 100, passed_on: datetime.date = LAST_MONTH
) -> Certificate:
    until = timezone.localdate() + datetime.timedelta(days=days_left)
    learner = Learner.objects.create(person=somebody.pk, forget_on=until)
    enrolment = Enrolment.objects.create(
        learner=learner, course=EXAMPLE, passed_on=passed_on, valid_until=until
    )
    return Certificate.objects.create(enrolment=enrolment, code=f"c{somebody.pk}", edition=1)


def of(place: Location) -> Coverage:
    return coverage_of([place], timezone.localdate()).get(place.code, Coverage())


def test_trained_is_who_the_roster_names_and_whose_certificate_is_valid() -> None:
    keeper = municipality()
    here, today, day = location(keeper), timezone.localdate(), datetime.timedelta(days=1)
    assert of(here) == Coverage()
    works(here)
    works(here, "volunteer", person=None)
    works(here, works_until=today - day)
    works(here, works_from=today + day)
    assert of(here) == Coverage(2, 0, 0)
    passed(works(here, "contractor"))
    passed(works(here), days_left=29)
    passed(works(here), days_left=-1)
    revoked = passed(works(here))
    revoked.revoked_at = timezone.now()
    revoked.save()
    assert of(here) == Coverage(6, 2, 1)
    organisation("red_cross")
    passed(works(here, code="red_cross"))  # it does not keep this place
    assert of(here) == Coverage(6, 2, 1)
    Enrolment.objects.update(course="hosting-at-home")  # which trains hosts
    assert of(here) == Coverage(6, 0, 0)


@pytest.mark.parametrize(
    ("each", "known", "unsaid"),
    [
        ([(10, 5)], (10, 5), 0),
        ([(9, 5)], None, 1),
        ([(20, 20)], None, 1),
        ([(20, 0)], None, 1),
        ([(20, 10), (8, 8)], (20, 10), 1),
        ([(20, 10), (8, 8), (8, 1)], (35, 15), 0),
        ([(8, 8), (8, 8)], None, 2),
        ([(10, 5), (30, 4), (0, 0)], (10, 5), 2),  # one beside an empty one is still one
    ],
)
def test_who_reads_along_learns_of_nobody(
    each: list[tuple[int, int]], known: tuple[int, int] | None, unsaid: int
) -> None:
    found = told([Coverage(*one) for one in each])
    assert found.known == (Coverage(*known) if known else None)
    assert (found.places, found.unsaid) == (len(each), unsaid)


def test_a_municipality_reads_its_places_exactly_and_its_region_what_is_protected(
    client: Client,
) -> None:
    keeper, reader, other = municipality(), safety_region(), neighbour()
    load_handbooks(OPERATOR, [one for one in shipped() if one.code == "goo"])
    here, small = location(keeper, "De Linde"), location(keeper, "De Eik")
    for number in range(12):
        somebody = works(here)
        if number < 6:
            passed(somebody)
    passed(works(small))
    client.force_login(keeper)
    page = client.get(PAGE).content.decode()
    assert "De Linde" in page
    assert "De Eik" in page
    assert "1 van de 2 locaties met een rooster voldoen aan GOO-33" in page
    own = overview_for(viewer(keeper), timezone.localdate())
    assert [(one.name, covered) for one, covered in own.kept] == [
        ("De Eik", Coverage(1, 1)),
        ("De Linde", Coverage(12, 6)),
    ]
    asked = client.get(reverse("handbook-latest-requirement", args=["goo", "GOO-33"]), follow=True)
    assert "1 van de 2 locaties met een rooster" in asked.content.decode()
    assert "private" in asked["Cache-Control"]
    assert "6 van de 12 getraind" in client.get(f"/nl/desk/places/{here.code}/").content.decode()
    client.force_login(reader)
    page = client.get(PAGE).content.decode()
    assert "De Eik" not in page
    ((_, told_of),) = overview_for(viewer(reader), timezone.localdate()).others
    assert (told_of.known, told_of.unsaid) == (Coverage(10, 5), 1)
    assert "1 van de 1" not in client.get(f"/nl/desk/places/{small.code}/").content.decode()
    client.force_login(other)
    page = client.get(PAGE)
    assert page.status_code == 200
    assert "De Linde" not in page.content.decode()
    assert "Utrecht" not in page.content.decode()
    client.force_login(person("reader", "gm0344", "reporter"))
    assert client.get(PAGE).status_code == 403
    client.logout()
    assert client.get(PAGE).status_code == 302
    asked = client.get(asked.request["PATH_INFO"])
    assert "met een rooster" not in asked.content.decode()
    assert "private" not in asked["Cache-Control"]


def test_who_compares_one_day_with_the_next_learns_of_nobody() -> None:
    keeper, reader, today = municipality(), safety_region(), timezone.localdate()
    next_month = (today.replace(day=1) + datetime.timedelta(days=40)).replace(day=1)

    def read(day: datetime.date) -> Coverage | None:
        ((_, found),) = overview_for(viewer(reader), day).others
        return found.known

    for people, trained in ((8, 4), (4, 2)):
        place = location(keeper, f"Place for {people}")
        for number in range(people):
            somebody = works(place)
            if number < trained:
                passed(somebody)
    assert read(today) == Coverage(10, 5)
    alone = works(location(keeper, "Just opened"), works_from=today)
    passed(alone, passed_on=today)
    assert overview_for(viewer(keeper), today).kept[0][1] == Coverage(1, 1)
    assert read(today) == read(next_month) == Coverage(10, 5), "13 and 7 would name the one"


def test_the_picture_reads_of_places_with_somebody_trained() -> None:
    keeper, today = municipality(), timezone.localdate()
    here = location(keeper)

    def sent() -> tuple[str, ...]:
        (row,) = sight_for_the_picture(here.municipality, "x", today, lambda day: True)["watch"]
        return row["places_watching"], row["people"], row["people_trained"]

    assert sent() == ("", "", "")  # nobody is in the roster, which is not zero
    somebody = works(here)
    works(here, "security")
    assert sent() == ("0", "2", "0")
    passed(somebody)
    assert sent() == ("1", "2", "1")


def test_it_asks_as_often_for_many_locations_as_for_one() -> None:
    keeper, today = municipality(), timezone.localdate()
    made = location(keeper)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            overview_for(viewer(keeper), today)
        return len(queries)

    first = asked()
    Location.objects.bulk_create(
        Location(
            code=f"many{number}",
            name="M",
            municipality=made.municipality,
            kind="regular",
            state="open",
        )
        for number in range(30)
    )
    assert asked() == first <= 5
