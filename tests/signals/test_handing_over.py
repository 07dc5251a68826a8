"""Handling goes to where it belongs, with its key; who handled it keeps nothing by itself."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone
from tests.partners.people import person
from tests.signals.sharing import FACTS, Town, town
from tests.signals.telling import independent, municipality, safety_region, viewer

from toevlucht.partners.rules import Refused
from toevlucht.records.sealed import custody
from toevlucht.records.viewer import NotAllowed
from toevlucht.signals import policy
from toevlucht.signals.actions import sharing
from toevlucht.signals.actions.handing_over import hand_over
from toevlucht.signals.models import Exclusion, Referral
from toevlucht.signals.queries.opening import open_content
from toevlucht.signals.queries.places_to_go import could_handle

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def here() -> Town:
    return town()


def test_the_region_handles_it_from_now_on_and_the_municipality_does_not(here: Town) -> None:
    region = viewer(safety_region())
    hand_over(here.handler, here.report.reference, "vr09")
    assert policy.find_entry(here.handler, here.report.reference) is None
    entry = policy.find_entry(region, here.report.reference)
    assert entry is not None
    assert (entry.ground, entry.assignee) == ("handling", None)
    assert open_content(region, entry).words.facts == FACTS
    assert custody.holders_of(here.report.record) == ["vr09"]


def test_who_stays_involved_reads_on_under_a_key_of_its_own(
    here: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    region = viewer(safety_region())
    hand_over(here.handler, here.report.reference, "vr09", stays_involved=True)
    entry = policy.find_entry(here.handler, here.report.reference)
    assert entry is not None
    assert entry.ground == "referral"
    assert open_content(here.handler, entry).words.facts == FACTS
    assert custody.holders_of(here.report.record) == ["vr09"]
    made = Referral.objects.get()
    sharing.revoke(region, made.reference, "no_longer_needed")
    assert policy.find_entry(here.handler, here.report.reference) is None


def test_referrals_go_along_and_what_the_new_handler_had_is_over(here: Town) -> None:
    region = viewer(safety_region())
    made = here.accepted()
    hand_over(here.handler, here.report.reference, "vr09")
    sharing.answer(here.police, made.reference, "taken_up", "We look into it.")
    assert custody.holders_of(made.record) == ["police", "vr09"]
    assert policy.sent_referrals(region).get() == made
    assert not policy.sent_referrals(here.handler).exists()
    sharing.revoke(region, made.reference, "mistake")


def test_it_goes_only_where_it_could_be_handled(here: Town) -> None:
    safety_region()
    independent()
    safety_region("vr13", "VR13")
    municipality("amsterdam", "GM0363")
    assert {one.code for one in could_handle(here.report)} == {"vr09", "comensha"}
    Exclusion.objects.create(report=here.report, organisation="vr09")
    assert {one.code for one in could_handle(here.report)} == {"comensha"}
    for to in ("vr09", "vr13", "amsterdam", "police", "nobody", "gm0344"):
        with pytest.raises(Refused):
            hand_over(here.handler, here.report.reference, to)


def test_nobody_else_hands_it_over(here: Town) -> None:
    region = viewer(safety_region())
    here.accepted()
    reader = viewer(person("rob", "gm0344", "reader"), "reader")
    for who in (region, here.police, here.outsider, reader):
        with pytest.raises(NotAllowed):
            hand_over(who, here.report.reference, "vr09")


def test_a_new_handler_has_a_day_to_act_on_what_was_late(here: Town) -> None:
    region = viewer(safety_region())
    here.report.entries.update(due_on=timezone.localdate() - datetime.timedelta(days=3))
    hand_over(here.handler, here.report.reference, "vr09")
    entry = policy.find_entry(region, here.report.reference)
    assert entry is not None
    assert entry.due_on == timezone.localdate()
