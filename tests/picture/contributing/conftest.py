"""Fixtures of the desk of contributions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.picture.contributing.packages import package
from tests.picture.contributing.people import Desks, everybody

from toevlucht.picture.actions.contributing import send_contribution
from toevlucht.picture.models import Contribution

Send = Callable[..., Contribution]


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
