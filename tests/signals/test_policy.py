"""The policy beside a model of it that is too simple to be wrong, for houses made at random."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.docs.project import SOURCE

from toevlucht.records.references import new_reference
from toevlucht.records.viewer import ROLES, Viewer
from toevlucht.signals import policy
from toevlucht.signals.models import DeskEntry, Exclusion, Recipient, Referral, Report
from toevlucht.signals.queries.worklists import LISTS, Asked, find_by_reference, work_list

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

ORGANISATIONS = ("gm0344", "vr09", "police")
PEOPLE = range(1, 6)
DAYS = (-1, 0, 1)


@dataclass(frozen=True)
class Lying:
    """How a report lies on the desk of an organisation."""

    organisation: str
    is_open: bool
    is_held: bool
    lasts: int | None  # days from now
    named: frozenset[int] | None  # who alone may read it


@dataclass(frozen=True)
class Told:
    desks: tuple[Lying, ...]
    kept_from: frozenset[str | int] = field(default=frozenset())


LYING = st.builds(
    Lying,
    organisation=st.sampled_from(ORGANISATIONS),
    is_open=st.booleans(),
    is_held=st.booleans(),
    lasts=st.none() | st.sampled_from(DAYS),
    named=st.none() | st.frozensets(st.sampled_from(PEOPLE)),
)
TOLD = st.builds(
    Told,
    desks=st.lists(LYING, max_size=3, unique_by=lambda one: one.organisation).map(tuple),
    kept_from=st.frozensets(st.sampled_from([*ORGANISATIONS, *PEOPLE]), max_size=2),
)
VIEWERS = st.builds(
    Viewer,
    person=st.none() | st.sampled_from(PEOPLE),
    organisation=st.sampled_from(["", *ORGANISATIONS]),
    roles=st.frozensets(st.sampled_from(ROLES)) | st.just(frozenset({"coordinator"})),
    is_centre=st.booleans(),
)


def _sees(viewer: Viewer, told: Told) -> bool:
    if viewer.person is None or "coordinator" not in viewer.roles:
        return False
    if viewer.person in told.kept_from or viewer.organisation in told.kept_from:
        return False
    for desk in told.desks:
        if desk.organisation == viewer.organisation:
            lasts = desk.lasts is None or desk.lasts >= 0
            return lasts and (desk.named is None or viewer.person in desk.named)
    return False


def _write(told: Told, today: datetime.date) -> Report:
    made = Report.objects.create(
        reference=new_reference(),
        received_on=today,
        channel="page",
        origin="public",
        language="nl",
        place_kind="unknown",
        situation="unknown",
        first_hand="seen",
        concerns="nobody",
        handler="unclaimed",
    )
    for desk in told.desks:
        DeskEntry.objects.create(
            report=made,
            organisation=desk.organisation,
            ground="referral",
            referral=_referral(made, desk, today),
            for_named=desk.named is not None,
            until=None if desk.lasts is None else today + datetime.timedelta(days=desk.lasts),
            is_open=desk.is_open,
            is_held=desk.is_held,
            due_on=today,
            situation="unknown",
            place_kind="unknown",
            received_on=today,
        )
    for one in told.kept_from:
        named = {"organisation": one} if isinstance(one, str) else {"person": one}
        Exclusion.objects.create(report=made, **named)
    return made


def _referral(made: Report, desk: Lying, today: datetime.date) -> Referral:
    referral = Referral.objects.create(
        reference=new_reference(),
        report=made,
        act="referral",
        sender="comensha",
        receiver=desk.organisation,
        for_named=desk.named is not None,
        basis_on=today,
        answer_days=7,
        due_on=today,
        expires_on=today,
    )
    for person in desk.named or ():
        Recipient.objects.create(referral=referral, person=person)
    return referral


@settings(max_examples=25, deadline=None)
@given(reports=st.lists(TOLD, max_size=4), viewers=st.lists(VIEWERS, min_size=1, max_size=4))
def test_the_policy_shows_what_the_simple_model_shows(
    reports: list[Told], viewers: list[Viewer]
) -> None:
    today = timezone.localdate()
    with transaction.atomic():
        made = [(told, _write(told, today)) for told in reports]
        for viewer in viewers:
            seen = {report.pk for told, report in made if _sees(viewer, told)}
            assert set(policy.entries(viewer).values_list("report", flat=True)) == seen
            listed = {
                entry.report_id
                for name in LISTS
                for entry in work_list(viewer, Asked(name)).entries
            }
            assert listed == seen
            for _, report in made:
                found = policy.find_entry(viewer, report.reference)
                assert (found is not None) == (report.pk in seen)
                searched = find_by_reference(viewer, report.reference)
                assert [one.report_id for one in searched] == [report.pk] * (report.pk in seen)
            assert (
                policy.received_referrals(viewer)
                .filter(report__in=policy.kept_from(viewer))
                .count()
                == 0
            )
        transaction.set_rollback(True)


READS = re.compile(r"\b(Report|DeskEntry|Referral|Correction|Signal)\.objects\b")
# Who may read a record that the policy found; whether anything waits for somebody who can take it.
# The lists count before the policy, to choose how to look, and suggestions take candidates by open
# codes; of both the policy lets through what is shown. What goes to the picture is nobody's read:
# it leaves out what is kept from anybody who could see its rows.
EXPECTED = {
    "queries/for_the_picture.py",
    "queries/readers.py",
    "queries/channels.py",
    "queries/suggestions.py",
    "queries/worklists.py",
}


def test_pages_and_queries_read_reports_through_the_policy_alone() -> None:
    room = SOURCE / "signals"
    read = {
        str(path.relative_to(room))
        for folder in ("pages", "queries", "forms")
        for path in (room / folder).rglob("*.py")
        if READS.search(path.read_text("utf-8"))
    }
    assert read <= EXPECTED
