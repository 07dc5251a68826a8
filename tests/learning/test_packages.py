"""Courses as SCORM 1.2 packages: whole, small, the same each time, and nothing from elsewhere."""

from __future__ import annotations

import io
import json
import re
import xml.etree.ElementTree as ElementTree
import zipfile
from itertools import combinations
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.test import Client

from toevlucht.cli import main
from toevlucht.language import LANGUAGES, language
from toevlucht.learning.courses.answering import NoAnswer, permille
from toevlucht.learning.courses.loading import courses
from toevlucht.learning.scorm.packing import MANIFEST, MOST_BYTES, package_of
from toevlucht.learning.scorm.refreshing import packed
from toevlucht.learning.scorm.rules import rules_of
from toevlucht.reception.routes import kinds

LIMIT = 500_000  # bytes of a course, unpacked
MOST_KEPT = 4096  # signs that SCORM 1.2 keeps of what a course wants to remember
CP = "{http://www.imsproject.org/xsd/imscp_rootv1p1p2}"
SVG = "{http://www.w3.org/2000/svg}"
ADL = "{http://www.adlnet.org/xsd/adlcp_rootv1p2}"
EXAMPLE = "recognise-at-a-location"
PACKED = [(code, tag) for code in packed() for tag in LANGUAGES]


def unpacked(code: str, tag: str) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(package_of(code, tag).content)) as archive:
        return {one: archive.read(one).decode() for one in archive.namelist()}


@pytest.mark.parametrize(("code", "tag"), PACKED)
def test_a_package_is_whole_and_small_and_in_its_language(code: str, tag: str) -> None:
    course, parts = packed()[code], unpacked(code, tag)
    assert len(package_of(code, tag).content) < MOST_BYTES
    assert next(iter(parts)) == MANIFEST
    assert sum(len(one.encode()) for one in parts.values()) < LIMIT

    root = ElementTree.fromstring(parts[MANIFEST])
    assert root.tag == f"{CP}manifest"
    assert root.attrib["identifier"] == f"toevlucht-{code}-{tag}-{course.edition}"
    assert root.findtext(f"{CP}metadata/{CP}schema") == "ADL SCORM"
    assert root.findtext(f"{CP}metadata/{CP}schemaversion") == "1.2"
    (organisation,) = root.iter(f"{CP}organization")
    assert organisation.attrib["identifier"] == root.find(f"{CP}organizations").attrib["default"]  # type: ignore[union-attr]
    (item,) = organisation.iter(f"{CP}item")
    assert item.findtext(f"{CP}title") == course.title[tag]
    mastery = str(course.pass_percent) if course.keeps_progress else None
    assert item.findtext(f"{ADL}masteryscore") == mastery
    (resource,) = root.iter(f"{CP}resource")
    assert resource.attrib["identifier"] == item.attrib["identifierref"]
    assert resource.attrib[f"{ADL}scormtype"] == "sco"
    listed = [one.attrib["href"] for one in resource.iter(f"{CP}file")]
    assert {MANIFEST, *listed} == parts.keys()
    assert resource.attrib["href"] in listed

    page = parts["index.html"]
    assert f'<html lang="{tag}">' in page
    views = set(re.findall(r'<template data-view="([^"]*)"', page))
    assert {"", *course.by_name} <= views
    has_card = language(tag).say("scorm.own_card") in page.replace("&#x27;", "'")
    assert has_card == (code in courses())
    loaded = re.findall(r'(?:src|<link[^>]* href)="([^"]+)"', page)
    assert sorted(loaded) == ["course.css", "course.js", "data:,"]
    inner = set(re.findall(r'<a [^>]*href="#/([^/"]+)/', page))
    assert inner <= course.by_name.keys()
    assert not re.search(r"url\(|@import", parts["course.css"])
    addresses = set(re.findall(r"https?://[^\s\"'<\\]+", "".join(parts.values())))
    names = {one[1:-1] for one in (CP, ADL, SVG)}
    known = names | {one.address for one in course.sources.values()}
    assert addresses <= known


