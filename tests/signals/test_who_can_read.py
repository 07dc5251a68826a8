"""Random agreements, shares and ends: nobody reads more than was included, or after it is over;
and the panel that says who can read a report says what the policy does."""

from __future__ import annotations

import datetime
import random
from contextlib import suppress
from dataclasses import fields

import pytest
from django.utils import timezone
from tests.partners.people import organisation, person
from tests.signals.sharing import EVERY_WORD, agree, words_report
from tests.signals.telling import municipality, safety_region, viewer

from toevlucht.partners.models import Person
from toevlucht.partners.rules import Refused
from toevlucht.records.sealed import custody
from toevlucht.records.viewer import NotAllowed, Viewer
from toevlucht.signals import codes, policy
from toevlucht.signals.actions import sharing
from toevlucht.signals.actions.handing_over import hand_over
from toevlucht.signals.codes import ACTS, PARTS
from toevlucht.signals.models import Exclusion, Referral, Report
from toevlucht.signals.parts import only
from toevlucht.signals.queries.opening import open_content
from toevlucht.signals.queries.readers import readers_of
from toevlucht.signals.telling import Content, Words

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

RECEIVERS = ("police", "nla", "comensha", "fairwork")
BASES = ("no_personal_data", "consent", "public_task", "vital_interest")
CHOSEN = ("consent", "consent", "public_task", "vital_interest")
USUAL = ("no_personal_data", "consent")
STEPS = 40


class World:
    """Some organisations, who works there, and one report."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        municipality()
        safety_region()
        kinds = ("police", "inspectorate", "care_coordination", "aid")
        for code, kind in zip(RECEIVERS, kinds, strict=True):
            organisation(code, kind=kind)
            for name in ("one", "two"):
                person(name, code, "coordinator")
            person("three", code, self.random.choice(["reader", "administrator"]))
        person("second", "gm0344", "coordinator")
        for code in RECEIVERS:
            for sender in ("gm0344", "vr09"):
                bases = [*USUAL, *self.some(BASES)]
                agree(sender, code, acts=["referral", *self.some(ACTS)], bases=bases)
        self.report = words_report()
        self.today = timezone.localdate()

    def some(self, of: tuple[str, ...]) -> list[str]:
        return self.random.sample(of, self.random.randint(1, len(of)))

    def everybody(self) -> list[Viewer]:
        found = Person.objects.select_related("organisation").prefetch_related("assignments")
        return [viewer(one, *(role.role for role in one.assignments.all())) for one in found]

    def anybody(self) -> Viewer:
        return self.random.choice(self.everybody())

    def step(self) -> None:
        """Whatever somebody may try; most of it is refused, as it should be."""
        choose = self.random.choice
        references = list(Referral.objects.values_list("reference", flat=True)) or ["none"]
        reference, who = choose(references), self.anybody()
        tries = (
            lambda: sharing.offer(self.handler(), self.report.reference, self.offer()),
            lambda: sharing.offer(self.handler(), self.report.reference, self.offer()),
            lambda: sharing.accept(who, reference),
            lambda: sharing.accept(self.receiver(reference), reference),
            lambda: sharing.refuse(who, reference, "not_for_us"),
            lambda: sharing.answer(self.receiver(reference), reference, choose(codes.ANSWERS)),
            lambda: sharing.hand_back(who, reference, "done"),
            lambda: sharing.revoke(self.handler(), reference, "mistake"),
            lambda: sharing.revoke(who, reference, "mistake"),
            self.expire,
            self.exclude,
            lambda: hand_over(who, self.report.reference, "vr09", choose([True, False])),
        )
        with suppress(NotAllowed, Refused):
            self.random.choices(tries, weights=[9, 9, 2, 12, 1, 3, 1, 2, 1, 2, 1, 1])[0]()
        self.report = Report.objects.get(pk=self.report.pk)

    def handler(self) -> Viewer:
        code = self.report.handler
        return next(one for one in self.everybody() if one.organisation == code)

    def receiver(self, reference: str) -> Viewer:
        found = Referral.objects.filter(reference=reference).first()
        code = found.receiver if found else "police"
        return self.random.choice([one for one in self.everybody() if one.organisation == code])

    def offer(self) -> sharing.Offer:
        choose = self.random.choice
        act = choose(ACTS)
        receiver = choose(RECEIVERS)
        people = Person.objects.filter(organisation__code=receiver, name__in=["one", "two"])
        return sharing.Offer(
            act=act,
            receiver=receiver,
            purpose=choose(codes.PURPOSES[act]),
            basis="no_personal_data" if act == "registration" else choose(CHOSEN),
            handling=choose(sharing.HANDLINGS),
            expires_on=self.today + datetime.timedelta(days=choose([0, 3, 30])),
            consent="given",
            parts=tuple(self.some(PARTS)) if act != "registration" else (),
            recipients=tuple(one.pk for one in self.random.sample(list(people), choose([0, 1]))),
        )

    def expire(self) -> None:
        yesterday = self.today - datetime.timedelta(days=1)
        chosen = list(Referral.objects.values_list("pk", flat=True))
        if chosen:
            one = self.random.choice(chosen)
            Referral.objects.filter(pk=one).update(expires_on=yesterday)
            sharing.expire_referrals()

    def exclude(self) -> None:
        if self.random.random() < 0.5:
            receiver = self.random.choice(RECEIVERS)
            Exclusion.objects.create(report=self.report, organisation=receiver)
        else:
            Exclusion.objects.create(report=self.report, person=self.receiver("none").person)


def everything() -> Content:
    return Content(EVERY_WORD)


def check(world: World) -> None:
    """What is true after every step, for every person of every organisation."""
    report = world.report
    said = {person.pk for reader in readers_of(report) for person in reader.people}
    for who in world.everybody():
        entry = policy.find_entry(who, report.reference)
        assert (entry is not None) == (who.person in said), who
        if entry is None or not entry.reads_sealed:
            continue
        content = open_content(who, entry)
        if entry.ground == "handling":
            assert content == everything()
            continue
        assert entry.referral is not None
        assert entry.referral.state in ("accepted", "answered")
        assert entry.referral.receiver == who.organisation
        assert content == only(everything(), entry.referral.included)
    assert custody.holders_of(report.record) == [report.handler]
    for referral in Referral.objects.filter(report=report):
        live = referral.state in ("accepted", "answered")
        allowed = {report.handler} | ({referral.receiver} if live else set())
        assert set(custody.holders_of(referral.record)) <= allowed, referral.state


@pytest.mark.parametrize("seed", range(3))
def test_nobody_reads_what_was_not_included_or_is_over(seed: int) -> None:
    world = World(seed)
    for _ in range(STEPS):
        world.step()
        check(world)
    assert Referral.objects.count() > 1


def test_the_parts_together_are_all_words_but_who_must_not_see_it() -> None:
    words = Words(**{field.name: field.name for field in fields(Words)})
    content = Content(words, "2022-04-05", "a-location", "a-household")
    together = only(content, PARTS)
    assert together.words.keep_from == ""
    assert {**vars(together.words), "keep_from": "keep_from"} == vars(words)
    assert (together.seen_on, together.location, together.household) == (
        content.seen_on,
        content.location,
        content.household,
    )
