"""What news refers to: handbooks and editions that are published, and who writes and approves."""

from __future__ import annotations

import pytest
from tests.partners.people import person

from toevlucht.partners.models import Person


@pytest.fixture
def handbooks(published_handbooks: None, db: None) -> None:
    """What a test changes in them is undone after it."""


@pytest.fixture
def editor(db: None) -> Person:
    return person("eva", "emm", "editor")


@pytest.fixture
def approver(db: None) -> Person:
    return person("abel", "emm", "editor", "approver")
