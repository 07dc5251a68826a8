"""Whether a host followed a course: told to the host and who keeps the household, no others."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.utils import timezone
from tests.partners.people import person
from tests.reception.hosts import ago, household
from tests.signals.telling import municipality, safety_region, viewer

from toevlucht.guidance.actions.publishing import load_handbooks
from toevlucht.guidance.shipped import shipped
from toevlucht.learning.actions.elsewhere import record_completions
from toevlucht.learning.models import Certificate, Enrolment, Learner
from toevlucht.learning.queries.coverage import Coverage
from toevlucht.learning.queries.hosts import hosts_for
from toevlucht.partners.actions.rosters import AboutEntry, add_to_roster
from toevlucht.partners.models import Person
from toevlucht.reception.models import HostHousehold
from toevlucht.records.viewer import OPERATOR

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

HOME = "/en/desk/my-household/"
REQUIREMENT = "/en/handbooks/poo/latest/POO-19/"


def passed(host: Person, days_left: int) -> Certificate:
    until = timezone.localdate() + datetime.timedelta(days=days_left)
    learner = Learner.objects.create(person=host.pk, forget_on=until)
    enrolment = Enrolment.objects.create(
        learner=learner, course="hosting-at-home", passed_on=ago(60), valid_until=until
    )
    return Certificate.objects.create(enrolment=enrolment, code=f"c{host.pk}", edition=1)


def seen(somebody: Person, address: str) -> str:
    browser = Client()
    browser.force_login(somebody)
    return browser.get(address, follow=True).content.decode()


def test_the_household_and_the_requirement_follow_what_the_host_learned() -> None:
    keeper, today = municipality(), timezone.localdate()
    load_handbooks(OPERATOR, [one for one in shipped() if one.code == "poo"])
    hanna, els = (person(name, "gm0344", "reporter") for name in ("hanna", "els"))
    home, other = household(keeper, host=hanna), household(keeper, host=els)
    bare = household(keeper)
    page = f"/en/desk/households/{home.code}/"
    assert "No course completed yet" in seen(keeper, page)
    assert "This household has no account" in seen(keeper, page.replace(home.code, bare.code))
    assert "/desk/courses/hosting-at-home/" in seen(hanna, HOME)
    certificate = passed(hanna, 90)
    for somebody, address in ((keeper, page), (hanna, HOME)):
        assert "Course completed: meets POO-19" in seen(somebody, address)
    assert hosts_for(viewer(keeper), today).kept == Coverage(3, 1)
    asked = "1 of 3 host households meet POO-19"
    for address in (REQUIREMENT, "/en/desk/courses/coverage/"):
        assert asked in seen(keeper, address)
    assert asked not in seen(hanna, REQUIREMENT)
    assert asked not in Client().get(REQUIREMENT, follow=True).content.decode()
    entry = add_to_roster(viewer(keeper), AboutEntry("Els", "volunteer", today, person=els.pk))
    record_completions(viewer(keeper), [(entry.code, "red-cross-recognise", today)])
    assert hosts_for(viewer(keeper), today).kept == Coverage(3, 2)
    assert "Course completed" in seen(keeper, page.replace(home.code, other.code))
    certificate.revoked_at = timezone.now()
    certificate.save()
    assert hosts_for(viewer(keeper), today).kept == Coverage(3, 1)
    assert "No course completed yet" in seen(keeper, page)


def test_a_region_reads_no_number_that_is_of_few_households() -> None:
    keeper, reader, today = municipality(), safety_region(), timezone.localdate()
    home = household(keeper)
    hosts = [person(f"host{number}", "gm0344", "reporter") for number in range(5)]
    for somebody in hosts:
        passed(somebody, 9)
    HostHousehold.objects.bulk_create(
        HostHousehold(
            code=f"many{number}",
            municipality=home.municipality,
            person=hosts[number].pk if number < 5 else None,
            taken_over_on=ago(60),
        )
        for number in range(8)
    )
    assert hosts_for(viewer(keeper), today).kept == Coverage(9, 5, 5)
    assert hosts_for(viewer(reader), today).others == [("GM0344", None)]
    assert "Course for the host" not in seen(reader, f"/en/desk/households/{home.code}/")
    household(keeper)
    assert hosts_for(viewer(reader), today).others == [("GM0344", None)], (
        "of the first of the month"
    )
    HostHousehold.objects.update(taken_over_on=ago(60))
    assert hosts_for(viewer(reader), today).others == [("GM0344", Coverage(10, 5))]
    household(keeper)
    HostHousehold.objects.update(taken_over_on=ago(60))
    assert hosts_for(viewer(reader), today).others == [("GM0344", Coverage(10, 5))], "of 11"
    assert hosts_for(viewer(hosts[0], "reporter"), today).kept == Coverage()
