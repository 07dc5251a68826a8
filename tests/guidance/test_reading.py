"""Everybody reads handbooks, without logging in: pages, PDF, API, and addresses that stay."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
from django.test import Client

from toevlucht.language import LANGUAGES

PAGES = (
    "",
    "search/?q=opvang",
    "amounts/",
    "amounts/?on=2022-05-01",
    "goo/2/",
    "goo/2/all/",
    "goo/2/chapters/rules/",
    "goo/2/GOO-38/",
    "goo/changes/",
    "goo/changes/?from=3&to=1",
)

pytestmark = pytest.mark.usefixtures("handbooks")


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_page_opens_without_a_login_and_never_looks_at_a_session(
    client: Client, tag: str
) -> None:
    for page in PAGES:
        answer = client.get(f"/{tag}/handbooks/{page}")
        assert answer.status_code == 200, page
        assert "Cookie" not in answer.get("Vary", ""), page


def test_a_requirement_says_what_it_asks_how_it_binds_and_where_it_comes_from(
    client: Client,
) -> None:
    said = client.get("/en/handbooks/goo/1/GOO-08/").content.decode()
    assert "The ceiling of a bedroom is high enough." in said
    assert "at least 2.1 metres" in said
    assert "European yardstick" in said
    assert "EASO" in said
    assert "date not known" in said
    assert "You are reading an older version." in said
    dated = client.get("/en/handbooks/goo/2/GOO-25/").content.decode()
    assert "10 August 2022" in dated
    assert "May 2022" in client.get("/en/handbooks/goo/2/GOO-04/").content.decode()


def test_an_older_version_keeps_its_address_and_latest_leads_to_the_newest(
    client: Client,
) -> None:
    assert client.get("/nl/handbooks/goo/1/GOO-12/").status_code == 200
    assert client.get("/nl/handbooks/goo/1/GOO-36/").status_code == 404
    for address in ("goo/latest/GOO-12/", "goo/latest/", "goo/"):
        newest = client.get(f"/nl/handbooks/{address}")
        assert newest.status_code == 302
        assert "/nl/handbooks/goo/3/" in newest["Location"]
    for missing in ("goo/9/", "none/1/", "none/latest/", "goo/1/chapters/none/", "none/changes/"):
        assert client.get(f"/nl/handbooks/{missing}").status_code == 404


def test_the_number_of_queries_stays_the_same(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    most = {"": 2, "goo/3/all/": 4, "goo/3/GOO-01/": 5, "goo/changes/?from=1&to=3": 10}
    for page, queries in most.items():
        with django_assert_max_num_queries(queries):
            assert client.get(f"/nl/handbooks/{page}").status_code == 200


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_version_is_a_tagged_pdf_made_once(client: Client, tag: str) -> None:
    answer = client.get(f"/{tag}/handbooks/poo/2/handbook.pdf")
    assert answer["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.content)) as opened:
        assert opened.Root.MarkInfo.Marked
        assert str(opened.Root.Lang).startswith(tag)
    assert client.get(f"/{tag}/handbooks/poo/2/handbook.pdf").content == answer.content


def test_programs_read_requirements_and_amounts_without_a_key(client: Client) -> None:
    versions = client.get("/api/v1/handbooks").json()
    assert [(one["handbook"], one["number"]) for one in versions[:3]] == [
        ("goo", 3),
        ("goo", 2),
        ("goo", 1),
    ]
    one = client.get(versions[0]["self"]).json()
    assert len(one["requirements"]) == 45
    rooms = next(each for each in one["requirements"] if each["code"] == "GOO-07")
    assert rooms["norms"] == [{"bound": "least", "value": "4", "unit": "square_metres"}]
    assert sorted(rooms["text"]) == sorted(LANGUAGES)
    asked = "/api/v1/requirements?occasion=home_visit&on=2022-04-01&audience=host"
    visit = client.get(asked).json()
    assert {each["handbook"] for each in visit} == {"poo"}
    assert {each["version"] for each in visit} == {1}
    assert client.get("/api/v1/handbooks/goo/versions/9").status_code == 404
    held = client.get("/api/v1/amounts?on=2022-10-15").json()
    assert [each["euros"] for each in held if each["per"] == "day"] == ["83"]


def test_a_day_that_is_none_is_said_to_be_wrong(client: Client) -> None:
    answer = client.get("/en/handbooks/amounts/?on=2022-13-01")
    assert answer.status_code == 400
    assert "Fill in a date." in answer.content.decode()
