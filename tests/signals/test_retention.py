"""When the term of a report ends: keys, words and files go, the statistics stay."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db.models import BinaryField
from django.utils import timezone
from tests.partners.people import organisation, person
from tests.signals.sharing import agree, offered
from tests.signals.telling import municipality, report, safety_region, telling, viewer

from toevlucht.partners.models import Person
from toevlucht.records.attachments.taking import GivenFile
from toevlucht.records.daily import CLOCK
from toevlucht.records.jobs import ask, work_all
from toevlucht.records.models import AuditLine
from toevlucht.records.sealed import custody
from toevlucht.records.viewer import PUBLIC, NotAllowed
from toevlucht.signals import codes, models, policy
from toevlucht.signals.actions import destroying, keeping, sharing
from toevlucht.signals.actions.attaching import attach_files
from toevlucht.signals.actions.follow_up import count_follow_up
from toevlucht.signals.actions.handling import close, reopen
from toevlucht.signals.actions.receiving import Way, receive_report
from toevlucht.signals.actions.refusing import NotPossible
from toevlucht.signals.hidden import hidden_from
from toevlucht.signals.models import (
    DeskEntry,
    Destruction,
    FollowUp,
    Referral,
    Report,
    RetentionRule,
)
from toevlucht.signals.queries.terms import day_for, term_of
from toevlucht.signals.retention import default_terms, later

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def coordinator() -> Person:
    return municipality()


def entry_of(found: Report, somebody: Person) -> DeskEntry:
    entry = policy.find_entry(viewer(somebody), found.reference)
    assert entry
    return entry


def ended(**values: Any) -> Report:
    """A report whose last day was yesterday."""
    found = report(telling(**values))
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Report.objects.filter(pk=found.pk).update(keep_until=yesterday)
    return found


def daily() -> None:
    ask(CLOCK, "report.retention")
    work_all()


# Terms


def test_there_is_a_default_for_every_origin_and_outcome() -> None:
    for origin in codes.ORIGINS:
        for outcome in (*codes.OUTCOMES, ""):
            assert term_of("gm0344", origin, outcome).months > 0
    assert all(term.source for term in default_terms())


def test_a_term_ends_on_the_same_day_of_a_month_or_on_its_last() -> None:
    assert later(datetime.date(2024, 1, 31), 1) == datetime.date(2024, 2, 29)
    assert later(datetime.date(2024, 3, 15), -12) == datetime.date(2023, 3, 15)
    assert later(datetime.date(2022, 12, 1), 120) == datetime.date(2032, 12, 1)


def test_closing_sets_the_last_day_and_opening_again_takes_it_back(coordinator: Person) -> None:
    found = report()
    close(viewer(coordinator), entry_of(found, coordinator), "no_indications", "Nothing was found.")
    found.refresh_from_db()
    assert found.keep_until == later(timezone.localdate(), 12)
    reopen(viewer(coordinator), entry_of(found, coordinator), "Somebody saw it again.")
    found.refresh_from_db()
    assert found.keep_until == later(timezone.localdate(), 60)


def test_an_organisation_sets_a_term_of_its_own_for_closed_reports_too(coordinator: Person) -> None:
    found = report()
    close(viewer(coordinator), entry_of(found, coordinator), "no_indications", "Nothing was found.")
    keeping.set_term(viewer(coordinator), "public", "no_indications", 6)
    daily()
    found.refresh_from_db()
    assert found.keep_until == later(timezone.localdate(), 6)
    assert term_of("vr09", "public", "no_indications").months == 12


def test_what_comes_from_the_police_keeps_the_term_of_the_law(coordinator: Person) -> None:
    with pytest.raises(NotPossible, match="fixed"):
        keeping.set_term(viewer(coordinator), "police", "no_indications", 6)
    RetentionRule.objects.create(
        organisation="gm0344", origin="police", outcome="", months=1, valid_from="2022-03-01"
    )
    found = receive_report(PUBLIC, telling(), Way("api", "police", "nl"))
    assert day_for(found) == later(timezone.localdate(), 120)


@pytest.mark.parametrize(
    ("origin", "outcome", "months"),
    [("press", "", 12), ("public", "solved", 12), ("public", "", 0), ("public", "", 121)],
)
def test_a_term_that_makes_no_sense_is_refused(
    coordinator: Person, origin: str, outcome: str, months: int
) -> None:
    with pytest.raises(NotPossible):
        keeping.set_term(viewer(coordinator), origin, outcome, months)


def test_who_neither_coordinates_nor_administers_sets_no_term(coordinator: Person) -> None:
    with pytest.raises(NotAllowed):
        keeping.set_term(viewer(coordinator, "reader"), "public", "", 12)


def test_police_data_leaves_daily_use_after_five_years_and_stays_until_ten(
    coordinator: Person,
) -> None:
    found = receive_report(PUBLIC, telling(), Way("api", "police", "nl"))
    Report.objects.filter(pk=found.pk).update(received_on=later(timezone.localdate(), -60))
    other = report()
    daily()
    assert not entry_of(found, coordinator).reads_sealed
    assert entry_of(other, coordinator).reads_sealed
    found.refresh_from_db()
    assert found.destroyed_on is None
    assert found.keep_until == later(found.received_on, 120)


# Holds


def test_a_hold_wins_over_every_term_until_it_is_lifted(coordinator: Person) -> None:
    found = ended()
    keeping.hold(viewer(coordinator), entry_of(found, coordinator), "A court asked for it.")
    daily()
    assert custody.holders_of(found.record) == ["gm0344"]
    keeping.lift_hold(viewer(coordinator), entry_of(found, coordinator), "The case has ended.")
    daily()
    assert custody.holders_of(found.record) == []
    held = AuditLine.objects.filter(event__startswith="report.h").values_list("event", flat=True)
    assert sorted(held) == ["report.held", "report.hold_lifted"]


def test_a_hold_needs_a_reason_and_is_of_who_handles_the_report(coordinator: Person) -> None:
    found = report()
    entry = entry_of(found, coordinator)
    with pytest.raises(NotPossible):
        keeping.hold(viewer(coordinator), entry, "  ")
    with pytest.raises(NotPossible, match="hold"):
        keeping.lift_hold(viewer(coordinator), entry, "There is none.")
    stranger = safety_region()
    with pytest.raises(NotAllowed):
        keeping.hold(viewer(stranger), entry, "A court asked for it.")
    found.refresh_from_db()
    assert not found.on_hold


# Destruction


def test_after_its_term_no_key_opens_a_report_and_its_words_and_files_are_gone(
    coordinator: Person, data_folder: Path
) -> None:
    found = ended()
    key = custody.open_key(found.record, "gm0344")
    attach_files(found, key, [GivenFile("a.txt", b"a")])
    work_all()
    daily()
    with pytest.raises(custody.NoKey):
        custody.open_key(found.record, "gm0344")
    assert policy.find_entry(viewer(coordinator), found.reference) is None
    assert [path for path in data_folder.rglob("*") if path.is_file()] == []
    line = AuditLine.objects.get(event="report.destroyed")
    assert line.ids == [found.reference]


def test_the_open_part_stays_for_the_statistics_under_another_reference(
    coordinator: Person,
) -> None:
    found = ended(situation="work")
    Report.objects.filter(pk=found.pk).update(reporter=coordinator.pk, reporter_organisation="x")
    daily()
    left = Report.objects.get(pk=found.pk)
    assert (left.situation, left.municipality) == ("work", "GM0344")
    assert left.reference != found.reference
    assert (left.reporter, left.reporter_organisation) == (None, "")
    assert left.destroyed_on == timezone.localdate()


def test_follow_up_that_is_counted_again_keeps_what_was_passed_on(coordinator: Person) -> None:
    made = town_report(coordinator)
    before = counted()
    assert (before.referred, before.taken_up) == (1, 1)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Report.objects.filter(pk=made.pk).update(keep_until=yesterday)
    daily()
    assert not Referral.objects.exists()
    after = counted()
    assert (after.received, after.referred, after.taken_up) == (1, 1, 1)


def town_report(coordinator: Person) -> Report:
    """Passed on to the police, who accepted it."""
    organisation("police", kind="police")
    inspector = person("inspector", "police", "coordinator")
    agree("gm0344", "police")
    found = report()
    made = sharing.offer(viewer(coordinator), found.reference, offered())
    sharing.accept(viewer(inspector), made.reference)
    return found


def counted() -> FollowUp:
    count_follow_up(timezone.localdate())
    return FollowUp.objects.get(is_for_picture=False)


def test_it_is_requested_first_and_final_when_no_backup_can_hold_its_key(
    coordinator: Person,
) -> None:
    found = ended()
    daily()
    one = Destruction.objects.get()
    assert (one.record, one.organisation) == (found.record, "gm0344")
    assert one.final_on == timezone.localdate() + datetime.timedelta(days=31)
    Destruction.objects.update(final_on=timezone.localdate())
    daily()
    one.refresh_from_db()
    assert found.reference not in one.record


def test_a_key_that_comes_back_from_a_backup_is_destroyed_again(coordinator: Person) -> None:
    found = ended()
    daily()
    custody.make_key(found.record, ["gm0344"])
    assert destroying.destroy_again() == 1
    assert custody.holders_of(found.record) == []


def test_what_was_kept_from_somebody_stays_hidden_when_it_is_destroyed(
    coordinator: Person,
) -> None:
    found = ended()
    models.Exclusion.objects.create(report=found, person=coordinator.pk)
    daily()
    assert Destruction.objects.get().organisation == ""
    named = frozenset({found.reference, "zzzzzzzzzzzz"})
    assert hidden_from(viewer(coordinator), named) == {found.reference}
    assert hidden_from(viewer(safety_region()), named) == set()
    count_follow_up(timezone.localdate())
    assert not models.FollowUp.objects.exists()


def test_where_destroying_fails_all_of_it_is_taken_back(
    coordinator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = ended()
    monkeypatch.setattr(custody, "destroy_key", lambda record: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        destroying.destroy_due(10)
    assert entry_of(found, coordinator)
    assert not Destruction.objects.exists()


def test_a_report_whose_term_goes_on_is_left_alone(coordinator: Person) -> None:
    found = report()
    Report.objects.filter(pk=found.pk).update(keep_until=timezone.localdate())
    daily()
    assert custody.holders_of(found.record) == ["gm0344"]


def test_nothing_that_hangs_on_a_report_is_forgotten() -> None:
    """Whoever adds a place where something of a report is kept says here what becomes of it."""
    related = {
        relation.related_model.__name__
        for relation in Report._meta.get_fields(include_hidden=True)
        if relation.one_to_many or relation.one_to_one
    }
    goes = {model.__name__ for model in destroying.GOES}
    assert related == goes | {*destroying.STAYS, "Judgement", "Teller"}
    sealed = {
        model.__name__
        for model in (getattr(models, name) for name in models.__all__)
        if any(isinstance(field, BinaryField) for field in model._meta.fields)
    }
    of_referrals = {"SharedFile", "SharedPart", "ReferralStep", "OneTimeLink"}
    assert sealed - of_referrals <= goes
