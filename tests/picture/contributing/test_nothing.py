"""We looked and have nothing: said with one click, counted, and undone by sending something."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.picture.contributing.conftest import Send
from tests.picture.contributing.people import Desks
from tests.picture.desk import observation

from toevlucht.dictionary import dictionary
from toevlucht.picture.models import Contribution, Draft, Invitation, Series
from toevlucht.records.models import AuditLine

NOTHING = "/en/desk/contributions/nothing/"
PERIOD = {
    "series": "ukraine-2022",
    "period_from": "2022-02-24",
    "period_to": "2022-04-24",
    "cut_off": "2022-04-24",
    "counting_mode": "cumulative",
}


@pytest.fixture
def asked(desks: Desks) -> Draft:
    """An edition that collects, and asks the border police."""
    titles = {f"title_{tag}": f"Edition ({tag})" for tag in ("nl", "en", "uk")}
    series = Series.objects.create(slug="ukraine-2022", kind="real", **titles)
    draft = Draft.objects.create(
        series=series,
        number=2,
        version=1,
        contributions_of="ukraine-2022",
        period_from="2022-02-24",
        period_to="2022-04-24",
        cut_off="2022-04-24",
        counting_mode="cumulative",
        geography_on="2022-04-24",
        handling="clear",
        opened_by=desks.people["editor"],
        **titles,
    )
    Invitation.objects.create(draft=draft, organisation="kmar")
    return draft


@pytest.mark.parametrize("address", [NOTHING, "/en/desk/contributions/send/tables/"])
def test_a_series_in_the_making_is_named_to_those_who_are_asked_only(
    desks: Desks, asked: Draft, address: str
) -> None:
    named = "<code>ukraine-2022</code>"
    assert named in desks.client("owner").get(address).content.decode()
    assert named not in desks.client("outsider").get(address).content.decode()


def test_one_click_answers_an_open_request(desks: Desks, asked: Draft) -> None:
    client = desks.client("owner")
    page = client.get("/en/desk/contributions/").content.decode()
    assert "What you are asked for" in page
    assert "We have nothing to report" in page
    answer = client.post(NOTHING, {"request": asked.pk}, follow=True).content.decode()
    sent = Contribution.objects.get()
    assert sent.is_nil
    assert sorted(sent.nil) == sorted(dictionary().tables)
    assert "A nil return" in answer
    events = AuditLine.objects.filter(outcome="done").values_list("event", flat=True)
    assert "contribution.nil" in events
    assert "contribution.taken" not in events
    assert "We have nothing to report" not in client.get("/en/desk/contributions/").content.decode()


def test_who_was_not_asked_has_no_request_to_answer(desks: Desks, asked: Draft) -> None:
    client = desks.client("outsider")
    assert "What you are asked for" not in client.get("/en/desk/contributions/").content.decode()
    assert client.post(NOTHING, {"request": asked.pk}).status_code == 400
    assert not Contribution.objects.exists()


def test_without_a_request_a_period_is_filled_in(desks: Desks) -> None:
    desks.client("owner").post(NOTHING, PERIOD)
    sent = Contribution.objects.get()
    assert (sent.is_nil, sent.organisation.code, sent.handling) == (True, "kmar", "green")


def test_saying_it_twice_counts_once(desks: Desks) -> None:
    client = desks.client("owner")
    client.post(NOTHING, PERIOD)
    client.post(NOTHING, PERIOD)
    assert Contribution.objects.count() == 1


def test_sending_rows_after_all_ends_the_nil_return(desks: Desks, send: Send) -> None:
    desks.client("owner").post(NOTHING, PERIOD)
    nil = Contribution.objects.get()
    send(observations=[observation("K-1")])
    nil.refresh_from_db()
    assert nil.state == "withdrawn"
    assert AuditLine.objects.filter(event="contribution.withdrawn").count() == 1


def test_nothing_is_not_said_beside_rows(desks: Desks, send: Send) -> None:
    send(observations=[observation("K-1")])
    response = desks.client("owner").post(NOTHING, PERIOD)
    assert response.status_code == 409
    assert "You sent rows for this period" in response.content.decode()
    assert Contribution.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("period_to", "2022-01-01"),
        ("cut_off", "nonsense"),
        ("series", ""),
        ("series", "No Series!"),
        ("cut_off", "2999-01-01"),
        ("counting_mode", "by hand"),
    ],
)
def test_facts_that_cannot_be_are_a_clear_mistake(desks: Desks, field: str, value: str) -> None:
    response = desks.client("owner").post(NOTHING, PERIOD | {field: value})
    assert response.status_code in (400, 409)
    assert not Contribution.objects.exists()


@pytest.mark.parametrize("name", ["colleague", "administrator", "editor", "approver"])
def test_who_does_not_contribute_says_nothing_for_others(desks: Desks, name: str) -> None:
    assert desks.client(name).post(NOTHING, PERIOD).status_code == 403
    assert not Contribution.objects.exists()


def test_an_edition_knows_of_the_nil_return(desks: Desks, data_folder: Path) -> None:
    from toevlucht.dictionary.checking import check_contribution

    desks.client("owner").post(NOTHING, PERIOD)
    checked = check_contribution(Contribution.objects.get().path)
    assert checked.accepted
    assert checked.manifest is not None
    assert sorted(checked.manifest.nil) == sorted(dictionary().tables)
