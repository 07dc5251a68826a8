"""Progress is for people at a terminal who wait; a script gets none of it."""

from __future__ import annotations

import io
import os
import pty
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from toevlucht.cli import reporting
from toevlucht.cli.reporting import stepping, waiting


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reporting, "PATIENCE", -1.0)


@contextmanager
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], str]]:
    """A terminal as standard error, and what was written on it."""
    reader, writer = pty.openpty()
    os.set_blocking(reader, False)

    def written() -> str:
        file.flush()
        try:
            return os.read(reader, 65_536).decode("utf-8", "replace")
        except BlockingIOError:
            return ""

    with os.fdopen(writer, "w") as file, monkeypatch.context() as patched:
        patched.setattr(sys, "stderr", file)
        yield written
    os.close(reader)


def test_work_that_takes_long_shows_a_bar(impatient: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with terminal(monkeypatch) as written:
        assert list(stepping("abc", 3, "Building")) == ["a", "b", "c"]
        assert "Building" in written()


def test_work_that_is_done_at_once_shows_none(monkeypatch: pytest.MonkeyPatch) -> None:
    with terminal(monkeypatch) as written:
        assert list(stepping("abc", 3, "Building")) == ["a", "b", "c"]
        assert written() == ""


def test_a_script_is_shown_none(impatient: None, monkeypatch: pytest.MonkeyPatch) -> None:
    file = io.StringIO()
    monkeypatch.setattr(sys, "stderr", file)
    assert list(stepping("abc", 3, "Building")) == ["a", "b", "c"]
    assert file.getvalue() == ""


def test_a_failure_on_the_way_is_passed_on(
    impatient: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def work() -> Iterator[int]:
        yield 1
        raise ValueError("no")

    with terminal(monkeypatch), pytest.raises(ValueError, match="no"):
        list(stepping(work(), 2, "Building"))


@pytest.mark.parametrize(
    ("chosen", "lang", "language"),
    [
        ("uk", "nl_NL.UTF-8", "uk"),
        ("", "nl_NL.UTF-8", "nl"),
        ("", "C.UTF-8", "en"),
        ("fr", "", "en"),
    ],
)
def test_the_language_is_that_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, chosen: str, lang: str, language: str
) -> None:
    monkeypatch.setenv("TOEVLUCHT_LANGUAGE", chosen)
    monkeypatch.setenv("LANG", lang)
    assert reporting.language_of_environment() == language


def test_work_of_one_piece_shows_for_how_long_it_goes_on(
    impatient: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with terminal(monkeypatch) as written:
        with waiting("Estimating"):
            time.sleep(0.05)
        assert "Estimating … 0 s" in written()
        monkeypatch.setattr(reporting, "PATIENCE", 2.0)
        with waiting("Estimating"):
            pass
        assert written() == ""
