"""`toevlucht picture`: every command says what it did, and its exit code says whether it did."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.picture.desk import Desk, observation

from toevlucht.cli import main
from toevlucht.picture.snapshot import verify


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "desk")


@pytest.fixture
def sent(desk: Desk) -> Desk:
    desk.receive("police", observations=[observation("P-1")])
    return desk


@pytest.fixture
def refused(desk: Desk) -> Desk:
    desk.receive("police", observations=[observation("P-1", count="many", rung="hearsay")])
    return desk


def toevlucht(*arguments: object, **environment: str) -> Result:
    runner = CliRunner(env={"TOEVLUCHT_LANGUAGE": "en"} | environment)
    return runner.invoke(main, ["picture", *map(str, arguments)])


class TestCheck:
    def test_accepts_what_has_no_problem(self, sent: Desk) -> None:
        result = toevlucht("check", sent.contributions)
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout == "police-2022-04-24: 0 problems\n"

    def test_names_every_problem_and_ends_with_one(self, refused: Desk) -> None:
        result = toevlucht("check", refused.contributions)
        assert result.exit_code == 1
        assert "police-2022-04-24: 2 problems" in result.stdout
        assert "row 2, column count" in result.stdout
        assert "hearsay" in result.stdout

    def test_speaks_the_language_that_is_asked_for(self, refused: Desk) -> None:
        dutch = toevlucht("check", refused.contributions, "--language", "nl").stdout
        ukrainian = toevlucht("check", refused.contributions, TOEVLUCHT_LANGUAGE="uk").stdout
        assert "2 problemen" in dutch
        assert "проблем" in ukrainian

    def test_answers_machines_in_json(self, refused: Desk) -> None:
        result = toevlucht("check", refused.contributions, "--json")
        assert result.exit_code == 1
        answer = json.loads(result.stdout)["police-2022-04-24"]
        assert (answer["accepted"], answer["problem_count"]) == (False, 2)
        assert {problem["column"] for problem in answer["problems"]} == {"count", "rung"}

    def test_answers_for_each_of_two_folders_of_one_name(self, desk: Desk, tmp_path: Path) -> None:
        desk.receive("police", name="april/police", observations=[observation("P-1")])
        desk.receive("police", name="may/police", observations=[observation("P-2", count="x")])
        answer = json.loads(toevlucht("check", desk.contributions, "--json").stdout)
        accepted = {name: result["accepted"] for name, result in answer.items()}
        assert accepted == {"april/police": True, "may/police": False}

    def test_names_the_folder_it_stands_in(
        self, sent: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(sent.contributions / "police-2022-04-24")
        assert toevlucht("check", ".").stdout == "police-2022-04-24: 0 problems\n"

    def test_of_nothing_says_what_a_contribution_is(self, tmp_path: Path) -> None:
        result = toevlucht("check", tmp_path)
        assert result.exit_code == 1
        assert "contribution.toml" in result.stdout

    def test_of_a_path_that_is_not_there_is_a_wrong_call(self, tmp_path: Path) -> None:
        assert toevlucht("check", tmp_path / "nowhere").exit_code == 2


class TestFreeze:
    def test_writes_the_frozen_folder(self, sent: Desk) -> None:
        out = sent.folder / "frozen"
        result = toevlucht("freeze", sent.contributions, sent.editorial(), "--out", out)
        assert result.exit_code == 0
        assert str(out) in result.stdout
        assert verify(out) == []

    def test_takes_nothing_where_one_contribution_has_a_problem(self, refused: Desk) -> None:
        out = refused.folder / "frozen"
        result = toevlucht("freeze", refused.contributions, refused.editorial(), "--out", out)
        assert result.exit_code == 1
        assert "column count" in result.stderr
        assert not out.exists()

    def test_names_what_does_not_fit_together(self, sent: Desk) -> None:
        sent.receive("police", name="again", observations=[observation("P-1")])
        out = sent.folder / "frozen"
        arguments = ("freeze", sent.contributions, sent.editorial(), "--out", out)
        assert "supplied twice" in toevlucht(*arguments).stderr
        answer = toevlucht(*arguments, "--json")
        assert answer.exit_code == 1
        assert json.loads(answer.stdout)["done"] is False

    def test_never_overwrites(self, sent: Desk) -> None:
        frozen = sent.freeze()
        result = toevlucht("freeze", sent.contributions, sent.folder / "editorial", "--out", frozen)
        assert result.exit_code == 1
        assert "never overwritten" in result.stderr

    def test_names_a_mistake_in_the_editorial_file(self, sent: Desk) -> None:
        editorial = sent.editorial(handling="white")
        result = toevlucht("freeze", sent.contributions, editorial, "--out", sent.folder / "f")
        assert result.exit_code == 1
        assert "edition.handling" in result.stderr


class TestBuild:
    def test_writes_the_languages_that_are_asked_for(self, sent: Desk) -> None:
        out = sent.folder / "built"
        result = toevlucht("build", sent.freeze(), "--out", out, "--lang", "nl, nl", "--no-pdf")
        assert (result.exit_code, result.stderr) == (0, "")
        names = sorted(path.name for path in out.iterdir())
        assert names == ["edition.css", "manifest.json", "nl", "protected.json"]
        assert toevlucht("verify", out).exit_code == 0

    @pytest.mark.parametrize("languages", ["nl,fr", "", ","])
    def test_refuses_languages_that_there_are_not(self, sent: Desk, languages: str) -> None:
        out = sent.folder / "built"
        result = toevlucht("build", sent.freeze(), "--out", out, "--lang", languages)
        assert result.exit_code == 2
        assert not out.exists()

    def test_refuses_a_changed_snapshot(self, sent: Desk) -> None:
        frozen = sent.freeze()
        (frozen / "editorial" / "edition.toml").write_text("schema = 1\n", "utf-8")
        result = toevlucht("build", frozen, "--out", sent.folder / "built")
        assert result.exit_code == 1
        assert "edition.toml (changed)" in result.stderr
        assert not (sent.folder / "built").exists()

    def test_refuses_what_is_no_snapshot(self, sent: Desk) -> None:
        result = toevlucht("build", sent.contributions, "--out", sent.folder / "built", "--json")
        assert result.exit_code == 1
        assert "holds no manifest.json" in json.loads(result.stdout)["problems"][0]


class TestVerify:
    def test_says_that_all_is_as_it_was(self, sent: Desk) -> None:
        result = toevlucht("verify", sent.freeze())
        assert (result.exit_code, result.stdout) == (0, "Every file is as the manifest says.\n")

    def test_names_what_was_changed_added_and_removed(self, sent: Desk) -> None:
        frozen = sent.freeze()
        (frozen / "tables" / "counts.parquet").unlink()
        (frozen / "tables" / "watch.parquet").write_bytes(b"?")
        (frozen / "new.txt").write_text("?")
        result = toevlucht("verify", frozen)
        assert result.exit_code == 1
        assert result.stderr.splitlines() == [
            "new.txt does not belong here",
            "tables/counts.parquet is missing",
            "tables/watch.parquet was changed after it was written",
        ]
        assert len(json.loads(toevlucht("verify", frozen, "--json").stdout)["problems"]) == 3

    @pytest.mark.parametrize("text", ["", "[]", '{"schema": 2}', '{"schema": 1}', "\xff"])
    def test_names_a_manifest_that_is_none(self, sent: Desk, text: str) -> None:
        frozen = sent.freeze()
        (frozen / "manifest.json").write_text(text, "latin-1")
        result = toevlucht("verify", frozen)
        assert result.exit_code == 1
        assert "manifest.json" in result.stderr

    def test_names_a_file_that_is_no_folder(self, sent: Desk) -> None:
        result = toevlucht("verify", sent.freeze() / "manifest.json")
        assert result.exit_code in (1, 2)
        assert result.stderr


class TestTheProgramItself:
    def test_fails_as_a_script_expects(self, sent: Desk) -> None:
        """With its own interpreter and no terminal: exit code 1, and words on standard error."""
        frozen = sent.freeze()
        (frozen / "tables" / "watch.parquet").unlink()
        program = [sys.executable, "-c", "from toevlucht.cli import main; main()"]
        done = subprocess.run(
            [*program, "picture", "verify", str(frozen)],
            capture_output=True,
            text=True,
            env=os.environ | {"LANG": "nl_NL.UTF-8", "TOEVLUCHT_LANGUAGE": ""},
            timeout=120,
            check=False,
        )
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr == "tables/watch.parquet ontbreekt\n"
