"""The lock files carry what pyproject.toml asks for, by hash and without addresses."""

from __future__ import annotations

import re

import pytest
from packaging.requirements import Requirement
from tests.docs.project import ROOT, direct, locked, name_of

LOCKS = ("requirements.lock", "requirements-dev.lock")


@pytest.mark.parametrize("requirement", direct("run"), ids=name_of)
def test_what_runs_is_locked_at_versions_that_fit(requirement: Requirement) -> None:
    _assert_locked(requirement, "requirements.lock")


@pytest.mark.parametrize("requirement", direct(), ids=name_of)
def test_what_develops_is_locked_at_versions_that_fit(requirement: Requirement) -> None:
    _assert_locked(requirement, "requirements-dev.lock")


def test_both_locks_agree() -> None:
    run, develop = (locked(file) for file in LOCKS)
    assert {name: develop.get(name) for name in run} == run


@pytest.mark.parametrize("file", LOCKS)
def test_every_package_is_locked_by_hash(file: str) -> None:
    blocks = re.split(r"\n(?=[a-z0-9])", (ROOT / file).read_text("utf-8"))
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("file", LOCKS)
def test_no_lock_knows_an_address(file: str) -> None:
    text = (ROOT / file).read_text("utf-8")
    assert not re.search(r"https?://|--(?:extra-)?index-url|--find-links|file:", text)


def test_no_lock_of_another_kind_is_kept() -> None:
    assert "uv.lock" in (ROOT / ".gitignore").read_text("utf-8").splitlines()


def _assert_locked(requirement: Requirement, file: str) -> None:
    versions = locked(file).get(name_of(requirement), ())
    assert versions, f"{requirement} is not in {file}: run `make lock`"
    wanted = requirement.specifier
    assert [str(v) for v in versions if not wanted.contains(v, prereleases=True)] == []
