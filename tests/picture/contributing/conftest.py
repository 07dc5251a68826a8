"""Fixtures of the desk of contributions."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.picture.contributing.packages import package
from tests.picture.contributing.people import Desks, everybody
from tests.picture.desk import CUT_OFF, write_editorial

from toevlucht.picture.actions.contributing import send_contribution
from toevlucht.picture.actions.publishing import publish_edition
from toevlucht.picture.building import build
from toevlucht.picture.models import Contribution, EditionVersion
from toevlucht.picture.queries.contributing import taken_until
from toevlucht.picture.received import checked_before
from toevlucht.picture.snapshot import freeze

Send = Callable[..., Contribution]
Published = Callable[..., EditionVersion]


@pytest.fixture
def desks(db: None) -> Desks:
    return everybody()


@pytest.fixture
def send(desks: Desks, tmp_path: Path) -> Send:
    """Send a contribution and have it taken: ``send("owner", observations=[...])``."""

    def sent(name: str = "owner", organisation: str = "kmar", **given: Any) -> Contribution:
        answer = send_contribution(desks.viewer(name), package(tmp_path, organisation, **given))
        problems = answer.checked.problems if answer.checked else ()
        assert answer.contribution, [problem.message("en") for problem in problems]
        return answer.contribution

    return sent


@pytest.fixture
def publish(db: None, tmp_path: Path, built_once: Callable[[Path], Path]) -> Published:
    """Publish edition 2 of the series, made of all that was taken until its cut-off date."""

    def published(previous: Mapping[str, Any] | None = None) -> EditionVersion:
        folder = tmp_path / "edition"
        write_editorial(folder, previous)
        day = datetime.date.fromisoformat(CUT_OFF)
        known = [checked_before(one) for one in taken_until(None, "ukraine-2022", day)]
        frozen = freeze(known, folder, tmp_path / "frozen")
        return publish_edition(built_once(frozen), frozen)

    return published


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """Build a frozen edition, or give what an equal one was built to: the same in, the same out."""
    known: dict[bytes, Path] = {}

    def built(frozen: Path) -> Path:
        manifest = (frozen / "manifest.json").read_bytes()
        if manifest not in known:
            folder = tmp_path_factory.mktemp("built") / "built"
            for _ in build(frozen, folder, pdf=False):
                pass
            known[manifest] = folder
        return known[manifest]

    return built
