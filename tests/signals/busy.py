"""A desk on which every list is as long as one likes, to count what its pages ask."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from allauth.mfa.models import Authenticator
from django.utils import timezone
from tests.partners.people import organisation, person
from tests.signals.sharing import agree
from tests.signals.telling import municipality, report, safety_region, telling, viewer

from toevlucht.partners.models import Assignment, Person
from toevlucht.records.attachments.facts import seal_facts
from toevlucht.records.attachments.taking import GivenFile
from toevlucht.records.break_glass import break_open
from toevlucht.records.references import new_reference
from toevlucht.records.sealed import custody
from toevlucht.signals.models import (
    Assessment,
    Attachment,
    Correction,
    DeskEntry,
    Destruction,
    EmergencyReading,
    Exclusion,
    Judgement,
    Message,
    Recipient,
    Referral,
    ReferralStep,
    Report,
    RetentionRule,
    Rumour,
    SavedFilter,
    SharedFile,
    SharedPart,
    Signal,
    SignalLink,
    Step,
    Teller,
)
from toevlucht.signals.telling import content_of, seal_content

FILE = GivenFile("photo.jpg", b"\xff\xd8\xff")


@dataclass
class Busy:
    """One report with so many of everything, what hangs on it, and who may open it."""

    owner: Person
    rescuer: Person
    report: Report
    signal: Signal
    rumour: Rumour
    sent: list[Referral] = field(default_factory=list)
    received: list[Referral] = field(default_factory=list)


def busy() -> Busy:
    """With one of each."""
    owner = _with_second_factor(municipality())
    Assignment.objects.create(person=owner, role="reporter")
    rescuer = _with_second_factor(safety_region())
    organisation("nla", kind="inspectorate")
    organisation("elsewhere", kind="municipality", area="GM0307")
    made = report()
    Report.objects.filter(pk=made.pk).update(advised="nla", reporter=owner.pk)
    key = custody.open_key(made.record, "gm0344")
    custody.give_key(made.record, key, f"reporter:{owner.pk}")
    break_open(viewer(rescuer), "gm0344", "danger_to_life")
    signal = Signal.objects.create(reference=new_reference(), organisation="gm0344")
    _link(made, signal)
    rumour = Rumour.objects.create(reference=new_reference(), organisation="gm0344", story="Told.")
    desk = Busy(owner, rescuer, made, signal, rumour)
    fill(desk, range(1, 2))
    return desk


def fill(desk: Busy, numbers: range) -> None:
    """One more of everything for each number."""
    for n in numbers:
        _fill_report(desk.owner, desk.report, n)
        _keep(desk.owner, n)
        desk.sent.append(_pass_on(desk.report, "gm0344", f"partner{n}"))
        desk.received.append(_pass_on(_of_another(), "elsewhere", "gm0344"))
        _correct(desk.received[-1])
        linked, judged = report(), report()
        _link(linked, desk.signal)
        Judgement.objects.create(
            first=desk.report, second=judged, organisation="gm0344", judgement="no"
        )
        for told in (desk.rumour, _rumour()):
            Teller.objects.create(
                rumour=told, report=linked, organisation="gm0344", heard_on=timezone.localdate()
            )


def _with_second_factor(somebody: Person) -> Person:
    Authenticator.objects.create(user=somebody, type=Authenticator.Type.TOTP, data={})
    somebody.refresh_from_db()  # what was logged in before is not any more
    return somebody


def _fill_report(owner: Person, made: Report, n: int) -> None:
    key, today = custody.open_key(made.record, "gm0344"), timezone.localdate()
    colleague = person(f"colleague{n}", "gm0344", "coordinator")
    kept_from = person(f"kept{n}", "gm0344", "coordinator")
    hidden = organisation(f"hidden{n}", kind="aid")
    Exclusion.objects.create(report=made, person=kept_from.pk)
    Exclusion.objects.create(report=made, organisation=hidden.code)
    Attachment.objects.create(
        report=made,
        number=n,
        added_on=today,
        original=f"{n}",
        state="only_original",
        facts=seal_facts(key, made.record, n, FILE),
    )
    Message.objects.create(
        report=made, number=n, from_reporter=False, sent_on=today, text_code="acknowledged"
    )
    by = {"report": made, "organisation": "gm0344"}
    Step.objects.create(**by, person=owner.pk, kind="assigned", colleague=colleague.pk)
    belief = {"rung": "report", "form": "unknown", "phenomenon": "unknown"}
    Assessment.objects.create(**by, **belief, person=colleague.pk, reason=b"")
    EmergencyReading.objects.create(
        report=made,
        glass=1000 + n,
        person=owner.pk,
        organisation="vr09",
        owner="gm0344",
        reason="danger_to_life",
    )


def _link(one: Report, signal: Signal) -> None:
    SignalLink.objects.create(report=one, signal=signal)
    Report.objects.filter(pk=one.pk).update(signal=signal)


def _correct(referral: Referral) -> None:
    Correction.objects.create(
        reference=new_reference(),
        report=referral.report,
        referral=referral,
        organisation="gm0344",
        cause="lowered",
        before="signal",
        after="report",
        made_by="police",
    )


def _of_another() -> Report:
    made = report()
    Report.objects.filter(pk=made.pk).update(handler="elsewhere")
    custody.give_key(made.record, custody.open_key(made.record, "gm0344"), "elsewhere")
    DeskEntry.objects.filter(report=made).update(organisation="elsewhere")
    made.refresh_from_db()
    return made


def _pass_on(made: Report, sender: str, receiver: str) -> Referral:
    organisation(receiver, kind="aid")
    agree(sender, receiver)
    today, later = timezone.localdate(), timezone.localdate() + datetime.timedelta(days=30)
    referral = Referral.objects.create(
        reference=new_reference(),
        report=made,
        act="referral",
        sender=sender,
        receiver=receiver,
        purpose="protect",
        basis="public_task",
        basis_on=today,
        handling="amber",
        state="accepted",
        answer_days=5,
        due_on=later,
        expires_on=later,
        for_named=sender == "gm0344",
        consent="not_asked",
    )
    key = custody.make_key(referral.record, [sender, receiver])
    content = seal_content(key, referral.record, content_of(telling()))
    SharedPart.objects.create(referral=referral, content=content)
    for n in range(1, 4):
        facts = seal_facts(key, referral.record, n, FILE)
        SharedFile.objects.create(referral=referral, number=n, of_file=n, stored="s", facts=facts)
    DeskEntry.objects.create(
        report=made,
        organisation=receiver,
        ground="referral",
        reads_sealed=True,
        referral=referral,
        until=later,
        for_named=referral.for_named,
        due_on=later,
        situation=made.situation,
        place_kind=made.place_kind,
        received_on=made.received_on,
    )
    for state in ("offered", "accepted"):
        ReferralStep.objects.create(referral=referral, organisation=sender, state=state)
    if referral.for_named:
        named = person("named", receiver, "coordinator")
        Recipient.objects.create(referral=referral, person=named.pk)
    return referral


def _rumour() -> Rumour:
    reference = new_reference()
    return Rumour.objects.create(reference=reference, organisation="gm0344", story="Told.")


def _keep(owner: Person, n: int) -> None:
    now, today = timezone.now(), timezone.localdate()
    SavedFilter.objects.create(person=owner.pk, name=f"filter {n}", query={"name": "open"})
    own = {"organisation": "gm0344"}
    Destruction.objects.create(
        **own,
        record=f"report:{new_reference()}",
        rule="public",
        requested_at=now,
        final_on=today,
    )
    RetentionRule.objects.create(
        **own,
        origin="public",
        outcome="",
        months=12 + n,
        valid_from=today - datetime.timedelta(days=n),
    )
