"""The sentences on which safety may hang stand in four languages, and are checked or say so."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.test import Client
from pytest_django.fixtures import Settings

from toevlucht.cli import main
from toevlucht.language import LANGUAGES, language
from toevlucht.settings.demands import meet_demands
from toevlucht.settings.environment import SettingError
from toevlucht.settings.safety import safety_checks
from toevlucht.signals.safety import Check, sentences, unchecked

CHECK = Check("O. Reader", datetime.date(2026, 3, 1))


def test_every_sentence_stands_in_four_languages_and_names_the_emergency_number() -> None:
    found = sentences({})
    assert len({one.sum for one in found}) == 16
    assert all("112" in one.text for one in found if one.name == "danger")


def test_a_check_holds_for_one_sentence_as_it_is_written(tmp_path: Path) -> None:
    first, *rest = sentences({})
    file = tmp_path / "checks.toml"
    file.write_text(f'[[check]]\nsha256 = "{first.sum}"\nname = "O. Reader"\ndate = 2026-03-01\n')
    checks = safety_checks({"TOEVLUCHT_SAFETY_CHECKS": str(file)})
    assert checks == {first.sum: CHECK}
    assert [one.sum for one in unchecked(checks)] == [one.sum for one in rest]


@pytest.mark.parametrize(
    "text",
    [
        None,
        "[[check",
        "check = 1",
        '[[check]]\nsha256 = "x"\nname = "O."\ndate = 2026-03-01',
        f'[[check]]\nsha256 = "{"a" * 64}"\nname = " "\ndate = 2026-03-01',
        f'[[check]]\nsha256 = "{"a" * 64}"\nname = "O."\ndate = "today"',
        f'[[check]]\nsha256 = "{"a" * 64}"\nname = "O."',
    ],
)
def test_a_file_of_checks_that_cannot_be_read_is_refused(tmp_path: Path, text: str | None) -> None:
    file = tmp_path / "checks.toml"
    if text is not None:
        file.write_text(text)
    with pytest.raises(SettingError, match="TOEVLUCHT_SAFETY_CHECKS"):
        safety_checks({"TOEVLUCHT_SAFETY_CHECKS": str(file)})


def test_production_names_the_sentences_that_nobody_checked() -> None:
    with pytest.raises(SettingError) as refusal:
        meet_demands({})
    assert "danger (uk)" in str(refusal.value)
    assert "help (ru)" in str(refusal.value)


def test_the_command_prints_what_to_check_and_who_did(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["safety"])
    assert done.exit_code == 0
    for sentence in sentences({}):
        assert sentence.text in done.output
        assert sentence.sum in done.output
    filled = done.output.replace('name = ""', 'name = "O. Reader"')
    file = tmp_path / "checks.toml"
    file.write_text(filled.replace("# date = ", "date = 2026-03-01"), "utf-8")
    given = {"TOEVLUCHT_SAFETY_CHECKS": str(file)}
    assert unchecked(safety_checks(given)) == []
    again = CliRunner(env=given).invoke(main, ["safety"])
    assert again.output.rstrip() == file.read_text("utf-8").rstrip()


@pytest.mark.django_db
@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_page_says_which_sentences_nobody_checked(tag: str, settings: Settings) -> None:
    unknown = language(tag).say("reporting.safety.unchecked")
    assert Client().get(f"/{tag}/report/").content.decode().count(unknown) == 1 + (tag == "uk")
    settings.TOEVLUCHT_SAFETY_CHECKS = {one.sum: CHECK for one in sentences({})}
    page = Client().get(f"/{tag}/report/").content.decode()
    assert unknown not in page
    assert "O. Reader" in page


@pytest.mark.django_db
def test_the_ukrainian_page_says_them_in_russian_too() -> None:
    page = Client().get("/uk/report/").content.decode()
    for sentence in sentences({}):
        assert (sentence.text in page) == (sentence.language in ("uk", "ru"))
    assert '<div lang="ru">' in page
