"""The pages of the picture: what readers see of editions, old versions and files."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.test import Client

from toevlucht.language import LANGUAGES, language
from toevlucht.picture.publications import publication_folder

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]

MaxQueries = Callable[[int], AbstractContextManager[object]]

FILES = "/nl/picture/ukraine-2022/1/v1/files"


def html(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_the_home_page_shows_real_editions_first_and_invented_ones_apart(client: Client) -> None:
    page = html(client, "/en/")
    apart = page.index(language("en").say("site.home.other"))
    assert page.index("/en/picture/ukraine-2022/2/") < page.index("/en/picture/ukraine-2022/1/")
    assert page.index("/en/picture/ukraine-2022/1/") < apart
    assert apart < page.index("/en/picture/exercise-2022/1/")
    assert apart < page.index("/en/picture/generated-example/4/")


def test_the_latest_edition_on_the_home_page_is_never_an_invented_one(client: Client) -> None:
    page = html(client, "/en/")
    latest = page[page.index('class="latest"') : page.index('class="editions"')]
    assert "/en/picture/ukraine-2022/2/" in latest
    assert "generated" not in latest


@pytest.mark.parametrize("tag", LANGUAGES)
def test_an_edition_shows_its_body_in_the_language(client: Client, tag: str) -> None:
    page = html(client, f"/{tag}/picture/ukraine-2022/2/")
    assert f"<h1>Edition {tag} 2.1</h1>" in page
    assert 'id="ladder"' in page
    assert page.count("<h1") == 1


def test_the_newest_version_is_shown_where_none_is_named(client: Client) -> None:
    page = html(client, "/en/picture/exercise-2022/1/")
    assert "Edition en 1.2" in page
    assert language("en").say("site.edition.newer_title") not in page
    assert language("en").say("site.edition.corrects_title") in page


def test_readers_of_an_old_version_see_that_it_was_corrected_and_why(client: Client) -> None:
    page = html(client, "/en/picture/exercise-2022/1/v1/")
    assert "Edition en 1.1" in page
    assert language("en").say("site.edition.newer_title") in page
    assert "The police found no indications (en)" in page
    assert 'href="/en/picture/exercise-2022/1/v2/"' in page


@pytest.mark.parametrize(
    ("series", "words"),
    [
        ("generated-example", "Generated data"),
        ("exercise-2022", "Exercise"),
        ("ukraine-2022", "Reconstruction from public sources"),
    ],
)
def test_a_series_that_is_not_the_real_picture_says_so(
    client: Client, series: str, words: str
) -> None:
    page = html(client, f"/en/picture/{series}/")
    assert f"<strong>{words}.</strong>" in page
    assert page.index(words) < page.index("<main")


def test_the_edition_page_asks_the_database_little(
    client: Client, django_assert_max_num_queries: MaxQueries
) -> None:
    with django_assert_max_num_queries(4):
        client.get("/nl/picture/exercise-2022/1/v1/")


@pytest.mark.parametrize(
    ("address", "most"),
    [("/nl/", 1), ("/nl/picture/ukraine-2022/", 3), (f"{FILES}/edition.css", 1), ("/nl/about/", 0)],
)
def test_other_pages_ask_even_less(
    client: Client, django_assert_max_num_queries: MaxQueries, address: str, most: int
) -> None:
    with django_assert_max_num_queries(most):
        response = client.get(address)
    assert (response.status_code, bool(b"".join(response))) == (200, True)


def test_an_unchanged_page_is_not_sent_again(client: Client) -> None:
    first = client.get("/nl/picture/ukraine-2022/1/")
    again = client.get("/nl/picture/ukraine-2022/1/", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "no-cache" in first["Cache-Control"]


@pytest.mark.parametrize(
    ("path", "media_type", "disposition"),
    [
        (
            "nl/edition.pdf",
            "application/pdf",
            'attachment; filename="ukraine-2022-1-v1-nl-edition.pdf"',
        ),
        ("nl/edition.json", "application/json", "attachment; "),
        ("nl/figures/ladder.csv", "text/csv", "attachment; "),
        ("nl/index.html", "text/html", "inline; "),
        ("edition.css", "text/css", "inline; "),
    ],
)
def test_a_file_is_sent_as_what_it_is(
    client: Client, path: str, media_type: str, disposition: str
) -> None:
    response = client.get(f"{FILES}/{path}")
    kept = publication_folder("ukraine-2022", 1, 1) / path
    assert b"".join(response) == kept.read_bytes()
    assert response["Content-Type"].startswith(media_type)
    assert response["Content-Disposition"].startswith(disposition)
    assert "immutable" in response["Cache-Control"]


def test_a_file_that_the_browser_has_is_not_sent_again(client: Client) -> None:
    first = client.get(f"{FILES}/nl/edition.json")
    etag = first["ETag"]
    assert b"".join(first)
    again = client.get(f"{FILES}/nl/edition.json", headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "path",
    [
        "manifest.json",
        "nl/secret.csv",
        "../../../../frozen/ukraine-2022/1/v1/tables/observations.parquet",
        "%2e%2e/%2e%2e/v1/edition.css",
        "nl/../edition.css",
        "./edition.css",
        "nl//edition.json",
        "/etc/passwd",
        "nl",
        "nl/",
        "edition.css%00.pdf",
        "edition.css\\",
    ],
)
def test_only_published_paths_lead_to_files(client: Client, path: str) -> None:
    (publication_folder("ukraine-2022", 1, 1) / "nl" / "secret.csv").write_text("x", "utf-8")
    assert client.get(f"{FILES}/{path}").status_code == 404


def test_what_an_edition_was_made_of_cannot_be_reached(client: Client, data_folder: Path) -> None:
    kept = data_folder / "frozen" / "ukraine-2022" / "1" / "v1" / "tables" / "observations.parquet"
    assert kept.is_file()
    for address in ("tables/observations.parquet", "../../frozen/tables/observations.parquet"):
        assert client.get(f"{FILES}/{address}").status_code == 404


def test_the_downloads_of_the_language_are_listed(client: Client) -> None:
    page = html(client, "/uk/picture/ukraine-2022/1/")
    files = "/uk/picture/ukraine-2022/1/v1/files"
    assert f'href="{files}/uk/edition.pdf"' in page
    assert f'href="{files}/uk/figures/ladder.csv"' in page
    assert "/nl/edition.pdf" not in page


ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_feed_names_every_edition_once_with_its_latest_change(
    client: Client, tag: str, django_assert_max_num_queries: MaxQueries
) -> None:
    with django_assert_max_num_queries(1):
        response = client.get(f"/{tag}/picture/editions.atom")
    assert response["Content-Type"].startswith("application/atom+xml")
    entries = ElementTree.fromstring(response.content).findall(f"{ATOM}entry")
    found = {entry.findtext(f"{ATOM}id"): entry for entry in entries}
    exercise = found[f"http://testserver/{tag}/picture/exercise-2022/1/"]
    assert len(entries) == len(found) == 3
    assert not [address for address in found if "generated-example" in str(address)]
    mark = language(tag).say("edition.mark.exercise")
    assert exercise.findtext(f"{ATOM}title", "").startswith(f"{mark}: ")
    assert exercise.findtext(f"{ATOM}published", "").startswith("2022-06-07")
    assert exercise.findtext(f"{ATOM}updated", "").startswith("2022-06-08")
    assert "The police found no indications" in exercise.findtext(f"{ATOM}summary", "")
