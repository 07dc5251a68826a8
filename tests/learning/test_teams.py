"""A coordinator enrols who is in the own roster of a location; strangers find nothing there."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client
from tests.learning.test_coverage import works
from tests.learning.walking import EXAMPLE
from tests.partners.people import organisation, person
from tests.reception.places import location, neighbour, operator
from tests.signals.telling import municipality, safety_region

from toevlucht.learning.actions.remembering import mail_enrolled
from toevlucht.learning.models import Enrolment
from toevlucht.records.jobs import work_all
from toevlucht.records.models import AuditLine

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_a_team_is_enrolled_once_and_told_once_without_saying_of_what(client: Client) -> None:
    operator()
    keeper = municipality()
    here = location(keeper, run_by="shelter_foundation")
    one, other = works(here), works(here, "volunteer")
    works(here, person=None)
    works(here, code="shelter_foundation")  # in the roster of another keeper
    address = f"/nl/desk/teams/{here.code}/{EXAMPLE}/"
    client.force_login(keeper)
    page = client.get(f"/nl/desk/places/{here.code}/").content.decode()
    assert address in page
    said = client.post(address, follow=True).content.decode()
    assert "2 mensen zijn aangemeld" in said
    assert client.post(address).status_code == 302
    enrolled = Enrolment.objects.filter(course=EXAMPLE)
    assert set(enrolled.values_list("learner__person", flat=True)) == {one.pk, other.pk}
    assert AuditLine.objects.filter(event="course.team_enrolled").count() == 1
    work_all()
    mail_enrolled(list(enrolled.values_list("pk", flat=True)))  # a worker that does it again
    assert [each.to for each in mail.outbox] == [[one.email], [other.email]]
    assert "handel" not in (mail.outbox[0].subject + str(mail.outbox[0].body)).lower()


def test_nobody_else_enrols_a_team(client: Client) -> None:
    keeper = municipality()
    here = location(keeper)
    works(here)
    address = f"/nl/desk/teams/{here.code}/{EXAMPLE}/"
    organisation("red_cross")
    for somebody, status in (
        (safety_region(), 404),
        (neighbour(), 404),
        (person("aid", "red_cross", "coordinator"), 404),
        (person("colleague", "gm0344", "reporter"), 403),
    ):
        client.force_login(somebody)
        assert client.post(address).status_code == status, somebody
    client.force_login(keeper)
    assert client.get(address).status_code == 405
    assert client.post(f"/nl/desk/teams/{here.code}/know-your-rights/").status_code == 403
    assert not Enrolment.objects.exists()
