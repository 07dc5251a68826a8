"""Seal and verify from the command line, in three languages and for machines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.records.guards import unguarded
from tests.records.trail import line, lines

from toevlucht.cli import audit as commands
from toevlucht.cli import main
from toevlucht.language import LANGUAGES
from toevlucht.records.models import AuditLine

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests have a database already."""
    monkeypatch.setattr(commands, "prepare", lambda: None)


def audit(*words: str) -> Result:
    return CliRunner().invoke(main, ["audit", *words])


def test_sealing_says_up_to_where() -> None:
    line()
    done = audit("seal", "--language", "en")
    assert done.exit_code == 0
    assert "up to and including segment 1" in done.output
    assert "nothing to seal" in audit("seal", "--language", "en").output
    assert json.loads(audit("seal", "--json").output) == {"done": True, "segment": None}


@pytest.mark.parametrize("tag", LANGUAGES)
def test_an_intact_trail_is_verified(tag: str) -> None:
    lines(3)
    audit("seal")
    line()
    done = audit("verify", "--language", tag)
    assert done.exit_code == 0
    assert done.stderr == ""
    assert "1" in done.output


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_changed_trail_ends_with_one_and_says_what(tag: str) -> None:
    written = lines(3)
    audit("seal")
    with unguarded():
        AuditLine.objects.filter(pk=written[1].pk).update(person=99)
    done = audit("verify", "--language", tag)
    assert done.exit_code == 1
    assert str(written[1].pk) in done.stderr


def test_a_machine_gets_codes() -> None:
    written = lines(3)
    audit("seal")
    with unguarded():
        AuditLine.objects.filter(pk=written[1].pk).delete()
    done = audit("verify", "--json")
    assert done.exit_code == 1
    found = json.loads(done.stdout)
    assert found["done"] is False
    assert found["problems"] == [{"code": "line_removed", "line": written[1].pk, "segment": 1}]


def test_a_partners_copy_is_compared(tmp_path: Path) -> None:
    line()
    audit("seal")
    kept = tmp_path / "kept.jsonl"
    head = json.loads(audit("heads").stdout)
    kept.write_text(json.dumps({**head, "segment": 7}), "utf-8")
    done = audit("verify", "--heads", str(kept), "--language", "en")
    assert done.exit_code == 1
    assert "segments 7 to 7 are not in the database any more" in done.stderr
    assert audit("verify", "--heads", str(tmp_path / "nowhere")).exit_code == 2


def test_heads_after_a_number_are_printed() -> None:
    for _ in range(3):
        line()
        audit("seal")
    printed = [
        json.loads(one)["segment"]
        for one in audit("heads", "--after", "1").output.split("\n")
        if one
    ]
    assert printed == [2, 3]
