"""Each step of passing a report on: who may take it, who is refused, and what can be read."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import timezone
from tests.partners.people import organisation
from tests.signals.sharing import CONTACT, FACTS, PLACE, Town, agree, offered, town
from tests.signals.telling import viewer

from toevlucht.partners.rules import Refused
from toevlucht.records.models import AuditLine
from toevlucht.records.sealed import custody
from toevlucht.records.viewer import NotAllowed, Viewer
from toevlucht.signals import policy
from toevlucht.signals.actions import sharing
from toevlucht.signals.models import DeskEntry, Exclusion, Referral
from toevlucht.signals.queries.opening import key_for, open_content

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

TODAY = timezone.localdate


@pytest.fixture
def here() -> Town:
    return town()


def entry_of(who: Viewer, here: Town) -> DeskEntry | None:
    return policy.find_entry(who, here.report.reference)


def test_offering_puts_the_open_part_on_the_receivers_desk(here: Town) -> None:
    made = here.offer()
    entry = entry_of(here.police, here)
    assert entry is not None
    assert (entry.ground, entry.reads_sealed, entry.is_open) == ("referral", False, True)
    assert made.due_on == TODAY() + datetime.timedelta(days=5)
    assert entry.due_on == made.due_on
    with pytest.raises(NotAllowed):
        open_content(here.police, entry)
    assert entry_of(here.outsider, here) is None


def test_accepting_opens_what_is_included_and_nothing_else(here: Town) -> None:
    made = here.accepted(parts=("facts", "place"))
    entry = entry_of(here.police, here)
    assert entry is not None
    read = open_content(here.police, entry).words
    assert (read.facts, read.place) == (FACTS, PLACE)
    assert (read.interpretation, read.persons, read.contact, read.keep_from) == ("", "", "", "")
    assert custody.holders_of(here.report.record) == ["gm0344"]
    assert custody.holders_of(made.record) == ["gm0344", "police"]
    with pytest.raises(NotAllowed):
        key_for(here.police, entry)


def test_a_registration_is_of_codes_alone(here: Town) -> None:
    made = here.offer(act="registration", purpose="statistics", basis="no_personal_data", parts=())
    sharing.accept(here.police, made.reference)
    entry = entry_of(here.police, here)
    assert entry is not None
    with pytest.raises(NotAllowed):
        open_content(here.police, entry)
    assert custody.holders_of(made.record) == ["gm0344"]
    sharing.answer(here.police, made.reference, "registered")
    here.report.refresh_from_db()
    assert here.report.progress == "received"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"receiver": "fairwork"}, "receiver"),
        ({"receiver": "gm0344"}, "receiver"),
        ({"act": "care_request", "purpose": "care"}, "basis"),
        ({"act": "registration", "purpose": "statistics"}, "basis"),
        ({"basis": "vital_interest"}, "basis"),
        ({"basis": "police_data"}, "basis"),
        ({"basis": "consent"}, "consent"),
        ({"basis": "consent", "consent": "refused"}, "consent"),
        ({"consent": "perhaps"}, "consent"),
        ({"purpose": "statistics"}, "purpose"),
        ({"parts": ("keep_from",)}, "parts"),
        ({"handling": "clear"}, "handling"),
        ({"handling": "red"}, "recipients"),
        ({"recipients": (999,)}, "recipients"),
        ({"expires_on": datetime.date(2022, 1, 1)}, "expires_on"),
        ({"expires_on": datetime.date(2999, 1, 1)}, "expires_on"),
    ],
)
def test_what_was_not_agreed_or_cannot_be_is_refused_at_its_field(
    here: Town, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        here.offer(**values)
    assert refused.value.field == field
    assert not Referral.objects.exists()


@pytest.mark.parametrize(
    "values", [{"parts": ("facts",)}, {"parts": (), "question": "Is it known to you?"}]
)
def test_a_registration_takes_no_sealed_part_and_no_words(
    here: Town, values: dict[str, Any]
) -> None:
    with pytest.raises(Refused):
        here.offer(act="registration", purpose="statistics", basis="no_personal_data", **values)


@pytest.mark.parametrize("days", [-1, 1])
def test_an_agreement_counts_on_its_days_only(here: Town, days: int) -> None:
    day = TODAY() + datetime.timedelta(days=days)
    organisation("nla", kind="inspectorate")
    agree("gm0344", "nla", valid_from=min(day, day), valid_to=day)
    with pytest.raises(Refused):
        here.offer(receiver="nla")


def test_care_is_asked_with_consent(here: Town) -> None:
    made = here.offer(act="care_request", purpose="shelter", basis="consent", consent="given")
    assert made.consent == "given"


def test_who_does_not_handle_it_cannot_pass_it_on(here: Town) -> None:
    here.accepted()
    agree("police", "fairwork")
    for who in (here.police, here.outsider, viewer(here.handler_person, "administrator")):
        with pytest.raises(NotAllowed):
            sharing.offer(who, here.report.reference, offered(receiver="fairwork"))


def test_nobody_from_whom_it_is_kept_receives_it(here: Town) -> None:
    Exclusion.objects.create(report=here.report, organisation="police")
    with pytest.raises(Refused) as refused:
        here.offer()
    assert refused.value.message.key == "sharing.problem.not_agreed_receiver"
    Exclusion.objects.all().delete()
    Exclusion.objects.create(report=here.report, person=here.police_person.pk)
    with pytest.raises(Refused):
        here.offer(recipients=(here.police_person.pk,))
    here.offer()
    assert entry_of(here.police, here) is None
    assert entry_of(here.colleague, here) is not None


def test_named_recipients_are_the_only_ones(here: Town) -> None:
    made = here.offer(handling="red", recipients=(here.police_person.pk,))
    assert entry_of(here.police, here) is not None
    assert entry_of(here.colleague, here) is None
    with pytest.raises(NotAllowed):
        sharing.accept(here.colleague, made.reference)
    sharing.accept(here.police, made.reference)


STEPS = [
    (sharing.accept, ()),
    (sharing.refuse, ("not_for_us",)),
    (sharing.answer, ("taken_up", "We look into it.")),
    (sharing.hand_back, ("no_capacity",)),
]


@pytest.mark.parametrize(("step", "given"), STEPS)
def test_only_the_receiver_takes_the_receivers_steps(here: Town, step: Any, given: Any) -> None:
    made = here.offer()
    if step in (sharing.answer, sharing.hand_back):
        sharing.accept(here.police, made.reference)
    without_role = viewer(here.police_person, "reader")
    for who in (here.handler, here.outsider, without_role, Viewer(organisation="police")):
        with pytest.raises(NotAllowed):
            step(who, made.reference, *given)
    step(here.colleague, made.reference, *given)


def test_only_the_handler_revokes(here: Town) -> None:
    made = here.accepted()
    for who in (here.police, here.outsider, viewer(here.handler_person, "administrator")):
        with pytest.raises(NotAllowed):
            sharing.revoke(who, made.reference, "mistake")


@pytest.mark.parametrize("end", ["refused", "handed_back", "revoked", "expired"])
def test_once_it_is_over_nothing_can_be_opened(here: Town, end: str) -> None:
    made = here.offer()
    if end == "refused":
        sharing.refuse(here.police, made.reference, "too_little")
    else:
        sharing.accept(here.police, made.reference)
    if end == "handed_back":
        sharing.hand_back(here.police, made.reference, "done")
    if end == "revoked":
        sharing.revoke(here.handler, made.reference, "mistake")
    if end == "expired":
        yesterday = TODAY() - datetime.timedelta(days=1)
        Referral.objects.update(expires_on=yesterday)
        assert sharing.expire_referrals() == 1
        assert sharing.expire_referrals() == 0
    made.refresh_from_db()
    assert made.state == end
    assert entry_of(here.police, here) is None
    assert custody.holders_of(made.record) == ["gm0344"]
    with pytest.raises(Refused):
        sharing.accept(here.police, made.reference)
    here.report.refresh_from_db()
    assert here.report.progress == "in_assessment"
    assert here.offer().pk != made.pk


def test_after_the_last_day_it_is_gone_before_any_task_ran(
    here: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = here.accepted()
    after = made.expires_on + datetime.timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda: after)
    assert entry_of(here.police, here) is None
    with pytest.raises(Refused):
        sharing.answer(here.police, made.reference, "taken_up")


def test_a_second_question_waits_for_the_answer_to_the_first(here: Town) -> None:
    first = here.accepted()
    with pytest.raises(Refused):
        here.offer()
    sharing.answer(here.police, first.reference, "no_indications")
    second = here.offer(parts=("contact",))
    sharing.accept(here.police, second.reference)
    entry = entry_of(here.police, here)
    assert entry is not None
    assert open_content(here.police, entry).words.contact == CONTACT
    sharing.revoke(here.handler, second.reference, "mistake")
    entry = entry_of(here.police, here)
    assert entry is not None
    assert open_content(here.police, entry).words.contact == ""


def test_terms_come_from_the_agreement_of_the_day_of_offering(
    here: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = here.offer()
    later = TODAY() + datetime.timedelta(days=3)
    monkeypatch.setattr(timezone, "localdate", lambda: later)
    sharing.accept(here.police, made.reference)
    made.refresh_from_db()
    assert made.due_on == later + datetime.timedelta(days=5)
    sharing.answer(here.police, made.reference, "investigation")
    entry = entry_of(here.police, here)
    assert entry is not None
    assert entry.is_open
    sharing.answer(here.police, made.reference, "no_indications")
    entry = entry_of(here.police, here)
    assert entry is not None
    assert not entry.is_open


def test_every_step_is_on_record_by_its_reference_alone(here: Town) -> None:
    made = here.accepted(question="Do you know this van?")
    sharing.answer(here.police, made.reference, "taken_up", "We watch the gate.")
    sharing.revoke(here.handler, made.reference, "consent_withdrawn")
    lines = AuditLine.objects.filter(kind="referral", ids=[made.reference])
    steps = ["offered", "accepted", "answered", "revoked"]
    changes = lines.exclude(event="report.opened").order_by("pk")
    assert [line.event for line in changes] == [f"referral.{step}" for step in steps]
    assert b"van" not in b"".join(bytes(one.words or b"") for one in made.steps.all())
