"""Clean copies that go along with a referral: chosen one by one, under its key, gone with it."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.signals.sharing import FACTS, Town, town
from tests.signals.telling import safety_region

from toevlucht.partners.actions.api_keys import make_api_key
from toevlucht.partners.models import Person
from toevlucht.partners.queries import viewer_of_person
from toevlucht.partners.rules import Refused
from toevlucht.records.attachments.taking import GivenFile
from toevlucht.records.jobs import work_all
from toevlucht.records.models import AuditLine
from toevlucht.records.sealed import custody
from toevlucht.records.sealed.envelope import CannotOpen
from toevlucht.records.sealed.files import read_file
from toevlucht.signals.actions import attaching, destroying, links, sharing
from toevlucht.signals.actions.attaching import attach_files
from toevlucht.signals.actions.handing_over import hand_over
from toevlucht.signals.models import (
    DeskEntry,
    Exclusion,
    OneTimeLink,
    Referral,
    Report,
    SharedFile,
)

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

CHOSEN, NOT_CHOSEN = b"A list that stood at the gate.", b"Another list, not for the police."
HEIC = b"\0\0\0\x18ftypheic\0\0"


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Town:
    """With a file that is chosen below, one that is not, and one without a clean copy."""
    monkeypatch.setattr(attaching, "clean_copy_apart", lambda sent: None if sent == HEIC else sent)
    made = town()
    key = custody.open_key(made.report.record, "gm0344")
    files = [
        GivenFile("not chosen.txt", NOT_CHOSEN),
        GivenFile("vira at the gate.txt", CHOSEN),
        GivenFile("photo.heic", HEIC),
    ]
    attach_files(made.report, key, files)
    work_all()
    return made


def browser(somebody: Person) -> Client:
    found = Client()
    found.force_login(somebody)
    return found


def program(maker: Person) -> Client:
    _, key = make_api_key(viewer_of_person(maker.pk), "A program", ["coordinator"], 30)
    return Client(headers={"authorization": f"Bearer {key}"})


def at(made: Referral, number: int = 1) -> str:
    return f"/en/desk/referrals/{made.reference}/files/{number}/"


def at_api(made: Referral, number: int = 1) -> str:
    return f"/api/v1/referrals/{made.reference}/files/{number}"


def on_disk(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if re.fullmatch("[0-9a-f]{32}", path.name)}


def test_a_file_is_chosen_previewed_and_read_by_the_receiver_alone(here: Town) -> None:
    ours, theirs = browser(here.handler_person), browser(here.police_person)
    address = f"/en/desk/reports/{here.report.reference}/pass-on/"
    form = ours.get(address).content.decode()
    assert "File 2: vira at the gate.txt (TXT)" in form
    assert "File 3: photo.heic (HEIC): No clean copy can be made" in form
    assert 'name="copies" value="3"' not in form
    wanted: dict[str, Any] = {
        "what": "referral:police:public_task",
        "purpose": "investigate",
        "consent": "not_asked",
        "copies": ["2"],
        "handling": "amber",
        "expires_on": (timezone.localdate() + datetime.timedelta(days=30)).isoformat(),
    }
    preview = ours.post(address, wanted).content.decode()
    assert "Clean copy of file 2 (TXT)" in preview
    assert "vira at the gate" not in preview
    ours.post(address, {**wanted, "confirmed": "yes"})
    made = Referral.objects.get()
    assert made.included == ["files"]
    page = f"/en/desk/referrals/{made.reference}/"
    assert at(made) not in theirs.get(page).content.decode()
    assert theirs.get(at(made)).status_code == 404
    theirs.post(f"{page}accept/")
    report = theirs.get(f"/en/desk/reports/{here.report.reference}/").content.decode()
    assert at(made) in theirs.get(page).content.decode()
    assert at(made) in report
    assert "vira at the gate" not in report
    assert FACTS not in report
    answer = theirs.get(at(made))
    assert answer.content == CHOSEN
    assert answer["Content-Disposition"] == f'attachment; filename="{made.reference}-1.txt"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    line = AuditLine.objects.filter(event="referral.file_read", outcome="done").get()
    assert (line.ids, line.kind) == ([made.reference, "1"], "referral")
    assert "Clean copy of file 2" in ours.get(page).content.decode()
    assert ours.get(at(made)).status_code == 404  # who handles it fetches it from the report


def test_a_program_fetches_what_its_maker_may(here: Town) -> None:
    made = here.offer(files=(2,))
    theirs = program(here.police_person)
    one = f"/api/v1/referrals/{made.reference}"
    assert theirs.get(one).json()["files"] == []
    assert theirs.get(at_api(made)).status_code == 404
    sharing.accept(here.police, made.reference)
    assert theirs.get(one).json()["files"] == [1]
    assert theirs.get("/api/v1/referrals").json()["items"][0]["files"] == [1]
    assert theirs.get(at_api(made)).content == CHOSEN
    assert theirs.get(at_api(made, 2)).status_code == 404
    assert program(here.outsider_person).get(at_api(made)).status_code == 404


def test_the_copy_opens_under_the_key_of_the_referral_only(here: Town) -> None:
    made = here.accepted(files=(2,))
    row = SharedFile.objects.get()
    own = custody.open_key(made.record, "police")
    assert read_file(own, made.record, row.stored) == CHOSEN
    with pytest.raises(CannotOpen):
        read_file(custody.open_key(here.report.record, "gm0344"), here.report.record, row.stored)
    with pytest.raises(CannotOpen):
        read_file(own, here.report.record, here.report.attachments.all()[1].clean_copy)


@pytest.mark.parametrize("files", [(3,), (9,), (2, 3)])
def test_what_has_no_clean_copy_cannot_be_chosen(here: Town, files: tuple[int, ...]) -> None:
    with pytest.raises(Refused, match="files"):
        here.offer(files=files)
    here.report.attachments.update(state="waiting")
    with pytest.raises(Refused, match="files"):
        here.offer(files=(2,))
    here.report.attachments.update(state="refused_by_scanner")
    with pytest.raises(Refused, match="files"):
        here.offer(files=(1,))
    assert not SharedFile.objects.exists()


def test_no_file_goes_along_with_a_registration(here: Town) -> None:
    values = {"act": "registration", "purpose": "statistics", "basis": "no_personal_data"}
    with pytest.raises(Refused, match="registration_parts"):
        here.offer(**values, parts=(), files=(2,))


def test_where_passing_on_fails_no_copy_is_left(
    here: Town, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = on_disk(data_folder)
    monkeypatch.setattr(sharing, "note_step", lambda *a, **b: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        here.offer(files=(1, 2))
    assert on_disk(data_folder) == before
    assert not SharedFile.objects.exists()


def test_strangers_wrong_numbers_and_whom_it_is_kept_from_find_nothing(here: Town) -> None:
    made = here.accepted(files=(2,))
    named = here.colleague_person
    Exclusion.objects.create(report=here.report, person=named.pk)
    for somebody in (here.outsider_person, named):
        for number in (1, 2):
            found = browser(somebody).get(at(made, number))
            never = browser(somebody).get(f"/en/desk/referrals/bbbbbbbbbbbb/files/{number}/")
            assert (found.status_code, never.status_code) == (404, 404)
        assert program(somebody).get(at_api(made)).status_code == 404
    assert browser(here.police_person).get(at(made, 2)).status_code == 404
    assert not AuditLine.objects.filter(event="referral.file_read", outcome="done").exists()


@pytest.mark.parametrize("end", ["refused", "handed_back", "revoked", "expired", "last day over"])
def test_once_it_is_over_the_copy_is_gone(
    here: Town, end: str, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = here.offer(files=(2,))
    stored = SharedFile.objects.get().stored
    if end == "refused":
        sharing.refuse(here.police, made.reference, "too_little")
    else:
        sharing.accept(here.police, made.reference)
    if end == "handed_back":
        sharing.hand_back(here.police, made.reference, "done")
    if end == "revoked":
        sharing.revoke(here.handler, made.reference, "mistake")
    if end in ("expired", "last day over"):
        after = made.expires_on + datetime.timedelta(days=1)
        monkeypatch.setattr(timezone, "localdate", lambda: after)
    if end == "expired":
        sharing.expire_referrals()
    assert browser(here.police_person).get(at(made)).status_code == 404
    if end == "last day over":
        return
    assert stored not in on_disk(data_folder)
    assert not SharedFile.objects.exists()
    with pytest.raises(custody.NoKey):
        custody.open_key(made.record, "police")


def test_with_the_report_its_copies_are_destroyed(here: Town, data_folder: Path) -> None:
    made = here.accepted(files=(1, 2))
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Report.objects.filter(pk=here.report.pk).update(keep_until=yesterday)
    assert destroying.destroy_due(10) == 1
    assert on_disk(data_folder) == set()
    assert not SharedFile.objects.exists()
    assert custody.holders_of(made.record) == []
    assert browser(here.police_person).get(at(made)).status_code == 404


def test_when_daily_use_ends_the_copies_are_no_longer_read(here: Town) -> None:
    made = here.accepted(files=(2,))
    DeskEntry.objects.update(reads_sealed=False)
    assert browser(here.police_person).get(at(made)).status_code == 404


def test_who_stays_involved_keeps_copies_of_the_clean_files_alone(here: Town) -> None:
    region = safety_region()
    hand_over(here.handler, here.report.reference, "vr09", stays_involved=True)
    made = Referral.objects.get()
    ours = browser(here.handler_person)
    assert ours.get(at(made)).content == NOT_CHOSEN
    assert ours.get(at(made, 2)).content == CHOSEN
    assert ours.get(at(made, 3)).status_code == 404
    assert browser(region).get(at(made)).status_code == 404


def opened_by_link(here: Town) -> tuple[str, str, Referral]:
    made = here.offer(files=(2,))
    token = links.make_link(here.handler, made.reference)
    page = Client().post(f"/en/partner/{token}/").content.decode()
    ticket = re.search(r'name="ticket" value="([^"]+)"', page)
    assert ticket
    assert "Fetch copy 1 (TXT" in page
    return token, ticket[1], made


def test_the_page_that_opened_a_link_fetches_its_files_and_no_other_does(here: Town) -> None:
    token, ticket, made = opened_by_link(here)
    partner, address = Client(), f"/en/partner/{token}/files/1/"
    assert partner.post(address, {"ticket": ticket}).content == CHOSEN
    line = AuditLine.objects.filter(event="referral.file_read").get()
    assert (line.ids, line.organisation) == ([made.reference, "1"], "police")
    again = partner.post(f"/en/partner/{token}/").content.decode()
    assert "ticket" not in again
    for wrong in ("", "made-up", token):
        assert partner.post(address, {"ticket": wrong}).status_code == 404
    assert partner.get(address).status_code == 405
    assert partner.post(f"/en/partner/{token}/files/2/", {"ticket": ticket}).status_code == 404
    sharing.revoke(here.handler, made.reference, "mistake")
    other = here.offer(files=(1,))
    elsewhere = links.make_link(here.handler, other.reference)
    links.open_link(elsewhere)
    address = f"/en/partner/{elsewhere}/files/1/"
    assert partner.post(address, {"ticket": ticket}).status_code == 404


@pytest.mark.parametrize("end", ["hour", "revoked", "answered", "replaced"])
def test_the_files_of_a_link_end_with_it(here: Town, end: str) -> None:
    token, ticket, made = opened_by_link(here)
    if end == "hour":
        OneTimeLink.objects.update(opened_at=timezone.now() - links.FILES_FOR)
    if end == "revoked":
        sharing.revoke(here.handler, made.reference, "mistake")
    if end == "answered":
        assert links.answer_link(token, "taken_up", "")
    if end == "replaced":
        links.make_link(here.handler, made.reference)
    assert links.fetch_with_link(token, ticket, 1) is None
    if end != "hour":
        assert bytes(OneTimeLink.objects.get(digest=links._digest(token)).wrapped) == b""
