"""An assessment is dated, reasoned and never overwritten; what goes down is a correction."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings
from tests.partners.people import person
from tests.signals.conftest import AtDesk
from tests.signals.telling import safety_region, viewer
from tests.signals.test_handling import entry_of, fresh, sent_to
from tests.signals.test_report_page import address

from toevlucht.partners.models import Person
from toevlucht.records.models import AuditLine
from toevlucht.records.viewer import NotAllowed
from toevlucht.settings.environment import GRADING_SCHEMES, SettingError, grading
from toevlucht.signals.actions.assessing import Belief, assess
from toevlucht.signals.actions.corrections import went_down
from toevlucht.signals.actions.refusing import NotPossible
from toevlucht.signals.grading import scheme_of, schemes
from toevlucht.signals.models import Assessment, Exclusion, Report

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

BELIEF = Belief("signal", "labour", "agency_at_gate", ("deception",), None, "2")
WHY = "Two people heard the driver promise work."
FORM = {
    "rung": "signal",
    "form": "labour",
    "phenomenon": "agency_at_gate",
    "means": ["deception"],
    "source": "cannot",
    "information": "2",
    "assessing_reason": WHY,
}


def test_an_assessment_is_repeated_on_the_report_and_every_desk(
    owner: Person, made: Report
) -> None:
    by = viewer(owner)
    sent_to(viewer(safety_region()), made)
    kept = assess(by, entry_of(by, made), BELIEF, WHY)
    assert (kept.source_reliability, kept.information_credibility) == (None, "2")
    assert WHY.encode() not in bytes(kept.reason)
    now = fresh(made)
    assert (now.rung, now.form, now.phenomenon) == ("signal", "labour", "agency_at_gate")
    assert {entry.rung for entry in made.entries.all()} == {"signal"}
    assert (now.progress, now.outcome, now.corrected_on) == ("received", "", None)
    assert now.first_action_on == timezone.localdate()


def test_a_lower_rung_stands_beside_the_earlier_one_and_is_a_correction(
    owner: Person, made: Report
) -> None:
    by = viewer(owner)
    assess(by, entry_of(by, made), BELIEF, WHY)
    assess(by, entry_of(by, made), replace(BELIEF, rung="refuted"), "The driver was a neighbour.")
    assert list(Assessment.objects.order_by("pk").values_list("rung", flat=True)) == [
        "signal",
        "refuted",
    ]
    assert fresh(made).corrected_on == timezone.localdate()
    assert AuditLine.objects.get(event="report.corrected").ids == [made.reference]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("signal", "report", True),
        ("report", "signal", False),
        ("signal", "signal", False),
        ("rumour", "refuted", True),
        ("refuted", "refuted", False),
        ("refuted", "signal", False),
    ],
)
def test_a_step_down_the_ladder_is_a_correction_and_a_step_up_is_none(
    before: str, after: str, expected: bool
) -> None:
    assert went_down(before, after) is expected


@pytest.mark.parametrize(
    "wrong",
    [
        {"rung": "guilty"},
        {"form": "x"},
        {"phenomenon": "x"},
        {"means": ("x",)},
        {"source_reliability": "F"},  # that is none: it cannot be judged
        {"information_credibility": "9"},
    ],
)
def test_only_known_codes_are_kept(owner: Person, made: Report, wrong: dict[str, str]) -> None:
    by = viewer(owner)
    with pytest.raises(NotPossible):
        assess(by, entry_of(by, made), replace(BELIEF, **wrong), WHY)
    with pytest.raises(NotPossible):
        assess(by, entry_of(by, made), BELIEF, " ")
    assert not Assessment.objects.exists()


def test_who_does_not_handle_it_or_may_not_know_of_it_is_refused(
    owner: Person, made: Report
) -> None:
    entry = entry_of(viewer(owner), made)
    colleague = person("colleague", "gm0344", "coordinator")
    Exclusion.objects.create(report=made, person=colleague.pk)
    receiver = viewer(safety_region())
    theirs = sent_to(receiver, made)
    administrator = viewer(person("a", "gm0344", "administrator"), "administrator")
    for somebody, what in (
        (viewer(colleague), entry),
        (receiver, theirs),
        (receiver, entry),
        (administrator, entry),
    ):
        with pytest.raises(NotAllowed):
            assess(somebody, what, BELIEF, WHY)
    assert not Assessment.objects.exists()


def test_each_organisation_grades_in_its_own_scheme(settings: Settings) -> None:
    settings.TOEVLUCHT_GRADING = grading({"TOEVLUCHT_GRADING": "admiralty, police=3x5x2"})
    assert scheme_of("police").source.codes == ("1", "2", "3")
    assert scheme_of("gm0344").name == "admiralty"
    assert tuple(schemes()) == GRADING_SCHEMES
    with pytest.raises(SettingError):
        grading({"TOEVLUCHT_GRADING": "4x4"})


@pytest.mark.usefixtures("data_folder")
def test_the_page_explains_each_letter_and_keeps_what_was_typed(
    at_desk: AtDesk,
    owner: Person,
    made: Report,
    settings: Settings,
) -> None:
    browser = at_desk(owner)
    words = browser.get(address(made, "assess/")).content.decode()
    assert "The source always proved right." in words
    assert "F: cannot be judged" in words
    answer = browser.post(address(made, "assess/"), {**FORM, "rung": ""})
    assert (answer.status_code, WHY in answer.content.decode()) == (400, True)
    assert browser.post(address(made, "assess/"), FORM).url == address(made)
    words = browser.get(address(made, "history/")).content.decode()
    assert WHY in words
    assert "F: cannot be judged" in words
    settings.TOEVLUCHT_GRADING = {"": "3x5x2"}
    words = browser.get(address(made, "assess/")).content.decode()
    assert "2: untested" in words


def test_the_page_is_for_who_handles_the_report(at_desk: AtDesk, made: Report) -> None:
    receiver = safety_region()
    assert at_desk(receiver).get(address(made, "assess/")).status_code == 404
    sent_to(viewer(receiver), made, reads_sealed=False)
    assert at_desk(receiver).post(address(made, "assess/"), FORM).status_code == 403
