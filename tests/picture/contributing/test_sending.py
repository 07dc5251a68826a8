"""A partner sends files: they are taken whole, or nothing is and everything wrong is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.picture.contributing.conftest import Send
from tests.picture.contributing.packages import package, upload
from tests.picture.contributing.people import Desks
from tests.picture.desk import observation

from toevlucht.picture.models import Contribution, Package
from toevlucht.records.models import AuditLine

SEND = "/nl/desk/contributions/send/"


def events() -> list[str]:
    return list(AuditLine.objects.order_by("pk").values_list("event", flat=True))


def test_a_contributor_sends_a_zip_and_sees_what_was_taken(desks: Desks, tmp_path: Path) -> None:
    sent = package(tmp_path, observations=[observation("K-1"), observation("K-2")])
    client = desks.client("owner")
    response = client.post(SEND, {"uploads": [upload(sent)]}, follow=True)
    taken = Contribution.objects.get()
    assert response.redirect_chain == [(f"/nl/desk/contributions/{taken.pk}/", 302)]
    assert "Uw inzending is overgenomen" in response.content.decode()
    assert taken.rows == {"observations": 2}
    assert taken.sha256 in response.content.decode()
    assert taken.path.read_bytes() == sent.read_bytes()
    assert events() == ["contribution.taken", "contribution.read"]
    line = AuditLine.objects.get(event="contribution.taken")
    assert (line.person, line.organisation) == (desks.people["owner"].pk, "kmar")
    assert (line.ids, line.on_behalf_of) == ([str(taken.pk)], "")


def test_several_files_are_as_good_as_a_zip(desks: Desks, tmp_path: Path) -> None:
    from tests.picture.desk import Desk

    folder = Desk(tmp_path / "loose").receive("kmar", observations=[observation("K-1")])
    files = [upload(path) for path in sorted(folder.iterdir())]
    desks.client("owner").post(SEND, {"uploads": files})
    assert Contribution.objects.get().rows == {"observations": 1}


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("nl", "Er is 1 probleem"),
        ("en", "There is 1 problem"),
        ("uk", "Є 1 проблема"),
    ],
)
def test_what_is_wrong_is_said_in_the_readers_language_and_nothing_is_taken(
    desks: Desks, tmp_path: Path, language: str, title: str, data_folder: Path
) -> None:
    sent = package(tmp_path, observations=[observation("K-1", rung="rumor")])
    address = SEND.replace("/nl/", f"/{language}/")
    response = desks.client("owner").post(address, {"uploads": [upload(sent)]})
    page = response.content.decode()
    assert response.status_code == 400
    assert title in page
    assert "observations.csv" in page
    assert "rumour" in page  # did you mean
    assert not Contribution.objects.exists()
    assert not list(data_folder.rglob("*.zip"))
    assert not list(data_folder.rglob("*.parquet"))
    assert events() == ["contribution.refused"]


def test_the_same_bytes_are_taken_once(desks: Desks, tmp_path: Path) -> None:
    sent = package(tmp_path, observations=[observation("K-1")])
    client = desks.client("owner")
    client.post(SEND, {"uploads": [upload(sent)]})
    page = client.post(SEND, {"uploads": [upload(sent)]}, follow=True).content.decode()
    assert "Zij tellen één keer" in page
    assert Contribution.objects.count() == 1


def test_a_row_that_came_before_is_refused(send: Send, desks: Desks, tmp_path: Path) -> None:
    send(observations=[observation("K-1")])
    again = package(tmp_path, observations=[observation("K-1", count="2")], cut_off="2022-04-23")
    page = desks.client("owner").post(SEND, {"uploads": [upload(again)]}).content.decode()
    assert "een eerdere inzending" in page
    assert Contribution.objects.count() == 1


def test_a_row_may_correct_one_that_came_before(send: Send) -> None:
    send(observations=[observation("K-1")])
    send("outsider", "police", observations=[observation("P-1", corrects="kmar/K-1")])
    assert Contribution.objects.count() == 2


def test_nobody_sends_in_the_name_of_another(desks: Desks, tmp_path: Path) -> None:
    sent = package(tmp_path, "kmar", observations=[observation("K-1")])
    response = desks.client("outsider").post(SEND, {"uploads": [upload(sent)]})
    assert response.status_code == 400
    assert "kmar" in response.content.decode()
    assert not Contribution.objects.exists()


def test_red_is_refused_at_the_door(desks: Desks, tmp_path: Path) -> None:
    folder = tmp_path / "red"
    folder.mkdir()
    from tests.picture.desk import Desk

    made = Desk(folder).receive("kmar", observations=[observation("K-1")])
    manifest = made / "contribution.toml"
    manifest.write_text(manifest.read_text("utf-8").replace('"green"', '"red"'), "utf-8")
    files = [upload(path) for path in sorted(made.iterdir())]
    page = desks.client("owner").post(SEND, {"uploads": files}).content.decode()
    assert "TLP:RED" in page
    assert not Contribution.objects.exists()


def test_the_centre_sends_for_a_partner_with_a_reason(desks: Desks, tmp_path: Path) -> None:
    sent = package(tmp_path, "nla", observations=[observation("N-1")])
    client = desks.client("editor")
    given = {"uploads": [upload(sent)], "on_behalf_of": "nla", "reason": "They asked by phone"}
    client.post(SEND, given)
    taken = Contribution.objects.get()
    assert (taken.organisation.code, taken.on_behalf_reason) == ("nla", "They asked by phone")
    assert AuditLine.objects.get(event="contribution.taken").on_behalf_of == "nla"


def test_the_centre_gives_a_reason_or_does_not_send(desks: Desks, tmp_path: Path) -> None:
    sent = package(tmp_path, "nla", observations=[observation("N-1")])
    response = desks.client("editor").post(SEND, {"uploads": [upload(sent)], "on_behalf_of": "nla"})
    assert response.status_code == 400
    assert not Contribution.objects.exists()


def test_a_partner_is_not_offered_to_send_for_others(desks: Desks, tmp_path: Path) -> None:
    page = desks.client("owner").get(SEND).content.decode()
    assert "on_behalf_of" not in page
    sent = package(tmp_path, "nla", observations=[observation("N-1")])
    given = {"uploads": [upload(sent)], "on_behalf_of": "nla", "reason": "Because"}
    assert desks.client("owner").post(SEND, given).status_code == 400
    assert not Contribution.objects.exists()


@pytest.mark.parametrize(
    "name", ["colleague", "administrator", "centre_reader", "centre_administrator", "approver"]
)
def test_who_may_not_send_is_refused_on_record(desks: Desks, tmp_path: Path, name: str) -> None:
    sent = package(tmp_path, observations=[observation("K-1")])
    response = desks.client(name).post(SEND, {"uploads": [upload(sent)]})
    assert response.status_code == 403
    assert not Contribution.objects.exists()
    assert AuditLine.objects.get().outcome == "refused"


def test_who_is_not_logged_in_is_asked_to(desks: Desks, tmp_path: Path) -> None:
    response = desks.client(None).get(SEND)
    assert response.status_code == 302
    assert "/account/" in response["Location"]


def test_no_file_is_a_clear_mistake(desks: Desks) -> None:
    response = desks.client("owner").post(SEND, {})
    assert response.status_code == 400
    assert "Kies minstens één bestand" in response.content.decode()


def test_two_files_of_one_name_are_a_clear_mistake(desks: Desks, tmp_path: Path) -> None:
    sent = package(tmp_path, observations=[observation("K-1")])
    response = desks.client("owner").post(SEND, {"uploads": [upload(sent), upload(sent)]})
    assert response.status_code == 400
    assert "dezelfde naam" in response.content.decode()


def test_what_is_no_package_at_all_is_told(desks: Desks, tmp_path: Path) -> None:
    junk = tmp_path / "junk.zip"
    junk.write_bytes(b"PK\x03\x04 and then nothing")
    response = desks.client("owner").post(SEND, {"uploads": [upload(junk)]})
    assert response.status_code == 400
    assert "junk.zip" in response.content.decode()
    assert not Package.objects.exists()
