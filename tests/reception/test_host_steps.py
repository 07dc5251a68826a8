"""A household is suitable when its steps say so, and by no other way."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.partners.people import person
from tests.reception.conftest import Desk
from tests.reception.hosts import (
    ABOUT,
    SEEN,
    adult,
    ago,
    household,
    initiative,
    step,
    suitable_household,
)
from tests.reception.places import neighbour
from tests.signals.telling import UTRECHT, municipality, safety_region, viewer

from toevlucht.partners.rules import Refused
from toevlucht.reception.actions.host_steps import (
    Step,
    add_adult,
    adult_left,
    record_certificate,
    record_step,
)
from toevlucht.reception.actions.households import enter_household, take_over
from toevlucht.reception.models import HostAdult, HostHousehold, HostStep
from toevlucht.reception.queries.host_lists import funnel, work_list
from toevlucht.reception.queries.places import details_for
from toevlucht.records.models import AuditLine
from toevlucht.records.viewer import NotAllowed

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

LIST = "/en/desk/households/"


def test_a_household_becomes_suitable_by_screening_certificates_and_a_visit() -> None:
    keeper = municipality()
    home = household(keeper, 60)
    assert (home.stage, home.due_on) == ("signed_up", ago(53))
    step(keeper, home, "called", "reached", 50)
    step(keeper, home, "screened", "suitable", 40)
    assert (home.stage, home.suitable_until) == ("screened", None)
    adult(keeper, home, "issued", 30)
    assert (home.stage, home.suitable_until) == ("certified", None)
    step(keeper, home, "visited", "suitable", 20)
    until = ago(30) + datetime.timedelta(days=365)
    assert (home.stage, home.suitable_until) == ("suitable", until)
    assert [row.household.code for row in work_list(viewer(keeper), "suitable").rows] == [home.code]
    assert funnel(viewer(keeper))["suitable"] == 1


def test_it_stops_being_suitable_by_what_changes() -> None:
    keeper = municipality()
    home = suitable_household(keeper)
    second = adult(keeper, home)  # somebody moved in with the host
    assert (home.stage, home.suitable_until) == ("screened", None)
    record_certificate(viewer(keeper), second, "refused", ago(1))
    home.refresh_from_db()
    assert (home.stage, home.suitable_until) == ("unsuitable", None)
    adult_left(viewer(keeper), second)
    home.refresh_from_db()
    assert home.suitable_until
    record_certificate(viewer(keeper), HostAdult.objects.get(left_on=None), "asked", ago(0))
    home.refresh_from_db()
    assert home.suitable_until  # the old one counts while the new one is waited for
    step(keeper, home, "visited", "after_changes", 0)
    assert (home.stage, home.suitable_until) == ("certified", None)
    step(keeper, home, "visited", "not_let_in", 0)
    assert home.stage == "unsuitable"


def test_the_database_refuses_a_day_that_does_not_follow() -> None:
    keeper = municipality()
    home = household(keeper)
    rows = HostHousehold.objects.filter(pk=home.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(suitable_until=timezone.localdate())
    good = HostHousehold.objects.filter(pk=suitable_household(keeper).pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        good.update(suitable_until=timezone.localdate() + datetime.timedelta(days=4000))
    with pytest.raises(IntegrityError), transaction.atomic():
        HostHousehold.objects.create(
            code="made", municipality=UTRECHT, suitable_until=timezone.localdate()
        )


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE reception_hoststep SET outcome = 'suitable'",
        "DELETE FROM reception_hoststep",
        "UPDATE reception_hostcertificate SET outcome = 'asked'",
        "DELETE FROM reception_hostcertificate",
        "DELETE FROM reception_hostadult",
        "UPDATE reception_hostadult SET household_id = household_id + 1",
    ],
)
def test_what_was_done_stays(change: str) -> None:
    suitable_household(municipality())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_a_bad_outcome_needs_its_words_as_much_as_a_good_one() -> None:
    keeper = municipality()
    home = household(keeper)
    for outcome in ("suitable", "unsuitable"):
        with pytest.raises(Refused):
            record_step(viewer(keeper), home, Step("screened", outcome, ago(1), " "))
    with pytest.raises(Refused):
        record_step(viewer(keeper), home, Step("called", "reached", ago(-1)))
    with pytest.raises(Refused):
        record_step(viewer(keeper), home, Step("called", "reached", ago(61)))


def test_the_page_shows_what_was_seen_to_who_keeps_it_only(desk: Desk) -> None:
    keeper = municipality()
    home = suitable_household(keeper)
    sealed = str(HostStep.objects.values()) + str(HostAdult.objects.values())
    assert "key" not in sealed
    assert "Jansen" not in sealed
    page = desk(keeper).get(f"{LIST}{home.code}/").content.decode()
    assert all(words in page for words in (SEEN, "Jan Jansen", ABOUT.name, "Yes, until"))
    page = desk(safety_region()).get(f"{LIST}{home.code}/").content.decode()
    assert "Home visit" in page
    assert not any(words in page for words in (SEEN, "Jansen", "smoke"))


def test_each_step_has_a_form(desk: Desk) -> None:
    keeper = municipality()
    home = household(keeper)
    browser = desk(keeper)
    here = f"{LIST}{home.code}/"
    day = ago(3).isoformat()
    for kind, outcome in (("called", "reached"), ("screened", "suitable"), ("visited", "suitable")):
        sent = {"outcome": outcome, "on": day, "words": SEEN}
        assert browser.get(f"{here}step/{kind}/").status_code == 200
        assert browser.post(f"{here}step/{kind}/", sent).status_code == 302
    assert browser.post(f"{here}adults/", {"name": "Jan Jansen"}).status_code == 302
    one = HostAdult.objects.get()
    certificate = f"{here}adults/{one.code}/certificate/"
    assert "Jan Jansen" in browser.get(certificate).content.decode()
    later = {"outcome": "issued", "on": ago(-1).isoformat()}
    wrong = browser.post(certificate, later)
    assert wrong.status_code == 400
    assert "still to come" in wrong.content.decode()
    assert browser.post(certificate, {"outcome": "issued", "on": day}).status_code == 302
    offer = {"places": 3, "sex": "women_and_children", "offered_from": day, "languages": ["uk"]}
    assert browser.post(f"{here}offer/", offer).status_code == 302
    page = browser.get(here).content.decode()
    assert "women and children" in page
    assert "Ukrainian" in page
    assert browser.post(f"{here}adults/{one.code}/left/").status_code == 302
    home.refresh_from_db()
    assert home.suitable_until is None


def test_an_initiative_enters_a_household_and_the_municipality_takes_it_over(desk: Desk) -> None:
    keeper, finder = municipality(), initiative()
    browser = desk(finder)
    sent = {
        "name": ABOUT.name,
        "address": ABOUT.address,
        "municipality": UTRECHT,
        "signed_up_on": ago(5).isoformat(),
    }
    assert browser.post(f"{LIST}enter/", sent).status_code == 302
    home = HostHousehold.objects.get()
    step(finder, home, "screened", days=4)
    adult(finder, home, "issued", 3)
    step(finder, home, "visited", days=2)
    assert home.suitable_until is None  # until the municipality answers for it
    assert ABOUT.name in browser.get(f"{LIST}{home.code}/").content.decode()
    mine = desk(keeper)
    page = mine.get(f"{LIST}{home.code}/").content.decode()
    assert ABOUT.name not in page
    assert funnel(viewer(keeper))["entered"] == 1
    with pytest.raises(NotAllowed):
        record_step(viewer(keeper), home, Step("called", "reached", ago(0)))
    assert mine.post(f"{LIST}{home.code}/take-over/").status_code == 302
    home.refresh_from_db()
    assert home.suitable_until
    assert ABOUT.name in mine.get(f"{LIST}{home.code}/").content.decode()
    assert details_for(viewer(finder), home) is None
    assert "suitable" in browser.get(f"{LIST}{home.code}/").content.decode()
    with pytest.raises(NotAllowed):
        add_adult(viewer(finder), home, "Piet")


def test_nobody_enters_a_household_where_no_municipality_would_see_it() -> None:
    with pytest.raises(Refused):
        enter_household(viewer(initiative()), UTRECHT, ABOUT)


def test_who_may_not_is_refused(desk: Desk) -> None:
    keeper, finder = municipality(), initiative()
    home = suitable_household(keeper)
    one = HostAdult.objects.get()
    outsider, region = neighbour(), safety_region()
    host = person("hanna", "gm0344", "reporter")
    for somebody in (viewer(outsider), viewer(region), viewer(host, "reporter"), viewer(finder)):
        with pytest.raises(NotAllowed):
            record_step(somebody, home, Step("called", "reached", ago(0)))
        with pytest.raises(NotAllowed):
            record_certificate(somebody, one, "issued", ago(0))
        with pytest.raises(NotAllowed):
            take_over(somebody, home)
    with pytest.raises(NotAllowed):
        enter_household(viewer(host, "reporter"), UTRECHT, ABOUT)
    for path in ("", "step/called/", "offer/", "adults/"):
        assert desk(outsider).get(f"{LIST}{home.code}/{path}").status_code == 404
    assert desk(region).get(f"{LIST}{home.code}/step/called/").status_code == 403
    refused = AuditLine.objects.filter(outcome="refused", event="household.read")
    assert refused.filter(ids=[home.code]).count() == 4


def test_lists_and_pages_cost_the_same_however_much_there_is(desk: Desk) -> None:
    keeper = municipality()
    browser = desk(keeper)

    def asked(path: str) -> int:
        with (
            CaptureQueriesContext(connections["default"]) as queries,
            CaptureQueriesContext(connections["keys"]) as keys,
        ):
            assert browser.get(path).status_code == 200
        return len(queries) + len(keys)

    home = suitable_household(keeper)
    asked(LIST)
    asked(f"{LIST}{home.code}/")  # the first look of all makes a key of the custody
    few = [asked(f"{LIST}?list=suitable"), asked(f"{LIST}{home.code}/")]
    for _ in range(3):
        suitable_household(keeper)
        adult(keeper, home, "refused")
    suitable_household(keeper)
    many = [asked(f"{LIST}?list=suitable"), asked(f"{LIST}{home.code}/")]
    assert many == few
    assert max(many) <= 27


def test_a_work_list_goes_on_where_it_ended(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toevlucht.reception.queries.host_lists.ON_A_PAGE", 2)
    keeper = municipality()
    homes = [household(keeper, days) for days in (10, 30, 30, 20)]
    asked = viewer(keeper)
    first = work_list(asked, "overdue")
    rest = work_list(asked, "overdue", first.more_after)
    codes = [row.household.code for row in (*first.rows, *rest.rows)]
    assert codes == [homes[1].code, homes[2].code, homes[3].code, homes[0].code]
    assert rest.more_after == ""
    assert [row.days for row in first.rows] == [30, 30]
    assert all(row.is_overdue for row in first.rows)
