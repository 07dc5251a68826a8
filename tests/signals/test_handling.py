"""Work on a report: who may take, hand on, begin, close and open it again, and what stays apart."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone
from tests.partners.people import person
from tests.signals.conftest import AtDesk
from tests.signals.sharing import agree, offered
from tests.signals.telling import safety_region, viewer

from toevlucht.partners.models import Person
from toevlucht.records.models import AuditLine
from toevlucht.records.sealed import custody
from toevlucht.records.viewer import NotAllowed, Viewer
from toevlucht.signals import policy
from toevlucht.signals.actions import handling, sharing
from toevlucht.signals.actions.keeping_from import keep_from_colleague, keep_from_organisation
from toevlucht.signals.actions.refusing import NotPossible
from toevlucht.signals.models import DeskEntry, Exclusion, Report, Step
from toevlucht.signals.queries.colleagues import colleagues
from toevlucht.signals.queries.history import history
from toevlucht.signals.queries.opening import open_sealed
from toevlucht.signals.queries.places_to_go import could_handle
from toevlucht.signals.queries.receivers import allowed_for

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

REASON = "The owner explained the van to our inspector."


@pytest.fixture
def colleague(owner: Person) -> Person:
    return person("colleague", "gm0344", "coordinator")


def entry_of(by: Viewer, made: Report) -> DeskEntry:
    found = policy.find_entry(by, made.reference)
    assert found is not None
    return found


def fresh(made: Report) -> Report:
    return Report.objects.get(pk=made.pk)


def test_who_takes_a_report_has_it_and_the_day_of_the_first_action_is_kept(
    owner: Person, made: Report
) -> None:
    handling.take(viewer(owner), entry_of(viewer(owner), made))
    assert entry_of(viewer(owner), made).assignee == owner.pk
    assert fresh(made).first_action_on == timezone.localdate()
    assert AuditLine.objects.filter(event="report.assigned").count() == 1


def test_a_report_is_given_to_a_colleague_who_coordinates_and_may_know_of_it(
    owner: Person, colleague: Person, made: Report
) -> None:
    by = viewer(owner)
    reader = person("reader", "gm0344", "reader")
    kept_from = person("friend", "gm0344", "coordinator")
    closed = person("gone", "gm0344", "coordinator", is_active=False)
    elsewhere = safety_region()
    Exclusion.objects.create(report=made, person=kept_from.pk)
    entry = entry_of(by, made)
    assert [one.pk for one in colleagues(by, entry).coordinating] == [colleague.pk, owner.pk]
    for nobody in (reader, kept_from, closed, elsewhere):
        with pytest.raises(NotPossible):
            handling.assign(by, entry, nobody.pk)
    handling.assign(by, entry, colleague.pk)
    assert entry_of(by, made).assignee == colleague.pk


def test_belief_progress_and_outcome_never_change_each_other(owner: Person, made: Report) -> None:
    by = viewer(owner)
    entry = entry_of(by, made)
    handling.start(by, entry)
    assert (fresh(made).progress, fresh(made).outcome, fresh(made).rung) == (
        "in_assessment",
        "",
        "report",
    )
    handling.close(by, entry, "no_indications", REASON)
    now = fresh(made)
    assert (now.progress, now.outcome, now.rung) == ("closed", "no_indications", "report")
    assert now.closed_on == timezone.localdate()
    handling.reopen(by, entry, "Somebody else saw it too.")
    now = fresh(made)
    assert (now.progress, now.outcome, now.closed_on) == ("in_assessment", "", None)


def test_every_desk_tells_the_same_and_only_the_handlers_is_ended(
    owner: Person, made: Report
) -> None:
    by, receiver = viewer(owner), viewer(safety_region())
    sent_to(receiver, made)
    handling.close(by, entry_of(by, made), "investigation", REASON)
    assert [(one.progress, one.is_open) for one in made.entries.order_by("pk")] == [
        ("closed", False),
        ("closed", True),
    ]
    handling.reopen(by, entry_of(by, made), REASON)
    assert {(one.progress, one.is_open) for one in made.entries.all()} == {("in_assessment", True)}


def sent_to(receiver: Viewer, made: Report, reads_sealed: bool = True) -> DeskEntry:
    first = made.entries.get(ground="handling")
    first.pk, first.organisation, first.ground = None, receiver.organisation, "referral"
    first.reads_sealed = reads_sealed
    first.save(force_insert=True)
    return first


def test_a_reason_is_sealed_and_read_in_its_own_organisation_only(
    owner: Person, made: Report
) -> None:
    by, receiver = viewer(owner), viewer(safety_region())
    handling.close(by, entry_of(by, made), "no_indications", REASON)
    assert REASON.encode() not in bytes(Step.objects.get(kind="closed").reason)
    theirs, ours = sent_to(receiver, made), entry_of(by, made)
    opened = open_sealed(by, ours)
    assert [one.reason for one in history(by, ours, opened)] == [REASON]
    assert [one.reason for one in history(receiver, theirs, opened)] == [""]


def test_steps_stand_newest_first_and_who_was_sent_it_sees_no_other_receiver(
    owner: Person, made: Report
) -> None:
    by = viewer(owner)
    first, second = viewer(safety_region()), viewer(safety_region("vr08", "VR08"))
    sent_to(first, made, reads_sealed=False)
    sent_to(second, made, reads_sealed=False)
    handling.start(by, entry_of(by, made))
    handling.take(first, entry_of(first, made))
    handling.take(second, entry_of(second, made))

    def steps(who: Viewer) -> list[tuple[str, str]]:
        found = history(who, entry_of(who, made), None)
        return [(one.row.organisation, one.step.kind) for one in found if one.step]

    assert steps(by) == [("vr08", "assigned"), ("vr09", "assigned"), ("gm0344", "started")]
    assert steps(first) == [("vr09", "assigned"), ("gm0344", "started")]
    assert fresh(made).first_action_on is not None


def test_a_date_lies_from_today_to_a_year_ahead(owner: Person, made: Report) -> None:
    by, today = viewer(owner), timezone.localdate()
    entry = entry_of(by, made)
    handling.set_due(by, entry, today)
    assert entry_of(by, made).due_on == today
    for day in (today - datetime.timedelta(days=1), today + datetime.timedelta(days=400)):
        with pytest.raises(NotPossible):
            handling.set_due(by, entry, day)


def test_what_cannot_be_done_now_is_said_and_changes_nothing(owner: Person, made: Report) -> None:
    by = viewer(owner)
    entry = entry_of(by, made)
    with pytest.raises(NotPossible):
        handling.reopen(by, entry, REASON)
    for outcome, reason in (("no_indications", " "), ("nonsense", REASON), ("merged", REASON)):
        with pytest.raises(NotPossible):
            handling.close(by, entry, outcome, reason)
    handling.start(by, entry)
    with pytest.raises(NotPossible):
        handling.start(by, entry)
    handling.close(by, entry, "too_little", REASON)
    with pytest.raises(NotPossible):
        handling.take(by, entry)
    assert [step.kind for step in Step.objects.order_by("pk")] == ["started", "closed"]


def test_without_its_key_no_reason_can_be_kept(owner: Person, made: Report) -> None:
    by = viewer(owner)
    custody.destroy_key(made.record)
    with pytest.raises(NotPossible):
        handling.close(by, entry_of(by, made), "no_indications", REASON)


def test_whoever_may_not_know_of_it_or_does_not_handle_it_is_refused(
    owner: Person, colleague: Person, made: Report
) -> None:
    entry = entry_of(viewer(owner), made)
    Exclusion.objects.create(report=made, person=colleague.pk)
    receiver = viewer(safety_region())
    theirs = sent_to(receiver, made)
    others = (
        viewer(colleague),
        receiver,
        viewer(person("reader", "gm0344", "reader"), "reader"),
        viewer(person("administrator", "gm0344", "administrator"), "administrator"),
    )
    for somebody in others:
        with pytest.raises(NotAllowed):
            handling.take(somebody, entry)
        with pytest.raises(NotAllowed):
            handling.start(somebody, entry)
        with pytest.raises(NotAllowed):
            handling.close(somebody, entry, "no_indications", REASON)
    for act in (
        lambda: handling.start(receiver, theirs),
        lambda: handling.reopen(receiver, theirs, REASON),
    ):
        with pytest.raises((NotAllowed, NotPossible)):
            act()
    assert fresh(made).progress == "received"
    assert not Step.objects.exists()


def test_a_report_that_is_kept_from_a_colleague_does_not_exist_for_them_any_more(
    owner: Person, colleague: Person, made: Report
) -> None:
    mine = viewer(owner)
    handling.take(viewer(colleague), entry_of(viewer(colleague), made))
    keep_from_colleague(mine, entry_of(mine, made), colleague.pk)
    assert policy.find_entry(viewer(colleague), made.reference) is None
    assert entry_of(mine, made).assignee is None
    assert colleague not in colleagues(mine, entry_of(mine, made)).coordinating
    with pytest.raises(NotPossible):  # it is already
        keep_from_colleague(mine, entry_of(mine, made), colleague.pk)


def test_a_report_is_kept_from_nobody_outside_and_not_from_oneself(
    owner: Person, made: Report
) -> None:
    mine = viewer(owner)
    outsider = safety_region()
    for somebody in (owner, outsider):
        with pytest.raises(NotPossible):
            keep_from_colleague(mine, entry_of(mine, made), somebody.pk)
    with pytest.raises(NotAllowed):
        keep_from_colleague(viewer(outsider), entry_of(mine, made), owner.pk)
    assert not Exclusion.objects.exists()


def test_a_coordinator_keeps_a_report_from_a_colleague_on_its_page(
    owner: Person, colleague: Person, made: Report, at_desk: AtDesk
) -> None:
    browser, other = at_desk(owner), at_desk(colleague)
    address = f"/en/desk/reports/{made.reference}/"
    assert other.get(address).status_code == 200
    assert browser.post(f"{address}keep-from/", {"keep_from": "0"}).status_code == 400
    browser.post(f"{address}keep-from/", {"keep_from": str(colleague.pk)})
    assert other.get(address).status_code == 404
    assert browser.get(address).status_code == 200


def test_a_report_is_kept_from_an_organisation_that_had_it(
    owner: Person, colleague: Person, made: Report, at_desk: AtDesk
) -> None:
    """As if the reporter had excluded it: no list, page, referral or offer has it any more."""
    mine, region = viewer(owner), safety_region()
    agree("gm0344", "vr09")
    referral = sharing.offer(mine, made.reference, offered(receiver="vr09"))
    sharing.accept(viewer(region), referral.reference)
    theirs = at_desk(region)
    pages = [f"reports/{made.reference}/", f"referrals/{referral.reference}/"]
    assert [theirs.get(f"/en/desk/{page}").status_code for page in pages] == [200, 200]
    browser = at_desk(owner)
    address = f"/en/desk/reports/{made.reference}/keep-from/organisation/"
    assert "vr09" in browser.get(address).content.decode()
    assert browser.post(address, {"organisation": "gm0344"}).status_code == 400
    browser.post(address, {"organisation": "vr09"})
    assert [theirs.get(f"/en/desk/{page}").status_code for page in pages] == [404, 404]
    assert made.reference not in theirs.get("/en/desk/reports/").content.decode()
    assert "vr09" not in custody.holders_of(referral.record)
    assert [one.receiver.code for one in allowed_for(made)] == []
    assert "vr09" not in {one.code for one in could_handle(made)}
    with pytest.raises(NotAllowed):
        sharing.answer(viewer(region), referral.reference, "taken_up", "")


def test_only_who_handles_a_report_keeps_it_from_an_organisation(
    owner: Person, made: Report, at_desk: AtDesk
) -> None:
    mine, outsider = viewer(owner), safety_region()
    address = f"/en/desk/reports/{made.reference}/keep-from/organisation/"
    assert at_desk(outsider).get(address).status_code == 404
    with pytest.raises(NotAllowed):
        keep_from_organisation(viewer(outsider), entry_of(mine, made), "gm0344")
    for code in ("gm0344", "nobody"):
        with pytest.raises(NotPossible):
            keep_from_organisation(mine, entry_of(mine, made), code)
    assert not Exclusion.objects.exists()
