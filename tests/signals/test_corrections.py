"""A status that no longer stands goes out to everybody who had it, and is confirmed as read."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.utils import timezone
from tests.partners.people import organisation, person
from tests.signals.sharing import Town, agree, offered, town, words_report
from tests.signals.telling import municipality, safety_region, viewer

from toevlucht.records.viewer import NotAllowed, Viewer
from toevlucht.signals import policy
from toevlucht.signals.actions import sharing
from toevlucht.signals.actions.assessing import Belief, assess
from toevlucht.signals.actions.corrections import confirm_correction
from toevlucht.signals.models import Correction, Exclusion, Referral, Report, Signal

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def here() -> Town:
    return town()


def judge(who: Viewer, report: Report, rung: str) -> None:
    entry = policy.handled(who).select_related("report").get(report=report)
    assess(who, entry, Belief(rung, "sexual", "shelter_for_services"), "What we heard since.")


def told(report: Report) -> dict[str, tuple[str, str, str]]:
    found = Correction.objects.filter(report=report)
    return {one.organisation: (one.cause, one.before, one.after) for one in found}


def unread(who: Viewer) -> int:
    return policy.corrections(who).filter(confirmed_at=None).count()


def test_the_hague_june_2022(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mayor's letter told of a case in The Hague on 7 June; the police found on 8 June that
    there were no indications. Everybody who had the letter's status hears of the police's."""
    amsterdam = viewer(municipality("amsterdam", "GM0363"))
    hague = viewer(municipality("denhaag", "GM0518"))
    organisation("police", kind="police")
    police = viewer(person("inspector", "police", "coordinator"))
    organisation("comensha", kind="care_coordination")
    care = viewer(person("nora", "comensha", "coordinator"))
    outsider = viewer(safety_region("vr13", "VR13"))
    agree("amsterdam", "police", valid_from=datetime.date(2022, 1, 1))
    agree("amsterdam", "comensha", valid_from=datetime.date(2022, 1, 1))
    monkeypatch.setattr(timezone, "localdate", lambda: datetime.date(2022, 6, 7))
    report = words_report(municipality="GM0363", situation="sex")
    same = words_report(municipality="GM0518", situation="sex")
    signal = Signal.objects.create(reference="thehague2022", organisation="amsterdam")
    Report.objects.filter(pk__in=[report.pk, same.pk]).update(signal=signal)
    report.refresh_from_db()
    judge(amsterdam, report, "incident")
    assert not Correction.objects.exists()  # it went up
    day = datetime.date(2022, 9, 1)
    to_police = sharing.offer(amsterdam, report.reference, offered(expires_on=day))
    to_care = sharing.offer(
        amsterdam,
        report.reference,
        offered(
            receiver="comensha",
            act="registration",
            purpose="statistics",
            basis="no_personal_data",
            parts=(),
            expires_on=day,
        ),
    )
    sharing.accept(care, to_care.reference)
    sharing.accept(police, to_police.reference)
    monkeypatch.setattr(timezone, "localdate", lambda: datetime.date(2022, 6, 8))
    sharing.answer(police, to_police.reference, "no_indications", "Two women fled a home.")
    heard = ("answered", "incident", "no_indications")
    assert told(report) == {"amsterdam": heard, "comensha": heard}
    assert told(same) == {"denhaag": heard}
    judge(amsterdam, report, "refuted")
    lowered = ("refuted", "incident", "refuted")
    assert {told(report)[code] for code in ("police", "comensha")} == {lowered}
    assert told(same)["denhaag"] == lowered
    assert [unread(one) for one in (amsterdam, police, care, hague, outsider)] == [1, 1, 2, 2, 0]


def test_who_had_it_before_it_was_revoked_hears_it_without_the_report(here: Town) -> None:
    judge(here.handler, here.report, "signal")
    made = here.accepted()
    sharing.revoke(here.handler, made.reference, "no_longer_needed")
    judge(here.handler, here.report, "rumour")
    browser = Client()
    browser.force_login(here.police_person)
    page = browser.get("/en/desk/corrections/").content.decode()
    assert "Less certain than before" in page
    assert made.reference in page
    assert here.report.reference not in page
    assert "1 correction to read" in browser.get("/en/desk/").content.decode()


def test_what_stays_or_goes_up_corrects_nothing(here: Town) -> None:
    here.accepted()
    judge(here.handler, here.report, "report")
    judge(here.handler, here.report, "signal")
    assert not Correction.objects.exists()


def test_nobody_from_whom_it_is_kept_hears_of_it(here: Town) -> None:
    judge(here.handler, here.report, "signal")
    here.accepted()
    Exclusion.objects.create(report=here.report, organisation="police")
    judge(here.handler, here.report, "rumour")
    assert unread(here.police) == 0
    assert not Correction.objects.exists()


def test_named_recipients_hear_it_alone(here: Town) -> None:
    judge(here.handler, here.report, "signal")
    here.accepted(handling="red", recipients=(here.police_person.pk,))
    judge(here.handler, here.report, "rumour")
    assert (unread(here.police), unread(here.colleague)) == (1, 0)


def test_one_of_the_organisation_confirms_it_for_all(here: Town) -> None:
    judge(here.handler, here.report, "signal")
    here.accepted()
    judge(here.handler, here.report, "refuted")
    reference = Correction.objects.get().reference
    for who in (here.handler, here.outsider, viewer(here.police_person, "reader")):
        with pytest.raises(NotAllowed):
            confirm_correction(who, reference)
    outsider, theirs = Client(), Client()
    outsider.force_login(here.outsider_person)
    theirs.force_login(here.colleague_person)
    address = f"/en/desk/corrections/{reference}/confirm/"
    assert outsider.post(address).status_code == 404
    assert theirs.post(address).status_code == 302
    assert unread(here.police) == 0
    assert Correction.objects.get().confirmed_by == here.colleague_person.pk
    assert "Confirmed on" in theirs.get("/en/desk/corrections/").content.decode()


def test_a_later_answer_that_says_the_opposite_is_told_too(here: Town) -> None:
    made = here.accepted()
    sharing.answer(here.police, made.reference, "investigation")
    assert not Correction.objects.exists()
    sharing.answer(here.police, made.reference, "no_indications")
    assert told(here.report) == {"gm0344": ("answered", "investigation", "no_indications")}
    sharing.answer(here.police, made.reference, "no_indications")
    assert Correction.objects.count() == 1
    assert Referral.objects.get().state == "answered"
