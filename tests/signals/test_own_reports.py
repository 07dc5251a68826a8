"""Somebody who is logged in reports under the own name, without it, or for who phoned."""

from __future__ import annotations

import re
from unittest.mock import patch

import pytest
from django.db import OperationalError, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.partners.people import organisation, person
from tests.reception.places import location
from tests.signals.conftest import AtDesk
from tests.signals.public_page import photo
from tests.signals.telling import VAN, safety_region, viewer

from toevlucht.language import LANGUAGES
from toevlucht.partners.models import Person
from toevlucht.reception.actions.households import AboutHousehold, add_household
from toevlucht.records.models import AuditLine
from toevlucht.records.sealed import custody
from toevlucht.records.trail import Search, read_trail
from toevlucht.records.viewer import NotAllowed
from toevlucht.signals import form_tokens, policy
from toevlucht.signals.actions.answering import acknowledge, write_to_reporter
from toevlucht.signals.actions.own_reports import report_named
from toevlucht.signals.actions.reporting import Told
from toevlucht.signals.models import Message, Report
from toevlucht.signals.pages import own_reports as pages
from toevlucht.signals.pages import unwatched
from toevlucht.signals.queries.opening import open_content
from toevlucht.signals.queries.own_reports import ON_A_PAGE, list_own
from toevlucht.signals.queries.receivers import excluded_organisations
from toevlucht.signals.telling import Telling, Words

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

FORM = "/en/desk/report/"
MINE = "/en/desk/my-reports/"
TOLD = Told(Telling(Words(VAN), municipality="GM0344"), "nl")


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(form_tokens, "YOUNGEST", -form_tokens.OLDEST)


@pytest.fixture
def staff(owner: Person) -> Person:
    """Works at a location in the municipality of the coordinator."""
    organisation("red_cross", kind="aid")
    return person("stef", "red_cross", "reporter")


def filled(**values: str) -> dict[str, str]:
    token = form_tokens.new_token(timezone.now())
    usual = {"facts": VAN, "municipality": "GM0344", "given_as": "named", "token": token}
    return {**usual, **values}


def allowed_to(made: Report, organisation: str) -> bool:
    """Whether it could be passed on to them, were it agreed."""
    return organisation not in excluded_organisations(made)


def answered(owner: Person, made: Report) -> None:
    entry = policy.find_entry(viewer(owner), made.reference)
    assert entry is not None
    acknowledge(viewer(owner), entry)
    write_to_reporter(viewer(owner), entry, "Did you see a number plate?")


def test_a_report_under_the_own_name_is_answered_on_the_desk(
    at_desk: AtDesk, owner: Person, staff: Person
) -> None:
    browser = at_desk(staff)
    assert browser.get(FORM).status_code == 200
    sent = browser.post(FORM, filled())
    made = Report.objects.get()
    assert sent["Location"] == f"{MINE}{made.reference}/"
    assert (made.channel, made.origin) == ("desk", "reporter")
    assert (made.reporter, made.reporter_organisation) == (staff.pk, "red_cross")
    assert "no answer yet" in browser.get(sent["Location"]).content.decode()
    answered(owner, made)
    page = browser.get(sent["Location"]).content.decode()
    assert "Did you see a number plate?" in page
    token = form_tokens.new_token(timezone.now())
    browser.post(sent["Location"], {"message": "It began with VR.", "token": token})
    assert "It began with VR." in browser.get(sent["Location"]).content.decode()
    assert "somebody looks at it" in browser.get(MINE).content.decode()


def test_nothing_of_the_work_on_it_is_shown(at_desk: AtDesk, owner: Person, staff: Person) -> None:
    at_desk(staff).post(FORM, filled())
    made = Report.objects.get()
    Report.objects.update(rung="refuted", form="labour", advised="nla")
    page = at_desk(staff).get(f"{MINE}{made.reference}/").content.decode()
    assert not {"refuted", "labour", "nla", "gm0344"} & set(re.findall(r"\w+", page))


