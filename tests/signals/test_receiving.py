"""A report is routed, split and sealed before anybody is answered; never by whom it is about."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connections
from django.utils import timezone
from tests.signals.telling import (
    UTRECHT,
    VAN,
    independent,
    municipality,
    report,
    safety_region,
    telling,
    viewer,
)

from toevlucht.records.keystore.models import WrappedKey
from toevlucht.records.sealed import custody
from toevlucht.records.viewer import PUBLIC
from toevlucht.signals import policy
from toevlucht.signals.actions.receiving import ReceiptKeys, Token, Way, receive_report
from toevlucht.signals.models import Report, SealedPart
from toevlucht.signals.queries.opening import open_content

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_a_report_lies_on_the_desk_of_its_municipality_at_once() -> None:
    coordinator = viewer(municipality())
    safety_region()
    made = report()
    assert made.handler == "gm0344"
    entry = policy.find_entry(coordinator, made.reference)
    assert entry is not None
    assert entry.due_on > timezone.localdate()
    assert open_content(coordinator, entry).words.facts == VAN


def test_the_open_part_holds_a_week_and_no_day_place_or_word() -> None:
    municipality()
    told = telling(seen_on=timezone.localdate().replace(year=2022, month=4, day=5), location="x")
    made = Report.objects.values().get(pk=report(told).pk)
    assert made["week"] == "2022-W14"
    assert "2022-04-05" not in str(made)
    assert VAN not in str(made)


def test_what_is_sealed_cannot_be_read_in_either_database() -> None:
    municipality()
    made = report()
    sealed = bytes(SealedPart.objects.get(report=made).content)
    assert b"van" not in sealed
    key = custody.open_key(made.record, "gm0344")
    assert key not in bytes(WrappedKey.objects.get(record=made.record).wrapped)


def test_a_report_about_the_municipality_goes_to_the_safety_region() -> None:
    theirs, ours = viewer(municipality()), viewer(safety_region())
    made = report(telling(concerns="municipality"))
    assert made.handler == "vr09"
    assert policy.find_entry(theirs, made.reference) is None
    assert policy.find_entry(ours, made.reference) is not None


@pytest.mark.parametrize("concerns", ["location", "partner"])
def test_a_report_about_people_at_work_never_begins_at_who_may_employ_them(concerns: str) -> None:
    theirs = viewer(municipality())
    assert report(telling(concerns=concerns)).handler == "unclaimed"
    safety_region()
    made = report(telling(concerns=concerns))
    assert made.handler == "vr09"
    assert policy.find_entry(theirs, made.reference) is None


def test_words_about_who_must_not_see_it_keep_it_from_everybody_near() -> None:
    municipality()
    safety_region()
    assert report(telling(keep_from="Not the coordinator of the town hall.")).handler == "vr09"


def test_an_excluded_safety_region_is_passed_over_for_an_independent_contact() -> None:
    safety_region()
    independent()
    made = report(telling(concerns="municipality", excluded=("vr09",)))
    assert made.handler == "comensha"


def test_a_municipality_without_anybody_who_coordinates_is_passed_over() -> None:
    municipality().assignments.all().delete()
    safety_region()
    assert report().handler == "vr09"


def test_where_nobody_can_handle_it_the_report_waits_sealed() -> None:
    made = report()
    assert made.handler == "unclaimed"
    assert custody.holders_of(made.record) == ["unclaimed"]


def test_work_names_the_inspectorate_and_a_child_is_due_the_same_day() -> None:
    from tests.partners.people import organisation

    municipality()
    organisation("nla", kind="inspectorate")
    organisation("nidos", kind="care_coordination")
    assert report(telling(situation="work")).advised == "nla"
    child = report(telling(situation="child"))
    assert (child.handler, child.advised) == ("gm0344", "nidos")
    assert child.entries.get().due_on == timezone.localdate()


def test_a_form_that_is_sent_twice_makes_one_report() -> None:
    municipality()
    token = Token("a" * 64, timezone.now())
    way = Way("page", "public", "nl", token=token)
    receive_report(PUBLIC, telling(), way)
    with pytest.raises(IntegrityError):
        receive_report(PUBLIC, telling(), way)


def test_a_receipt_opens_the_report_and_another_does_not() -> None:
    municipality()
    made = report(receipt=ReceiptKeys("b" * 64, b"k" * 32))
    key = custody.open_key_with_receipt(made.record, b"k" * 32)
    assert key == custody.open_key(made.record, "gm0344")
    with pytest.raises(custody.NoKey):
        custody.open_key_with_receipt(made.record, b"x" * 32)


def test_receiving_a_report_costs_at_most_eleven_queries() -> None:
    municipality()
    report()
    keys = ReceiptKeys("c" * 64, b"k" * 32)
    token = Token("c" * 64, timezone.now())
    asked = [connections[alias] for alias in ("default", "keys")]
    before = []
    for one in asked:
        one.force_debug_cursor = True
        before.append(len(one.queries_log))
    told = telling(concerns="municipality", municipality=UTRECHT)
    receive_report(PUBLIC, told, Way("page", "public", "nl", token=token), keys)
    sent = [
        query["sql"]
        for one, start in zip(asked, before, strict=True)
        for query in list(one.queries_log)[start:]
    ]
    for one in asked:
        one.force_debug_cursor = False
    counted = [sql for sql in sent if "SAVEPOINT" not in sql and "records_auditline" not in sql]
    assert len(counted) <= 11, counted
