"""A large package is kept at once and checked later; what is wrong is told without its values."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.picture.contributing.packages import package, upload
from tests.picture.contributing.people import Desks
from tests.picture.desk import Desk, observation

from toevlucht.picture import received
from toevlucht.picture.models import Contribution, Package
from toevlucht.records.jobs import work_all
from toevlucht.records.models import AuditLine

SEND = "/en/desk/contributions/send/"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toevlucht.picture.pages.sending.SMALL", 0)


def test_it_is_taken_when_it_is_its_turn(desks: Desks, tmp_path: Path) -> None:
    sent = package(tmp_path, observations=[observation("K-1")])
    client = desks.client("owner")
    waiting = client.post(SEND, {"uploads": [upload(sent)]})["Location"]
    page = client.get(waiting).content.decode()
    assert 'http-equiv="refresh"' in page
    assert not Contribution.objects.exists()
    assert work_all() == 1
    taken = Contribution.objects.get()
    assert client.get(waiting)["Location"] == f"/en/desk/contributions/{taken.pk}/"
    assert (taken.channel, taken.path.read_bytes()) == ("page", sent.read_bytes())
    line = AuditLine.objects.get(event="contribution.taken")
    assert (line.person, line.channel) == (desks.people["owner"].pk, "task")
    assert not received.waiting_file(Package.objects.get().pk).exists()


def test_what_is_wrong_is_told_and_no_value_is_kept(desks: Desks, tmp_path: Path) -> None:
    sent = package(tmp_path, observations=[observation("K-1", known_on="Jan Jansen")])
    client = desks.client("owner")
    waiting = client.post(SEND, {"uploads": [upload(sent)]})["Location"]
    work_all()
    found = Package.objects.get()
    assert (found.state, found.problem_count) == ("refused", 1)
    assert "Jansen" not in str(found.problems)
    page = client.get(waiting).content.decode()
    assert "There is 1 problem" in page
    assert "known_on" in page
    assert 'http-equiv="refresh"' not in page
    assert "<h1>Your package was not taken</h1>" in page
    assert "Er is 1 probleem" in client.get(waiting.replace("/en/", "/nl/")).content.decode()
    assert not received.waiting_file(found.pk).exists()


def test_a_row_in_the_place_of_the_header_is_not_kept_either(desks: Desks, tmp_path: Path) -> None:
    folder = Desk(tmp_path).receive("kmar", observations=[observation("K-1")])
    table = folder / "observations.csv"
    _, row = table.read_text("utf-8").splitlines()
    table.write_text(f"{row},Jan Jansen\n{row},x\n", "utf-8")
    files = [upload(path) for path in sorted(folder.iterdir())]
    waiting = desks.client("owner").post(SEND, {"uploads": files})["Location"]
    work_all()
    found = Package.objects.get()
    assert found.state == "refused"
    assert {one["code"] for one in found.problems} >= {"unknown_column", "missing_column"}
    assert "Jansen" not in str(found.problems)
    assert "known_on" in desks.client("owner").get(waiting).content.decode()


def test_nobody_fills_the_queue_for_the_others(
    desks: Desks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("toevlucht.picture.actions.packages.MOST_WAITING", 1)
    client = desks.client("owner")
    sent = package(tmp_path, observations=[observation("K-1")])
    assert client.post(SEND, {"uploads": [upload(sent)]}).status_code == 302
    refused = client.post(SEND, {"uploads": [upload(sent)]})
    assert refused.status_code == 400
    assert "wait to be checked already" in refused.content.decode()
    assert Package.objects.count() == 1
    other = package(tmp_path / "police", "police", observations=[observation("P-1")])
    assert desks.client("outsider").post(SEND, {"uploads": [upload(other)]}).status_code == 302
    work_all()
    assert client.post(SEND, {"uploads": [upload(sent)]}).status_code == 302


def test_doing_it_twice_takes_it_once(desks: Desks, tmp_path: Path) -> None:
    from toevlucht.picture.actions.packages import check_package

    sent = package(tmp_path, observations=[observation("K-1")])
    desks.client("owner").post(SEND, {"uploads": [upload(sent)]})
    found = Package.objects.get()
    kept = received.waiting_file(found.pk).read_bytes()
    check_package(lambda *_: None, package=found.pk)
    # The worker died after taking it and before saying so.
    Package.objects.update(state="waiting", contribution=None)
    received.waiting_file(found.pk).write_bytes(kept)
    check_package(lambda *_: None, package=found.pk)
    assert Contribution.objects.count() == 1
    assert Package.objects.get().state == "taken"


@pytest.mark.parametrize("name", ["outsider", "approver"])
def test_for_others_it_is_not_there(desks: Desks, tmp_path: Path, name: str) -> None:
    sent = package(tmp_path, observations=[observation("K-1")])
    waiting = desks.client("owner").post(SEND, {"uploads": [upload(sent)]})["Location"]
    assert desks.client(name).get(waiting).status_code == 404
    assert desks.client("administrator").get(waiting).status_code == 403
    assert desks.client("colleague").get(waiting).status_code == 200
