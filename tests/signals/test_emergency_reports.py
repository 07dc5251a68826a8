"""In an emergency a region or the centre reads reports of others: an hour, and it is seen."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.utils import timezone
from tests.partners.people import organisation, person
from tests.signals.sharing import FACTS, Town, town
from tests.signals.telling import municipality, safety_region, viewer

from toevlucht.partners.models import Person
from toevlucht.records.models import AuditLine, BreakGlass
from toevlucht.records.viewer import NotAllowed
from toevlucht.signals.actions import emergency
from toevlucht.signals.models import EmergencyReading, Exclusion
from toevlucht.signals.queries.emergency import could_open

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def here() -> Town:
    return town()


def read(somebody: Person, address: str) -> tuple[int, str]:
    browser = Client()
    browser.force_login(somebody)
    answer = browser.get(address)
    return answer.status_code, answer.content.decode()


def test_a_region_reads_a_report_of_its_municipality_and_the_municipality_sees_it(
    here: Town,
) -> None:
    region = safety_region()
    browser = Client()
    browser.force_login(region)
    address = "/en/desk/emergency-reports/"
    found = f"{address}gm0344/{here.report.reference}/"
    assert read(region, found)[0] == 404
    answer = browser.post(address, {"organisation": "gm0344", "reason": "danger_to_life"})
    assert answer.url == f"{address}gm0344/"
    assert here.report.reference in read(region, f"{address}gm0344/")[1]
    assert FACTS in read(region, found)[1]
    reading = EmergencyReading.objects.get()
    assert (reading.organisation, reading.owner, reading.reason) == (
        "vr09",
        "gm0344",
        "danger_to_life",
    )
    line = AuditLine.objects.filter(event="break_glass.read").order_by("-pk").first()
    assert line is not None
    assert (line.ground, line.ids) == ("danger_to_life", [here.report.reference])
    assert "vr09" in read(here.handler_person, address)[1]
    assert "1 report of yours" in read(here.handler_person, "/en/desk/")[1]
    report = read(here.handler_person, f"/en/desk/reports/{here.report.reference}/readers/")[1]
    assert "read this under emergency access" in report
    assert "read this under" not in read(here.outsider_person, address)[1]
    assert here.report.reference not in read(here.outsider_person, address)[1]


def test_only_a_region_over_its_own_and_the_centres_approver_may(here: Town) -> None:
    organisation("emm")
    amsterdam = municipality("amsterdam", "GM0363")
    region = viewer(safety_region())
    assert {one.code for one in could_open(region)} == {"gm0344"}
    approver = viewer(person("ann", "emm", "approver"), "approver")
    assert {one.code for one in could_open(approver)} >= {"gm0344", "amsterdam", "vr09"}
    nobody = (
        viewer(person("cato", "emm", "administrator"), "administrator"),
        viewer(person("pat", "police", "approver"), "approver"),
        viewer(safety_region("vr13", "VR13")),
        viewer(amsterdam),
        here.police,
        viewer(person("rob", "vr09", "reader"), "reader"),
    )
    for who in nobody:
        assert "gm0344" not in {one.code for one in could_open(who)}
        with pytest.raises(NotAllowed):
            emergency.open_reports(who, "gm0344", "danger_to_life")
    assert not BreakGlass.objects.exists()


def test_what_is_kept_from_somebody_stays_hidden_in_an_emergency(here: Town) -> None:
    region = viewer(safety_region())
    emergency.open_reports(region, "gm0344", "court_order")
    Exclusion.objects.create(report=here.report, organisation="vr09")
    assert emergency.reports_under_glass(region, "gm0344")[1] == []
    assert emergency.read_under_glass(region, "gm0344", here.report.reference) is None
    Exclusion.objects.all().delete()
    Exclusion.objects.create(report=here.report, person=region.person)
    assert emergency.read_under_glass(region, "gm0344", here.report.reference) is None
    assert not EmergencyReading.objects.exists()


def test_after_an_hour_or_without_the_role_it_is_closed(
    here: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    somebody = safety_region()
    region = viewer(somebody)
    glass = emergency.open_reports(region, "gm0344", "lost_access")
    with pytest.raises(NotAllowed):
        emergency.read_under_glass(viewer(somebody, "reader"), "gm0344", here.report.reference)
    monkeypatch.setattr(timezone, "now", lambda: glass.until + datetime.timedelta(seconds=1))
    with pytest.raises(NotAllowed):
        emergency.reports_under_glass(region, "gm0344")


def test_a_regions_glass_opens_no_contributions(here: Town) -> None:
    from toevlucht.records.break_glass import is_open_for

    region = viewer(safety_region())
    emergency.open_reports(region, "gm0344", "danger_to_life")
    assert not is_open_for(region, "gm0344")
