"""The addresses of the site: languages, methods, and what does not exist."""

from __future__ import annotations

import pytest
from django.test import Client

from toevlucht.language import LANGUAGES

pytestmark = pytest.mark.django_db

EDITION = "picture/ukraine-2022/2/"
PAGES = [
    "",
    "picture/ukraine-2022/",
    EDITION,
    "picture/exercise-2022/1/v1/",
    "picture/editions.atom",
    "news/",
    "news/archive/",
    "news/news.atom",
    "rumours/",
    "data-dictionary/",
    "about/",
    "reading/",
    "accessibility/",
    "privacy/",
    "security/",
]


@pytest.mark.parametrize(
    ("accepted", "tag"),
    [("uk,en;q=0.5", "uk"), ("en-GB", "en"), ("nl", "nl"), ("de", "nl"), ("", "nl")],
)
def test_the_first_page_follows_the_language_of_the_browser(
    client: Client, accepted: str, tag: str
) -> None:
    response = client.get("/", headers={"accept-language": accepted})
    assert (response.status_code, response["Location"]) == (302, f"/{tag}/")
    assert "Accept-Language" in response["Vary"]


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_page_exists_in_every_language(client: Client, tag: str, page: str) -> None:
    response = client.get(f"/{tag}/{page}")
    assert response.status_code == 200
    assert response["Content-Language"] == tag


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("page", PAGES)
def test_head_answers_as_get_without_a_body(client: Client, page: str) -> None:
    response = client.head(f"/nl/{page}")
    assert (response.status_code, response.content) == (200, b"")


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("page", [*PAGES, "picture/ukraine-2022/2/v1/files/edition.css"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_reader_cannot_change_anything(client: Client, page: str, method: str) -> None:
    assert getattr(client, method)(f"/nl/{page}").status_code == 405


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("page", [page for page in PAGES if not page.endswith("atom")])
def test_the_language_switch_stays_on_the_page(client: Client, page: str) -> None:
    html = client.get(f"/nl/{page}").content.decode()
    assert f'<a href="/uk/{page}" lang="uk" hreflang="uk">Українська</a>' in html
    assert f'<a href="/en/{page}" lang="en" hreflang="en">English</a>' in html
    assert '<span aria-current="true">Nederlands</span>' in html


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(
    "address",
    [
        "/xx/",
        "/de/about/",
        "/nl/nothing/",
        "/nl/data-dictionary/nothing.csv",
        "/nl/picture/",
        "/nl/picture/unknown/",
        "/nl/picture/unknown/1/",
        "/nl/picture/ukraine-2022/3/",
        "/nl/picture/ukraine-2022/0/",
        "/nl/picture/ukraine-2022/1/v0/",
        "/nl/picture/ukraine-2022/1/v2/",
        "/nl/picture/ukraine-2022/99999999999999999999999/",
        "/nl/picture/ukraine-2022/" + "9" * 5000 + "/",
        "/admin/",
        "/nl/%00/",
    ],
)
def test_what_does_not_exist_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_an_address_without_its_last_slash_is_mended(client: Client) -> None:
    assert client.get("/nl/about")["Location"] == "/nl/about/"
