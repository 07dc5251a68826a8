"""The accessibility statement: it says what was tested, and no more."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from toevlucht.language import LANGUAGES, language
from toevlucht.settings.accessibility import accessibility_contact, accessibility_examination
from toevlucht.settings.environment import SettingError
from toevlucht.site.accessibility import METHODS, STATUSES, Examination, read_statement, statement

BROWSER_TESTS = Path(__file__).parents[1] / "browser"
TODAY = datetime.date(2027, 1, 1)
EVERYTHING = Examination(TODAY, True, "https://example.org/report")
LEVELS = re.compile(r'"wcag(2|21|22)a{1,2}"')


def status(*examinations: Examination, planned: datetime.date | None = None) -> str:
    sound = tuple(one for one in statement().criteria if one.how != "fails")
    return replace(statement(), criteria=sound, examinations=examinations).status(TODAY, planned)


def test_tests_by_a_machine_alone_are_no_reason_to_say_that_it_complies() -> None:
    assert status() == "D"
    assert statement().status(TODAY) == "D"


def test_a_whole_examination_without_faults_gives_a() -> None:
    assert status(EVERYTHING) == "A"


def test_a_fault_that_is_found_or_known_gives_b() -> None:
    assert status(replace(EVERYTHING, fails=("1.1.1",))) == "B"
    known = replace(statement(), examinations=(EVERYTHING,))
    assert [one.id for one in known.known_faults()] == ["2.2.1"]
    assert known.status(TODAY) == "B"


@pytest.mark.parametrize(
    "lacking",
    [
        {"whole": False},
        {"report": ""},
        {"date": TODAY - datetime.timedelta(days=3 * 365 + 1)},
        {"date": TODAY + datetime.timedelta(days=1)},
    ],
    ids=["in part", "no report", "too old", "still to come"],
)
def test_an_examination_that_does_not_count_gives_d(lacking: dict[str, object]) -> None:
    assert status(replace(EVERYTHING, **lacking)) == "D"  # type: ignore[arg-type]


def test_a_plan_within_six_months_gives_c() -> None:
    assert status(planned=TODAY + datetime.timedelta(days=183)) == "C"
    assert status(planned=TODAY + datetime.timedelta(days=184)) == "D"
    assert status(planned=TODAY - datetime.timedelta(days=1)) == "D"


def test_every_criterion_of_levels_a_and_aa_is_named_once() -> None:
    levels = [one.level for one in statement().criteria]
    assert (levels.count("A"), levels.count("AA")) == (31, 24)  # WCAG 2.2
    ids = [one.id for one in statement().criteria]
    assert len(ids) == len(set(ids))
    assert sum(statement().counts().values()) == 55


def test_what_a_machine_is_said_to_test_axe_has_a_rule_for() -> None:
    axe = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
    covered = {
        digits
        for tags in re.findall(r"tags:\[([^\]]*)\]", axe)
        if LEVELS.search(tags) and "experimental" not in tags
        for digits in re.findall(r'"wcag(\d{3,4})"', tags)
    }
    said = {one.id.replace(".", "") for one in statement().criteria if one.how == "automatic"}
    assert said
    assert said - covered == set()


def test_our_own_tests_that_are_named_are_there() -> None:
    named = [one for one in statement().criteria if one.how == "own"]
    assert named
    for one in named:
        file, _, test = one.test.partition("::")
        assert f"def {test}(" in (BROWSER_TESTS / file).read_text("utf-8"), one.id


def test_what_is_known_to_fail_says_why_in_every_language() -> None:
    for one in statement().known_faults():
        assert len({language(tag).say(one.reason) for tag in LANGUAGES}) == len(LANGUAGES)


def test_a_word_that_is_not_known_is_refused() -> None:
    wrong = {"level": "A", "list": [{"id": "1.1.1", "how": "fine"}]}
    with pytest.raises(ValueError, match=r"1\.1\.1"):
        read_statement({"criteria": [wrong], "methods": {}, "reviewed": TODAY})


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("letter", STATUSES)
def test_the_page_says_the_status_and_every_criterion(
    client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch, tag: str, letter: str
) -> None:
    settings.TOEVLUCHT_ACCESSIBILITY_CONTACT = "mailto:web@example.org"
    today = datetime.date.today()
    kept: tuple[Examination, ...] = ()
    if letter == "C":
        settings.TOEVLUCHT_ACCESSIBILITY_EXAMINATION = today + datetime.timedelta(days=30)
    elif letter in "AB":
        faults = ("1.1.1",) if letter == "B" else ()
        kept = (Examination(today - datetime.timedelta(days=9), True, "https://a.example", faults),)
    criteria = tuple(one for one in statement().criteria if letter != "A" or one.how != "fails")
    made = replace(statement(), criteria=criteria, examinations=kept)
    monkeypatch.setattr("toevlucht.site.accessibility_pages.statement", lambda: made)
    page = client.get(f"/{tag}/accessibility/").content.decode()
    assert language(tag).say("accessibility.letter", letter=letter) in page
    assert language(tag).say(f"accessibility.status.{STATUSES[letter]}") in page
    assert page.count('<th scope="row">') == len(criteria)
    assert '<a href="mailto:web@example.org">web@example.org</a>' in page
    for method in METHODS:
        words = language(tag).say(f"accessibility.left.{method}")
        assert (words in page) == (not next(m for m in made.methods if m.id == method).done)


def test_without_a_contact_the_page_names_the_organisation(client: Client) -> None:
    page = client.get("/en/accessibility/").content.decode()
    assert "Report it to the organisation that runs this site." in page
    assert "mailto:" not in page


@pytest.mark.parametrize("given", ["web@example.org", "javascript:alert(1)", "http://a.example"])
def test_a_contact_that_a_browser_should_not_follow_is_refused(given: str) -> None:
    with pytest.raises(SettingError, match="TOEVLUCHT_ACCESSIBILITY_CONTACT"):
        accessibility_contact({"TOEVLUCHT_ACCESSIBILITY_CONTACT": given})


def test_a_day_that_is_none_is_refused() -> None:
    assert accessibility_examination({}) is None
    with pytest.raises(SettingError, match="2027-03-01"):
        accessibility_examination({"TOEVLUCHT_ACCESSIBILITY_EXAMINATION": "next spring"})
