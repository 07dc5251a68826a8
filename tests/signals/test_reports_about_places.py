"""A place's page shows the reports about it to those entitled; to anybody else there is nothing."""

from __future__ import annotations

import datetime
import json

import pytest
from django.core.serializers import serialize
from django.db import connections
from django.test import Client
from django.utils import timezone
from tests.partners.people import organisation, person
from tests.reception.places import location, neighbour
from tests.signals.sharing import agree, offered
from tests.signals.telling import municipality, report, safety_region, telling, viewer

from toevlucht.partners.models import Person
from toevlucht.reception.models import HostHousehold, Location
from toevlucht.records.models import AuditLine
from toevlucht.records.sealed.rotation import renew, rewrap_under_current_master
from toevlucht.signals.actions import sharing
from toevlucht.signals.actions.destroying import destroy_due
from toevlucht.signals.actions.marking_places import mark_places_left
from toevlucht.signals.models import DeskEntry, Exclusion, Report, SealedPart
from toevlucht.signals.place_marks import place_mark, place_marks_key
from toevlucht.signals.queries.about_places import reports_about

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

PANEL = "reports-about"


@pytest.fixture
def keeper() -> Person:
    return municipality()


@pytest.fixture
def shelter(keeper: Person) -> Location:
    return location(keeper)


def about(somebody: Person, place: Location) -> list[str]:
    found = reports_about(viewer(somebody), "location", place.code)
    return [one.report.reference for one in found]


def page(somebody: Person, path: str) -> str:
    browser = Client()
    browser.force_login(somebody)
    answer = browser.get(f"/en/desk/{path}/")
    assert answer.status_code in (200, 403, 404)
    return answer.content.decode()


def test_the_page_of_a_location_lists_the_reports_about_it(
    keeper: Person, shelter: Location
) -> None:
    first, second = report(telling(location=shelter.code)), report(telling(location=shelter.code))
    elsewhere = report()
    shown = page(keeper, f"places/{shelter.code}")
    assert PANEL in shown
    assert all(f"/reports/{one.reference}/" in shown for one in (first, second))
    assert elsewhere.reference not in shown
    line = AuditLine.objects.filter(event="reports.listed").latest("pk")
    assert set(line.ids) == {first.reference, second.reference}


def test_the_page_of_a_household_lists_the_reports_about_it(keeper: Person) -> None:
    home = HostHousehold.objects.create(code="HOMEHOMEHOME", municipality="GM0344")
    told = report(telling(household=home.code, place_kind="host_household"))
    assert told.reference in page(keeper, f"households/{home.code}")


def test_who_may_know_of_none_sees_no_panel_and_no_zero(keeper: Person, shelter: Location) -> None:
    """Region, operator, neighbour, colleagues from whom it is kept, and other roles."""
    organisation("shelter_foundation", kind="aid")
    Location.objects.update(operator="shelter_foundation")
    runs_it = person("olaf", "shelter_foundation", "coordinator")
    told = report(telling(location=shelter.code))
    colleague = person("kate", "gm0344", "coordinator")
    Exclusion.objects.create(report=told, person=colleague.pk)
    strangers = [safety_region(), runs_it, neighbour(), colleague]
    strangers += [person("ria", "gm0344", role) for role in ("administrator",)]
    for somebody in strangers:
        assert reports_about(viewer(somebody, *_roles(somebody)), "location", shelter.code) == []
        shown = page(somebody, f"places/{shelter.code}")
        assert PANEL not in shown
        assert told.reference not in shown
    assert about(keeper, shelter) == [told.reference]
    Exclusion.objects.create(report=told, organisation="gm0344")
    assert about(keeper, shelter) == []


def _roles(somebody: Person) -> tuple[str, ...]:
    return tuple(one.role for one in somebody.assignments.all())


def test_who_was_passed_it_without_its_place_does_not_learn_it(
    keeper: Person, shelter: Location
) -> None:
    police = person("piet", organisation("police", kind="police").code, "coordinator")
    agree("gm0344", "police")
    told = report(telling(location=shelter.code))
    for parts, sees in ((("facts",), []), (("facts", "place"), [told.reference])):
        made = sharing.offer(viewer(keeper), told.reference, offered(parts=parts))
        sharing.accept(viewer(police), made.reference)
        assert DeskEntry.objects.filter(organisation="police").exists()
        assert about(police, shelter) == sees
        sharing.hand_back(viewer(police), made.reference, "done")


def test_a_dump_links_no_report_to_its_place_or_to_another(
    keeper: Person, shelter: Location
) -> None:
    told = [report(telling(location=shelter.code)) for _ in range(2)] + [report()]
    marks = list(SealedPart.objects.values_list("location_mark", "household_mark"))
    flat = [one for both in marks for one in both]
    assert len(flat) == len(set(flat)) == 6
    assert {len(one) for one in flat} == {64}
    dumped = [serialize("json", model.objects.all()) for model in (Report, SealedPart, DeskEntry)]
    assert not [one for one in dumped if shelter.code in one]
    with connections["keys"].cursor() as cursor:
        cursor.execute("SELECT holder FROM keystore_wrappedkey WHERE record LIKE 'report:%'")
        assert shelter.code not in json.dumps([str(row) for row in cursor.fetchall()])
    other = place_mark(b"another key", "location", shelter.code, told[0].reference)
    assert other not in flat


def test_destruction_takes_the_marks(keeper: Person, shelter: Location) -> None:
    report(telling(location=shelter.code))
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Report.objects.update(keep_until=yesterday)
    assert destroy_due(10) == 1
    assert not SealedPart.objects.exists()
    assert PANEL not in page(keeper, f"places/{shelter.code}")


def test_new_keys_and_a_new_master_key_change_nothing(
    keeper: Person, shelter: Location, settings
) -> None:
    told = report(telling(location=shelter.code))
    settings.TOEVLUCHT_CONTENT_OLD_KEYS = [settings.TOEVLUCHT_CONTENT_KEY]
    settings.TOEVLUCHT_CONTENT_KEY = "another master key of at least fifty characters, for a test"
    before = place_marks_key()
    rewrap_under_current_master()
    settings.TOEVLUCHT_CONTENT_OLD_KEYS = []
    for holder in ("gm0344", "place-marks"):
        renew(holder)
    assert place_marks_key() == before
    assert about(keeper, shelter) == [told.reference]


def test_an_upgrade_marks_what_was_received_before(keeper: Person, shelter: Location) -> None:
    told = report(telling(location=shelter.code))
    unreadable = report(telling(location=shelter.code))
    SealedPart.objects.update(location_mark="", household_mark="")
    Report.objects.filter(pk=unreadable.pk).update(handler="vr09")
    assert about(keeper, shelter) == []
    assert mark_places_left() == 1
    assert mark_places_left() == 0
    assert about(keeper, shelter) == [told.reference]
