"""Courses as they are written: complete in every language, every fact with its source."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from toevlucht.language import LANGUAGES
from toevlucht.learning.courses.checking import problems_of
from toevlucht.learning.courses.loading import course_folders, courses, load

FOLDERS = {one.name: one for one in course_folders()}
EXAMPLE = FOLDERS["recognise-at-a-location"]


def problems_after(tmp_path: Path, file: str, before: str, after: str) -> list[str]:
    """Of the example with one thing written otherwise."""
    copy = tmp_path / "changed"
    shutil.copytree(str(EXAMPLE), copy)
    text = (copy / file).read_text("utf-8")
    assert before in text
    (copy / file).write_text(text.replace(before, after, 1), "utf-8")
    return problems_of(*load(copy))


@pytest.mark.parametrize("name", FOLDERS)
def test_a_course_that_comes_with_the_software_has_nothing_wrong(name: str) -> None:
    assert problems_of(*load(FOLDERS[name])) == []


def test_every_course_speaks_every_language() -> None:
    for course in courses().values():
        assert set(course.languages) == set(LANGUAGES)
        assert all(course.title.values())


@pytest.mark.parametrize(
    ("file", "before", "after", "told"),
    [
        (
            "course.toml",
            'name = "law", sources = ["law"]',
            'name = "law"',
            "law: states a fact without a source",
        ),
        ("course.toml", 'sources = ["what-to-do"]\n', "sources = []\n", "without a source"),
        ("nl.toml", "Dat doen anderen.", "In 2021 deden 51 mensen dat.", "looks like a fact"),
        ("uk.toml", 'quiet = "Він тихий у спільній кімнаті."\n', "", "is missing"),
        ("en.toml", "[goals]", '[goals]\nother = "x"', "belongs to nothing"),
        ("pictures/gate.svg", "<rect", "<script/><rect", "has <script"),
        ("course.toml", 'report = "best"', 'report = "fair"', "one of them is best"),
    ],
)
def test_what_is_wrong_with_a_course_is_told(
    tmp_path: Path, file: str, before: str, after: str, told: str
) -> None:
    assert any(told in one for one in problems_after(tmp_path, file, before, after))