def test_at_the_end_stand_national_numbers_only() -> None:
    course, page = courses()[EXAMPLE], unpacked(EXAMPLE, "en")["index.html"]
    named = {one for one in course.steps[-1].contacts if kinds()[one].is_national}  # type: ignore[attr-defined]
    assert set(re.findall(r'class="route" aria-labelledby="route-(\w+)"', page)) == named
    assert "nearby" not in named
    assert kinds()["work"].telephone in page


def test_the_same_course_gives_the_same_bytes_with_nothing_of_today_in_it() -> None:
    first = package_of(EXAMPLE, "nl")
    package_of.cache_clear()
    assert package_of(EXAMPLE, "nl") == first
    with zipfile.ZipFile(io.BytesIO(first.content)) as archive:
        days = {one.date_time[:3] for one in archive.infolist()}
    published = courses()[EXAMPLE].published_on
    assert days == {(published.year, published.month, published.day)}


def test_a_package_judges_every_answer_as_the_site_does() -> None:
    for course in packed().values():
        rules = rules_of(course, language("en"))
        for step, known in zip(course.steps, rules["steps"], strict=True):
            assert list(known["items"]) == list(step.items)
            for item, rule in known["items"].items():
                for name, worth in rule.get("each", {}).items():
                    assert permille(step, item, [name]) == worth
                names = rule.get("names", [])
                for n in range(len(names) + 1 if names else 0):
                    for chosen in combinations(names, n):
                        right = len(set(chosen) & set(rule["right"]))
                        try:
                            judged = permille(step, item, chosen)
                        except NoAnswer:
                            judged = None
                        assert rule["worth"][right][n - right] == judged


def test_what_refreshes_a_course_is_a_short_package_of_its_own() -> None:
    for code, course in courses().items():
        again = packed().get(f"{code}-refresh")
        assert (again is None) == (not course.keeps_progress)
        if again:
            assert {one.goal for one in again.steps} == course.goals.keys()
            assert again.scored == course.refresh


def test_all_that_can_be_answered_fits_into_what_a_system_keeps() -> None:
    for course in courses().values():
        given = {
            one["name"]: {
                item: [1000, *rule.get("names", []), *list(rule.get("each", []))[:1]]
                for item, rule in one["items"].items()
            }
            for one in rules_of(course, language("en"))["steps"]
        }
        assert len(json.dumps({"edition": course.edition, "given": given})) < MOST_KEPT


def test_everybody_finds_the_packages_and_fetches_one(client: Client) -> None:
    assert 'href="/nl/courses/packages/"' in client.get("/nl/courses/").content.decode()
    package_of.cache_clear()
    page = client.get("/nl/courses/packages/").content.decode()
    assert package_of.cache_info().misses == 0  # to read what there is, none is made
    assert page.count(".zip") == len(PACKED)
    assert f'href="/uk/courses/packages/{EXAMPLE}.zip" hreflang="uk"' in page

    fetched = client.get(f"/uk/courses/packages/{EXAMPLE}.zip")
    assert fetched.content == package_of(EXAMPLE, "uk").content
    assert fetched["Content-Type"] == "application/zip"
    assert fetched["Content-Disposition"] == f'attachment; filename="{EXAMPLE}-1-uk.zip"'
    assert (fetched["Cache-Control"], fetched.cookies) == ("no-cache, public", {})
    known = {"If-None-Match": fetched["ETag"]}
    again = client.get(f"/uk/courses/packages/{EXAMPLE}.zip", headers=known)
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/uk/courses/packages/no-such-course.zip").status_code == 404
    assert client.post(f"/uk/courses/packages/{EXAMPLE}.zip").status_code == 405


def test_the_command_writes_what_the_site_gives(tmp_path: Path) -> None:
    file = tmp_path / "course.zip"

    def call(course: str, where: Path) -> tuple[int, str]:
        asked = ["learning", "scorm", course, str(where), "--language", "uk"]
        told = CliRunner().invoke(main, asked)
        return told.exit_code, told.output

    package = package_of(EXAMPLE, "uk")
    code, told = call(EXAMPLE, file)
    assert (code, told.startswith(f"Записано: {file}, байтів: ")) == (0, True)
    assert file.read_bytes() == package.content
    code, told = call("no-such-course", file)
    assert code == 1
    assert EXAMPLE in told
    code, told = call(EXAMPLE, tmp_path / "nowhere" / "course.zip")
    assert code == 1
    assert "nowhere" in told