def test_a_report_without_a_name_leads_to_nobody(
    at_desk: AtDesk, owner: Person, staff: Person
) -> None:
    browser = at_desk(staff)
    browser.get(FORM)
    page = browser.post(FORM, filled(given_as="unnamed")).content.decode()
    assert page.count("<li>") >= 7
    made = Report.objects.get()
    assert (made.channel, made.origin, made.reporter) == ("page", "public", None)
    assert made.reporter_organisation == ""
    assert custody.holders_of(made.record) == ["gm0344", "receipt"]
    line = AuditLine.objects.get(event="report.received")
    assert (line.person, line.organisation, line.roles) == (None, "", [])
    assert not AuditLine.objects.filter(request=line.request).exclude(pk=line.pk).exists()
    assert made.reference not in browser.get(MINE).content.decode()
    assert browser.get(f"{MINE}{made.reference}/").status_code == 404


def test_a_report_for_who_phoned_says_so(at_desk: AtDesk, owner: Person) -> None:
    at_desk(owner).post(FORM, filled(given_as="phone"))
    made = Report.objects.get()
    assert (made.channel, made.origin, made.reporter) == ("phone", "public", owner.pk)


@pytest.mark.parametrize(
    ("kind", "origin"),
    [
        ("police", "police"),
        ("municipality", "reporter"),
        ("inspectorate", "partner"),
        ("", "reporter"),
    ],
)
def test_the_origin_follows_the_kind_of_organisation(kind: str, origin: str) -> None:
    organisation("somewhere", kind=kind)
    somebody = viewer(person("rea", "somewhere", "reporter"), "reporter")
    token = form_tokens.FormToken("a" * 32, timezone.now())
    assert report_named(somebody, TOLD, token)[0].origin == origin


def test_the_administrators_of_the_excluded_organisation_cannot_find_it(
    at_desk: AtDesk, owner: Person, staff: Person
) -> None:
    """Not even by what is on record of their colleague who reported it."""
    place = location(owner, run_by="red_cross")
    browser = at_desk(staff)
    about = filled(concerns="location", location=place.code)
    address = browser.post(FORM, about)["Location"]
    made = Report.objects.get()
    assert browser.get(address).status_code == 200
    assert made.reference in browser.get(MINE).content.decode()
    token = form_tokens.new_token(timezone.now())
    assert browser.post(address, {"message": "More", "token": token}).status_code == 302
    administrator = viewer(person("ada", "red_cross", "administrator"), "administrator")
    seen = read_trail(administrator, Search()).lines
    assert not [line for line in seen if made.reference in line.ids]
    assert AuditLine.objects.filter(event="report.received", person=staff.pk).exists()


def test_managers_do_not_learn_that_a_colleague_reported_about_a_location_without_naming_it(
    at_desk: AtDesk, owner: Person, staff: Person
) -> None:
    safety_region()
    location(owner, run_by="red_cross")
    address = at_desk(staff).post(FORM, filled(concerns="location"))["Location"]
    made = Report.objects.get()
    assert made.handler == "vr09"
    assert at_desk(staff).get(address).status_code == 200
    manager = viewer(
        person("ada", "red_cross", "administrator", "coordinator"), "administrator", "coordinator"
    )
    assert not [one for one in read_trail(manager, Search()).lines if made.reference in one.ids]
    assert not allowed_to(made, "red_cross")


def test_a_host_reports_from_the_own_household(at_desk: AtDesk, owner: Person) -> None:
    host = person("hanna", "gm0344", "reporter")
    home = add_household(viewer(owner), AboutHousehold("Fam. H", "Beukenlaan 3", person=host.pk))
    assert 'name="at_home"' in at_desk(host).get(FORM).content.decode()
    at_desk(host).post(FORM, filled(at_home="on", municipality=""))
    made = Report.objects.get()
    assert (made.municipality, made.place_kind) == ("GM0344", "host_household")
    entry = policy.find_entry(viewer(owner), made.reference)
    assert entry is not None
    assert open_content(viewer(owner), entry).household == home.code


def test_staff_choose_from_the_locations_that_they_run(
    at_desk: AtDesk, owner: Person, staff: Person
) -> None:
    place = location(owner, run_by="red_cross")
    location(owner, "Somebody else's")
    page = at_desk(staff).get(FORM).content.decode()
    assert f"?location={place.code}" in page
    assert "Somebody else" not in page
    assert place.name in at_desk(staff).get(f"{FORM}?location={place.code}").content.decode()


