"""Whether a host followed a course: told to the host and who keeps the household, no others."""

from __future__ import annotations

import datetime
import re

import pytest
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from tests.partners.people import person
from tests.reception.hosts import ABOUT, adult, ago, household, initiative
from tests.reception.places import neighbour
from tests.signals.telling import municipality, safety_region, viewer

from toevlucht.guidance.actions.publishing import load_handbooks
from toevlucht.guidance.shipped import shipped
from toevlucht.learning.actions.elsewhere import record_completions
from toevlucht.learning.actions.host_completions import forget_notes, note_course, withdraw_note
from toevlucht.learning.models import (
    Certificate,
    Enrolment,
    HostCompletion,
    HostWithdrawal,
    Learner,
)
from toevlucht.learning.queries.coverage import Coverage
from toevlucht.learning.queries.hosts import hosts_for
from toevlucht.partners.actions.rosters import AboutEntry, add_to_roster
from toevlucht.partners.models import Person
from toevlucht.reception.actions.host_steps import adult_left
from toevlucht.reception.actions.households import enter_household
from toevlucht.reception.models import HostHousehold
from toevlucht.records.models import AuditLine
from toevlucht.records.viewer import OPERATOR, NotAllowed

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

RED_CROSS = "red-cross-recognise"
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
    record_completions(viewer(keeper), [(entry.code, RED_CROSS, today)])
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


def test_the_municipality_notes_a_course_for_a_household_without_an_account() -> None:
    keeper, today = municipality(), timezone.localdate()
    home, browser = household(keeper), Client()
    browser.force_login(keeper)
    page = f"/en/desk/households/{home.code}/"
    form = f"{page}courses/"
    assert "First enter which adults live in this home" in browser.get(form).content.decode()
    jan, anna = adult(keeper, home), adult(keeper, home)
    assert "Jan Jansen" in browser.get(form).content.decode()
    noted = {"adult": jan.code, "course": RED_CROSS, "completed_on": str(today)}
    for wrong in (
        {"adult": ""},
        {"course": "ccv-desk-and-inspection"},
        {"completed_on": str(today + datetime.timedelta(days=1))},
    ):
        assert browser.post(form, noted | wrong).status_code == 400
    for _ in range(2):
        told = browser.post(form, noted, follow=True).content.decode()
        assert "Course completed: meets POO-19" in told
    assert "Jan Jansen: Recognising human trafficking (in Dutch)" in told
    first = HostCompletion.objects.get()
    assert hosts_for(viewer(keeper), today).kept == Coverage(1, 1)
    assert hosts_for(viewer(keeper), first.valid_until).kept == Coverage(1, 1, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        HostCompletion.objects.update(adult=anna)

    away = f"{form}{first.reference}/withdraw/"
    assert browser.post(away, {"reason": ""}).status_code == 400
    told = browser.post(away, {"reason": "other_person"}, follow=True).content.decode()
    assert "Withdrawn. It was somebody else" in told
    assert "no course was noted" in told
    assert hosts_for(viewer(keeper), today).kept == Coverage(1)
    browser.post(form, noted | {"adult": anna.code})
    assert hosts_for(viewer(keeper), today).kept == Coverage(1, 1)
    adult_left(viewer(keeper), anna)
    assert hosts_for(viewer(keeper), today).kept == Coverage(1)

    lines = AuditLine.objects.filter(event__startswith="completion.")
    assert [one.event for one in lines.order_by("pk")] == [
        "completion.recorded",
        "completion.withdrawn",
        "completion.recorded",
    ]
    assert {(one.kind, tuple(one.ids)) for one in lines} == {("household", (home.code,))}
    assert forget_notes(9) == 0
    HostHousehold.objects.update(details=None)
    assert (forget_notes(9), HostCompletion.objects.count()) == (2, 0)


def test_going_back_to_the_form_does_not_bring_back_what_was_withdrawn() -> None:
    keeper, today = municipality(), timezone.localdate()
    home, browser = household(keeper), Client()
    jan = adult(keeper, home)
    browser.force_login(keeper)
    form = f"/en/desk/households/{home.code}/courses/"

    def fresh(page: HttpResponse) -> str:
        found = re.search(r'name="seen" value="(\w*)"', page.content.decode())
        assert found
        return found[1]

    row = {"adult": jan.code, "course": RED_CROSS, "completed_on": str(today)}
    seen = fresh(browser.get(form))
    for again in (False, True):
        assert browser.post(form, row | {"seen": seen}).status_code == 302
        noted = HostCompletion.objects.get(withdrawal=None)
        withdraw_note(viewer(keeper), home, noted.reference, "other_day")
        unfinished = browser.post(form, row | {"seen": seen, "adult": ""})
        assert fresh(unfinished) == seen, "nothing told yet what was withdrawn"
        warned = browser.post(form, row | {"seen": seen})
        assert warned.status_code == 400
        assert "withdrawn since you saw this page" in warned.content.decode()
        assert HostCompletion.objects.filter(withdrawal=None).count() == 0
        seen = fresh(browser.get(form) if again else warned)
    assert browser.post(form, row | {"seen": "\0"}).status_code == 400
    other_day = row | {"completed_on": str(today - datetime.timedelta(days=1)), "seen": ""}
    assert browser.post(form, other_day).status_code == 302, "that row was never withdrawn"
    assert browser.post(form, row | {"seen": seen}).status_code == 302
    assert hosts_for(viewer(keeper), today).kept == Coverage(1, 1)


def test_only_the_municipality_that_took_a_household_over_notes_and_withdraws() -> None:
    keeper, today = municipality(), timezone.localdate()
    hanna = person("hanna", "gm0344", "reporter")
    home = household(keeper, host=hanna)
    jan = adult(keeper, home)
    note_course(viewer(keeper), home, jan.code, RED_CROSS, today)
    kept = HostCompletion.objects.get()
    found = initiative()
    theirs = enter_household(viewer(found), "GM0344", ABOUT, ago(9))
    form = f"/en/desk/households/{home.code}/courses/"
    for somebody in (neighbour(), safety_region(), found, hanna):
        browser = Client()
        browser.force_login(somebody)
        for address in (form, f"{form}{kept.reference}/withdraw/"):
            assert browser.get(address).status_code in (403, 404)
            assert browser.post(address, {"reason": "other_day"}).status_code in (403, 404)
        asking = viewer(somebody, "reporter" if somebody == hanna else "coordinator")
        with pytest.raises(NotAllowed):
            note_course(asking, home, jan.code, RED_CROSS, today)
        with pytest.raises(NotAllowed):
            withdraw_note(asking, home, kept.reference, "other_day")
    assert "Jan Jansen" not in seen(hanna, HOME)
    other = adult(found, theirs)
    for somebody in (found, keeper):
        with pytest.raises(NotAllowed):
            note_course(viewer(somebody), theirs, other.code, RED_CROSS, today)
    assert (HostCompletion.objects.count(), HostWithdrawal.objects.count()) == (1, 0)
