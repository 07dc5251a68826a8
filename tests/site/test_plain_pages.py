"""Plain pages: every one in every language, and the data dictionary with its files."""

from __future__ import annotations

import csv
import io
import re
import tomllib

import pytest
from django.test import Client

from toevlucht.dictionary import dictionary
from toevlucht.language import LANGUAGES
from toevlucht.site.plain_pages import PAGES, dictionary_page, plain_page, read_page


@pytest.mark.parametrize("name", PAGES)
def test_the_languages_say_the_same_in_as_many_parts(name: str) -> None:
    shapes = {tuple(re.findall(r"<(h2|li|tr)\b", plain_page(name, tag).html)) for tag in LANGUAGES}
    assert len(shapes) == 1
    assert len({plain_page(name, tag).html for tag in LANGUAGES}) == len(LANGUAGES)


def test_markup_in_a_plain_page_stays_text() -> None:
    page = read_page("# Title\n\n<script>alert(1)</script> [x](javascript:alert(1))\n")
    assert page.title == "Title"
    assert "<script" not in page.html
    assert 'href="javascript' not in page.html


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_table_and_code_list_can_be_linked_to(tag: str) -> None:
    html = dictionary_page(tag).html
    ids = re.findall(r'id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert {*dictionary().tables, *dictionary().code_lists} <= set(ids)
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_wide_tables_can_be_reached_with_the_keyboard(tag: str) -> None:
    html = dictionary_page(tag).html
    assert html.count("<table>") == html.count('role="region" tabindex="0" aria-label="')
    assert "<th>" not in html


@pytest.mark.parametrize("table", dictionary().tables)
def test_every_table_has_a_file_to_start_from(client: Client, table: str) -> None:
    response = client.get(f"/uk/data-dictionary/{table}.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="{table}.csv"'
    header, *rows = csv.reader(io.StringIO(response.content.decode()))
    assert tuple(header) == dictionary().table(table).names
    assert len(rows) == 1


def test_the_form_of_a_contribution_can_be_downloaded(client: Client) -> None:
    response = client.get("/nl/data-dictionary/contribution.toml")
    assert tomllib.loads(response.content.decode())["schema"] == 1