@pytest.mark.parametrize("tag", LANGUAGES)
def test_what_was_written_comes_back_with_what_is_wrong(
    at_desk: AtDesk, staff: Person, tag: str
) -> None:
    given = filled(facts="", interpretation="I think so")
    answer = at_desk(staff).post(f"/{tag}/desk/report/", given)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "error-summary" in page
    assert "I think so" in page


def test_a_form_that_is_too_old_comes_back_with_a_new_token(at_desk: AtDesk, staff: Person) -> None:
    answer = at_desk(staff).post(FORM, filled(token="made up"))
    assert answer.status_code == 400
    assert VAN in answer.content.decode()
    assert not Report.objects.exists()


def test_files_that_are_too_much_together_are_not_left_out_in_silence(
    at_desk: AtDesk, owner: Person, staff: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = at_desk(staff).post(FORM, filled())["Location"]
    monkeypatch.setattr(unwatched, "MOST_SENT", 10)
    token = form_tokens.new_token(timezone.now())
    given = {"message": "A photo of the van", "token": token, "uploads": photo()}
    answer = at_desk(staff).post(address, given)
    assert answer.status_code == 400
    assert "A photo of the van" in answer.content.decode()
    assert not Message.objects.exists()


def test_what_cannot_be_saved_comes_back(at_desk: AtDesk, owner: Person, staff: Person) -> None:
    address = at_desk(staff).post(FORM, filled())["Location"]
    given = {"message": "It began with VR.", "token": form_tokens.new_token(timezone.now())}
    with patch.object(pages.actions, "add_to_own_report", side_effect=OperationalError):
        answer = at_desk(staff).post(address, given)
    assert answer.status_code == 503
    assert "It began with VR." in answer.content.decode()


def test_a_form_that_is_sent_twice_makes_one_report(at_desk: AtDesk, staff: Person) -> None:
    given = filled()
    browser = at_desk(staff)
    browser.post(FORM, given)
    assert browser.post(FORM, given)["Location"] == MINE
    assert Report.objects.count() == 1


def test_nobody_else_finds_the_report_among_their_own(
    at_desk: AtDesk, owner: Person, staff: Person
) -> None:
    at_desk(staff).post(FORM, filled())
    made = Report.objects.get()
    address = f"{MINE}{made.reference}/"
    colleague, outsider = person("cor", "red_cross", "reporter"), safety_region()
    for somebody in (colleague, outsider, owner):
        assert at_desk(somebody).get(address).status_code == 404
        assert at_desk(somebody).post(address, {"message": "x"}).status_code == 404
        assert made.reference not in at_desk(somebody).get(MINE).content.decode()
    for role in ("reader", "administrator"):
        somebody = person(role, "red_cross", role)
        for path in (FORM, MINE, address):
            assert at_desk(somebody).get(path).status_code == 403
        token = form_tokens.FormToken("a" * 32, timezone.now())
        with pytest.raises(NotAllowed):
            report_named(viewer(somebody, role), TOLD, token)
    assert Client().get(address).status_code == 302
    assert not Message.objects.exists()


def test_a_destroyed_report_is_gone_from_the_list(at_desk: AtDesk, staff: Person) -> None:
    at_desk(staff).post(FORM, filled())
    made = Report.objects.get()
    custody.destroy_key(made.record)
    assert at_desk(staff).get(f"{MINE}{made.reference}/").status_code == 404


def test_a_list_costs_the_same_with_many_and_goes_on(at_desk: AtDesk, staff: Person) -> None:
    browser, reporter = at_desk(staff), viewer(staff, "reporter")
    counts = []
    for size in (1, ON_A_PAGE):
        for _ in range(size):
            token = form_tokens.read_token(form_tokens.new_token(timezone.now()), timezone.now())
            report_named(reporter, TOLD, token)
        browser.get(MINE)
        with CaptureQueriesContext(connections["default"]) as asked:
            browser.get(MINE)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    first = list_own(reporter)
    assert len(first.reports) == ON_A_PAGE
    assert len(list_own(reporter, first.more_after).reports) == 1
