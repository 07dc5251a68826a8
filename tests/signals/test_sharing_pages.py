"""The pages of sharing: what each person finds and fills in, and who is answered with nothing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from tests.partners.people import organisation, person
from tests.signals.sharing import CONTACT, FACTS, PERSONS, Town, agree, town

from toevlucht.language import LANGUAGES
from toevlucht.partners.models import Person
from toevlucht.signals.models import Exclusion, OneTimeLink, Referral

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

WANTED = {
    "what": "referral:police:public_task",
    "purpose": "investigate",
    "consent": "not_asked",
    "parts": ["facts", "contact"],
    "question": "Is this van known to you?",
    "handling": "amber",
    "expires_on": "2026-12-31",
}


@pytest.fixture
def here() -> Town:
    return town()


def browser(somebody: Person) -> Client:
    found = Client()
    found.force_login(somebody)
    return found


def read(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return str(answer.content.decode())


def wanted(here: Town, **values: Any) -> dict[str, Any]:
    from django.utils import timezone

    day = timezone.localdate().replace(year=timezone.localdate().year + 1, day=1)
    return {**WANTED, "expires_on": day.isoformat(), **values}


def test_a_report_is_passed_on_answered_and_revoked_on_the_pages_alone(here: Town) -> None:
    ours, theirs = browser(here.handler_person), browser(here.police_person)
    report = f"/en/desk/reports/{here.report.reference}/"
    assert f"{report}pass-on/" in read(ours, report)
    assert "Is this van" not in read(ours, f"{report}pass-on/")
    preview = ours.post(f"{report}pass-on/", wanted(here))
    assert preview.status_code == 200
    shown = re.sub(r'<input type="hidden"[^>]*>', "", preview.content.decode())
    assert "what was seen" in shown
    assert FACTS not in shown
    assert "Is this van" not in shown
    assert not Referral.objects.exists()
    looked = ours.post(f"{report}pass-on/", wanted(here, look="yes")).content.decode()
    assert FACTS in looked
    assert "<mark>06 12345678 <small>(telephone number)</small></mark>" in looked
    assert not Referral.objects.exists()
    changed = ours.post(f"{report}pass-on/", wanted(here, change="yes"))
    assert "Is this van known" in changed.content.decode()
    made = ours.post(f"{report}pass-on/", wanted(here, confirmed="yes"))
    referral = Referral.objects.get()
    here_is = f"/en/desk/referrals/{referral.reference}/"
    assert made.url == here_is
    assert "1 referral waits" in read(theirs, "/en/desk/")
    assert referral.reference in read(theirs, "/en/desk/referrals/")
    assert referral.reference in read(ours, "/en/desk/referrals/sent/")
    assert "Is this van" not in read(theirs, here_is)
    assert FACTS not in read(theirs, report)
    theirs.post(f"{here_is}accept/")
    assert "Is this van known" in read(theirs, here_is)
    page = read(theirs, report)
    assert FACTS in page
    assert CONTACT in page
    assert PERSONS not in page
    given = {"answer-status": "taken_up", "answer-words": "We keep an eye on the gate."}
    theirs.post(f"{here_is}answer/", given)
    assert "We keep an eye on the gate." in read(ours, here_is)
    ours.post(f"{here_is}revoke/", {"revoke-reason": "no_longer_needed"})
    assert "can no longer be read" in read(theirs, here_is)
    read(theirs, report, 404)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_speaks_the_readers_language(here: Town, language: str) -> None:
    made = here.accepted(question="Is this van known to you?")
    ours, theirs = browser(here.handler_person), browser(here.police_person)
    desk = f"/{language}/desk/"
    for address in (
        f"{desk}reports/{here.report.reference}/",
        f"{desk}reports/{here.report.reference}/pass-on/",
        f"{desk}reports/{here.report.reference}/hand-over/",
        f"{desk}referrals/",
        f"{desk}referrals/sent/",
        f"{desk}referrals/agreements/",
        f"{desk}referrals/{made.reference}/",
        f"{desk}corrections/",
        f"{desk}emergency-reports/",
    ):
        read(ours, address)
    for address in (
        f"{desk}reports/{here.report.reference}/",
        f"{desk}referrals/",
        f"{desk}referrals/{made.reference}/",
    ):
        read(theirs, address)


def test_what_is_wrong_is_explained_and_nothing_typed_is_lost(here: Town) -> None:
    ours = browser(here.handler_person)
    address = f"/en/desk/reports/{here.report.reference}/pass-on/"
    answer = ours.post(address, wanted(here, handling="red", confirmed="yes"))
    words = answer.content.decode()
    assert answer.status_code == 400
    assert "error-summary" in words
    assert "Is this van known to you?" in words
    assert not Referral.objects.exists()


def test_the_form_offers_nobody_from_whom_it_is_kept_and_does_not_say_so(here: Town) -> None:
    organisation("nla", kind="inspectorate")
    person("ines", "nla", "coordinator")
    agree("gm0344", "nla")
    ours = browser(here.handler_person)
    address = f"/en/desk/reports/{here.report.reference}/pass-on/"
    before = read(ours, address)
    assert "referral:nla:public_task" in before
    assert "sergeant" in before
    Exclusion.objects.create(report=here.report, organisation="nla")
    Exclusion.objects.create(report=here.report, person=here.colleague_person.pk)
    after = read(ours, address)
    assert "nla" not in after
    assert "ines" not in after
    assert "sergeant" not in after
    assert "inspector" in after
    forged = ours.post(address, wanted(here, what="referral:nla:public_task", confirmed="yes"))
    assert forged.status_code == 400
    assert not Referral.objects.exists()


def test_of_others_there_is_nothing_to_find(here: Town) -> None:
    made = here.accepted()
    outsider = browser(here.outsider_person)
    desk = "/en/desk/"
    for address in (
        f"{desk}reports/{here.report.reference}/pass-on/",
        f"{desk}reports/{here.report.reference}/hand-over/",
        f"{desk}referrals/{made.reference}/",
        f"{desk}emergency-reports/gm0344/",
        f"{desk}emergency-reports/gm0344/{here.report.reference}/",
    ):
        read(outsider, address, 404)
    for step in ("accept", "refuse", "answer", "hand-back", "revoke", "link"):
        address = f"{desk}referrals/{made.reference}/{step}/"
        assert outsider.post(address).status_code == 404
    assert made.reference not in read(outsider, f"{desk}referrals/")
    theirs = browser(here.police_person)
    read(theirs, f"{desk}reports/{here.report.reference}/pass-on/", 404)
    assert theirs.post(f"{desk}referrals/{made.reference}/revoke/", {}).status_code == 400
    administrator = browser(person("ada", "gm0344", "administrator"))
    read(administrator, f"{desk}referrals/", 403)


def test_a_partner_without_an_account_reads_once_and_answers(here: Town) -> None:
    made = here.offer(question="Is this van known to you?")
    ours, partner = browser(here.handler_person), Client(enforce_csrf_checks=True)
    address = f"/en/desk/referrals/{made.reference}/link/"
    assert ours.post(address, {"link-email": "not an address"}).status_code == 400
    ours.post(address, {"link-email": "desk@police.example"})
    sent = mail.outbox[0]
    found = re.search(r"(/en/partner/([^/]+)/)", str(sent.body))
    assert found
    link, token = found.groups()
    assert sent.to == ["desk@police.example"]
    for word in (FACTS, "van", made.reference, here.report.reference, "gm0344"):
        assert word not in f"{sent.subject}{sent.body}"
    assert token not in str(list(OneTimeLink.objects.values()))
    for _ in range(2):  # a scanner of mails looks first
        answer = partner.get(link)
        assert answer.status_code == 200
        assert FACTS not in answer.content.decode()
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "no-store" in answer["Cache-Control"]
    page = partner.post(link).content.decode()
    assert FACTS in page
    assert "Is this van known" in page
    assert CONTACT not in page
    assert bytes(OneTimeLink.objects.get().wrapped) == b""
    again = partner.post(link).content.decode()
    assert FACTS not in again
    wrong = partner.post(f"{link}answer/", {"answer-words": "Kept as it was typed."})
    assert wrong.status_code == 400
    assert "Kept as it was typed." in wrong.content.decode()
    given = {"answer-status": "taken_up", "answer-words": "It is ours to look at."}
    assert partner.post(f"{link}answer/", given).status_code == 200
    assert "It is ours to look at." in read(ours, f"/en/desk/referrals/{made.reference}/")
    assert partner.get(link).status_code == 404
    assert partner.post(f"{link}answer/", given).status_code == 404


@pytest.mark.parametrize("end", ["revoked", "over", "replaced", "refused"])
def test_a_link_ends_with_its_referral_or_its_days(here: Town, end: str) -> None:
    from django.utils import timezone

    from toevlucht.signals.actions import links, sharing

    made = here.offer()
    token = links.make_link(here.handler, made.reference)
    if end == "revoked":
        sharing.revoke(here.handler, made.reference, "mistake")
    if end == "over":
        OneTimeLink.objects.update(expires_at=timezone.now())
    if end == "replaced":
        links.make_link(here.handler, made.reference)
    if end == "refused":
        assert links.open_link(token) is not None
        assert links.refuse_link(token, "no_capacity")
        made.refresh_from_db()
        assert made.state == "refused"
    assert links.find_link(token) is None
    assert links.open_link(token) is None
    assert not links.answer_link(token, "taken_up", "")
    answers = [Client().get(f"/en/partner/{one}/") for one in (token, "made-up")]
    assert [answer.status_code for answer in answers] == [404, 404]
    without_token = [
        answer.content.replace(one.encode(), b"")
        for answer, one in zip(answers, (token, "made-up"), strict=True)
    ]
    assert without_token[0] == without_token[1]


def test_what_is_red_goes_by_no_link(here: Town) -> None:
    from toevlucht.partners.rules import Refused
    from toevlucht.records.viewer import NotAllowed
    from toevlucht.signals.actions import links

    made = here.offer(handling="red", recipients=(here.police_person.pk,))
    with pytest.raises(Refused):
        links.make_link(here.handler, made.reference)
    for who in (here.police, here.outsider):
        with pytest.raises(NotAllowed):
            links.make_link(who, made.reference)
