"""The desk shows what was sent to who may see it, and to nobody else that it exists."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.picture.contributing.conftest import Published, Send
from tests.picture.contributing.people import Desks
from tests.picture.desk import observation

from toevlucht.picture.models import Contribution, Trace
from toevlucht.records.jobs import work_all
from toevlucht.records.models import AuditLine

LIST = "/en/desk/contributions/"
OWN = ("owner", "colleague", "editor")
OTHERS = ("outsider", "centre_reader", "approver")
WITHOUT = ("administrator", "centre_administrator")


def pages(one: Contribution) -> list[str]:
    here = f"{LIST}{one.pk}/"
    return [here, f"{here}file/", f"{here}rows/observations/"]


def status(client: Client, page: str) -> int:
    response = client.get(page)
    if response.streaming:
        b"".join(response.streaming_content)  # type: ignore[attr-defined]
    return response.status_code


def refusals() -> list[tuple[str, list[str]]]:
    lines = AuditLine.objects.filter(outcome="refused").order_by("pk")
    return list(lines.values_list("event", "ids"))


@pytest.mark.parametrize("name", OWN)
def test_the_own_organisation_and_the_centres_editor_read_it(
    send: Send, desks: Desks, name: str
) -> None:
    one = send(observations=[observation("K-1", count="3")])
    client = desks.client(name)
    assert [status(client, page) for page in pages(one)] == [200, 200, 200]
    read = AuditLine.objects.filter(person=desks.people[name].pk)
    last = read.order_by("-pk").values_list("event", flat=True)[:3]
    assert set(last) == {"contribution.read", "contribution.downloaded"}
    assert not refusals()


@pytest.mark.parametrize("name", OTHERS)
def test_for_others_it_does_not_exist_and_that_they_asked_is_on_record(
    send: Send, desks: Desks, name: str
) -> None:
    one = send(observations=[observation("K-1")])
    client = desks.client(name)
    assert [status(client, page) for page in pages(one)] == [404, 404, 404]
    assert [ids for _, ids in refusals()] == [[str(one.pk)]] * 3
    assert b"K-1" not in client.get(LIST).content


@pytest.mark.parametrize("name", WITHOUT)
def test_an_administrator_alone_reads_no_content(send: Send, desks: Desks, name: str) -> None:
    one = send(observations=[observation("K-1")])
    client = desks.client(name)
    assert [status(client, page) for page in [LIST, *pages(one)]] == [403] * 4
    assert len(refusals()) == 4


def test_without_logging_in_there_is_only_the_way_in(send: Send, desks: Desks) -> None:
    one = send(observations=[observation("K-1")])
    client = desks.client(None)
    for page in [LIST, *pages(one)]:
        response = client.get(page)
        assert response.status_code == 302
        assert "/account/" in response["Location"]


def test_the_file_is_as_it_was_sent(send: Send, desks: Desks) -> None:
    one = send(observations=[observation("K-1")])
    response = desks.client("colleague").get(f"{LIST}{one.pk}/file/")
    assert b"".join(response.streaming_content) == one.path.read_bytes()  # type: ignore[attr-defined]
    assert response["Content-Type"] == "application/zip"
    assert "attachment" in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]


def test_rows_are_shown_a_page_at_a_time_in_their_own_words(send: Send, desks: Desks) -> None:
    one = send(observations=[observation(f"K-{n:03}") for n in range(120)])
    address = f"{LIST}{one.pk}/rows/observations/"
    client = desks.client("owner")
    first, last = (client.get(f"{address}?page={n}").content.decode() for n in (1, 3))
    assert "Rows 1 to 50 of 120" in first
    assert "Rows 101 to 120 of 120" in last
    assert "K-000" in first
    assert "K-119" in last
    assert "labour exploitation" in first.lower()
    assert client.get(f"{address}?page=4").status_code == 404
    assert client.get(f"{LIST}{one.pk}/rows/counts/").status_code == 404


def test_a_country_is_named_and_what_is_unknown_is_said(send: Send, desks: Desks) -> None:
    one = send(observations=[observation("K-1", country="UA", citizenship="unknown")])
    page = desks.client("owner").get(f"/nl/desk/contributions/{one.pk}/rows/observations/")
    assert "<td>Oekraïne</td>" in page.content.decode()
    assert "<td>unknown</td>" not in page.content.decode()


def test_older_contributions_are_a_page_further(
    send: Send, desks: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("toevlucht.picture.queries.contributing.PAGE", 2)
    sent = [send(observations=[observation(f"K-{n}")]) for n in range(3)]
    client = desks.client("colleague")
    page = client.get(LIST).content.decode()
    assert f"?before={sent[1].pk}" in page
    assert f"Contribution {sent[0].pk}<" not in page
    older = client.get(f"{LIST}?before={sent[1].pk}").content.decode()
    assert f"Contribution {sent[0].pk}<" in older
    assert "?before=" not in older


def test_an_empty_desk_says_so(desks: Desks) -> None:
    assert "Nothing has been sent yet" in desks.client("colleague").get(LIST).content.decode()


def test_a_page_asks_the_database_the_same_number_of_questions_whatever_it_shows(
    send: Send, desks: Desks
) -> None:
    def asked(address: str) -> int:
        client = desks.client("editor")
        status(client, address)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert status(client, address) == 200
        return len([q for q in captured if "records_audit" not in q["sql"]])

    one = send(observations=[observation("K-1")])
    few = [asked(address) for address in (LIST, *pages(one))]
    for n in range(6):
        send(observations=[observation(f"K-{n}-{m}") for m in range(9)])
    assert [asked(address) for address in (LIST, *pages(one))] == few
    assert max(few) < 16


def test_a_contribution_is_withdrawn_after_asking_once_more(send: Send, desks: Desks) -> None:
    one = send(observations=[observation("K-1")])
    client = desks.client("owner")
    address = f"{LIST}{one.pk}/withdraw/"
    assert "Withdraw contribution" in client.get(address).content.decode()
    page = client.post(address, follow=True).content.decode()
    assert "was withdrawn" in page
    one.refresh_from_db()
    assert (one.state, one.withdrawn_at is not None) == ("withdrawn", True)
    assert one.withdrawn_by == desks.people["owner"]
    assert AuditLine.objects.filter(event="contribution.withdrawn", outcome="done").count() == 1
    assert client.post(address).status_code == 409
    send(observations=[observation("K-1")])  # the same rows may come again


@pytest.mark.parametrize(
    ("name", "status"), [("colleague", 403), ("outsider", 404), ("approver", 403)]
)
def test_who_did_not_send_it_does_not_withdraw_it(
    send: Send, desks: Desks, name: str, status: int
) -> None:
    one = send(observations=[observation("K-1")])
    assert desks.client(name).post(f"{LIST}{one.pk}/withdraw/").status_code == status
    one.refresh_from_db()
    assert one.is_taken
    assert refusals()


def test_what_others_correct_is_not_withdrawn_from_under_them(send: Send, desks: Desks) -> None:
    one = send(observations=[observation("K-1")])
    send("outsider", "police", observations=[observation("P-1", corrects="kmar/K-1")])
    response = desks.client("owner").post(f"{LIST}{one.pk}/withdraw/")
    assert response.status_code == 409
    assert "correct its rows" in response.content.decode()


def test_after_publishing_nothing_is_withdrawn(
    send: Send, desks: Desks, publish: Published
) -> None:
    one = send(observations=[observation("K-1")])
    publish()
    client = desks.client("owner")
    assert "Withdraw this contribution" not in client.get(f"{LIST}{one.pk}/").content.decode()
    response = client.post(f"{LIST}{one.pk}/withdraw/")
    assert response.status_code == 409
    assert "published with it" in response.content.decode()


@pytest.mark.django_db(transaction=True)
def test_each_number_is_followed_into_the_published_edition(
    send: Send, desks: Desks, publish: Published
) -> None:
    one = send(
        observations=[
            observation("K-1", count="3"),
            observation("K-2", count="9", known_on="2022-02-01"),
        ]
    )
    send("outsider", "police", observations=[observation("P-1", count="4")])
    version = publish()
    owner = desks.client("owner")
    here = f"{LIST}{one.pk}/into/{version.pk}/"
    assert owner.get(here).status_code == 404  # nobody asked yet
    assert owner.post(f"{here}follow/").status_code == 302
    assert "looks again" in owner.get(here).content.decode()
    assert work_all() == 1
    page = owner.get(here).content.decode()
    assert "known before the period of the edition" in page
    assert "3 reports" in page
    assert "7 reports" in page  # published: a national number of reports hides nobody
    assert "4 reports" not in page
    whole = desks.client("editor").get(here).content.decode()
    assert "4 reports" in whole
    rows = owner.get(f"{LIST}{one.pk}/rows/observations/?in={version.pk}").content.decode()
    assert "It is in the edition" in rows
    assert desks.client("outsider").get(here).status_code == 404
    assert desks.client("outsider").post(f"{here}follow/").status_code == 404
    assert Trace.objects.count() == 1


def test_a_version_of_another_series_is_not_followed_into(
    send: Send, desks: Desks, publish: Published
) -> None:
    one = send(observations=[observation("K-1")], series="another-1")
    version = publish()
    here = f"{LIST}{one.pk}/into/{version.pk}/follow/"
    assert desks.client("owner").post(here).status_code == 404
    assert not Trace.objects.exists()


def test_a_crash_while_keeping_the_files_takes_the_row_back(
    desks: Desks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.picture.contributing.packages import package

    from toevlucht.picture import received
    from toevlucht.picture.actions.contributing import send_contribution

    def full(*_: object) -> None:
        raise OSError("no space left")

    sent = package(tmp_path, observations=[observation("K-1")])
    monkeypatch.setattr(received.shutil, "copyfile", full)
    with pytest.raises(OSError, match="no space"):
        send_contribution(desks.viewer("owner"), sent)
    assert not Contribution.objects.exists()
    assert not AuditLine.objects.exists()
    assert not [path for path in received.incoming_folder().parent.rglob("*") if path.is_file()]
