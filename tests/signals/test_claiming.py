"""Reports that nobody could handle wait, raise an alarm, and go to the first who can."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.partners.people import organisation, person
from tests.signals.sharing import agree, offered
from tests.signals.telling import (
    VAN,
    independent,
    municipality,
    report,
    safety_region,
    telling,
    viewer,
)

from toevlucht.partners.actions.people import invite, set_roles
from toevlucht.partners.models import Person
from toevlucht.records.jobs import work_all
from toevlucht.records.models import AuditLine, Job
from toevlucht.records.sealed import custody
from toevlucht.records.viewer import OPERATOR
from toevlucht.signals import policy
from toevlucht.signals.actions import sharing
from toevlucht.signals.actions.claiming import claim_left_behind, claim_waiting
from toevlucht.signals.models import Exclusion
from toevlucht.signals.queries.channels import Alarm, alarm_for
from toevlucht.signals.queries.opening import open_content

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def desk(somebody: Person) -> str:
    browser = Client()
    browser.force_login(somebody)
    return browser.get("/en/desk/").content.decode()


def test_a_waiting_report_goes_to_the_first_who_can_handle_it() -> None:
    made = report()
    coordinator = viewer(municipality())
    assert claim_waiting() == 1
    entry = policy.find_entry(coordinator, made.reference)
    assert entry is not None
    assert open_content(coordinator, entry).words.facts == VAN
    assert custody.holders_of(made.record) == ["gm0344"]
    line = AuditLine.objects.get(event="report.claimed")
    assert (line.ids, line.channel, line.person) == ([made.reference], "task", None)
    assert claim_waiting() == 0


def test_a_report_that_still_has_nobody_goes_on_waiting() -> None:
    made = report()
    organisation("gm0344", kind="municipality", area="GM0344")
    assert claim_waiting() == 0
    assert custody.holders_of(made.record) == ["unclaimed"]


def test_a_report_that_cannot_be_opened_does_not_keep_the_others_waiting() -> None:
    broken, made = report(), report()
    custody.destroy_key(broken.record)
    coordinator = viewer(municipality())
    assert claim_waiting() == 1
    assert policy.find_entry(coordinator, made.reference) is not None
    assert policy.find_entry(coordinator, broken.reference) is None


def test_a_waiting_report_never_goes_to_whom_it_is_about() -> None:
    made = report(telling(concerns="municipality"))
    theirs = viewer(municipality())
    assert claim_waiting() == 0
    ours = viewer(safety_region())
    assert claim_waiting() == 1
    assert policy.find_entry(theirs, made.reference) is None
    assert policy.find_entry(ours, made.reference) is not None
    assert Exclusion.objects.filter(report=made, organisation="gm0344").exists()


def test_a_waiting_report_does_not_go_to_who_must_not_see_it() -> None:
    report(telling(excluded=("gm0344",)))
    municipality()
    assert claim_waiting() == 0
    independent()
    assert claim_waiting() == 1


def test_words_that_name_somebody_near_keep_it_from_near_while_it_waits() -> None:
    made = report(telling(keep_from="Not the people of the town hall."))
    municipality()
    assert claim_waiting() == 0
    safety_region()
    assert claim_waiting() == 1
    assert custody.holders_of(made.record) == ["vr09"]


@pytest.mark.parametrize("how", ["invited", "given"])
def test_a_new_coordinator_gets_what_waits_at_once(how: str) -> None:
    made = report()
    place = organisation("gm0344", kind="municipality", area="GM0344")
    if how == "invited":
        somebody = invite(OPERATOR, place, "c@example.org", "C", "nl", ["coordinator"])
    else:
        somebody = person("reader", "gm0344", "reader")
        set_roles(OPERATOR, somebody, ["coordinator"])
    work_all()
    assert policy.find_entry(viewer(somebody), made.reference) is not None


def test_a_new_coordinator_makes_no_work_where_nothing_waits() -> None:
    invite(OPERATOR, organisation("gm0344"), "c@example.org", "C", "nl", ["coordinator"])
    assert not Job.objects.exists()


def test_administrators_hear_that_nobody_coordinates() -> None:
    organisation("gm0307", kind="municipality", area="GM0307", name_en="Amersfoort")
    municipality("gm0363", "GM0363").assignments.all().delete()
    safety_region()
    centre = person("cato", "emm", "administrator")
    region = person("ada", "vr09", "administrator")
    own = person("ada", "gm0307", "administrator")
    assert "At 2 organisations nobody is a coordinator" in desk(centre)
    assert "At this organisation nobody is a coordinator" in desk(region)
    assert "gm0363 en" not in desk(region)
    assert "At this organisation nobody is a coordinator" in desk(own)
    for nobody in (
        person("rea", "gm0307", "reader"),
        person("ada", "red_cross", "administrator"),
        person("co", "vr09", "coordinator"),
    ):
        assert "Nobody handles reports here" not in desk(nobody)


def test_the_centre_alone_hears_that_reports_wait_and_not_how_many() -> None:
    centre = person("cato", "emm", "administrator")
    own = person("ada", "gm0344", "administrator")
    assert alarm_for(viewer(centre, "administrator")) is None
    report()
    report()
    page = desk(centre)
    assert "Reports are waiting" in page
    assert "<li>" not in page.split("Nobody handles reports here")[1].split("</section>")[0]
    assert alarm_for(viewer(centre, "administrator")) == Alarm([], 0, True)
    assert "Reports are waiting" not in desk(own)


def test_the_centre_does_not_hear_of_a_report_that_is_kept_from_it() -> None:
    centre = person("cato", "emm", "administrator")
    report(telling(excluded=("emm",)))
    assert alarm_for(viewer(centre, "administrator")) is None


def test_what_the_last_coordinator_leaves_behind_goes_to_the_safety_region() -> None:
    owner = municipality()
    made, other = report(), report(telling(municipality="GM0307"))
    organisation("police", kind="police")
    agree("gm0344", "police")
    sharing.offer(viewer(owner), made.reference, offered())
    region = viewer(safety_region())
    assert claim_left_behind() == 0
    set_roles(OPERATOR, owner, ["reader"])
    assert claim_left_behind() == 1
    entry = policy.find_entry(region, made.reference)
    assert entry is not None
    assert (entry.assignee, entry.report.handler) == (None, "vr09")
    assert open_content(region, entry).words.facts == VAN
    assert custody.holders_of(made.record) == ["vr09"]
    assert policy.find_entry(viewer(owner), made.reference) is None
    referral = policy.sent_referrals(region).get()
    assert "vr09" in custody.holders_of(referral.record)
    assert policy.find_entry(region, other.reference) is None


def test_where_there_is_nobody_at_all_it_waits_and_comes_back_to_who_follows() -> None:
    owner = municipality()
    made = report()
    set_roles(OPERATOR, owner, ["reader"])
    assert claim_left_behind() == 1
    assert custody.holders_of(made.record) == ["unclaimed"]
    assert claim_left_behind() == 0
    set_roles(OPERATOR, owner, ["coordinator"])
    assert claim_waiting() == 1
    assert policy.find_entry(viewer(owner), made.reference) is not None


def test_what_is_left_behind_never_goes_to_whom_it_is_kept_from() -> None:
    owner = municipality()
    made = report()
    region = safety_region()
    Exclusion.objects.create(report=made, organisation="vr09")
    set_roles(OPERATOR, owner, ["reader"])
    assert claim_left_behind() == 1
    assert policy.find_entry(viewer(region), made.reference) is None
    assert custody.holders_of(made.record) == ["unclaimed"]
