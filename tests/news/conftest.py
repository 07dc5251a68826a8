"""What news refers to: handbooks and editions that are published, and who writes and approves."""

from __future__ import annotations

import pytest
from tests.partners.people import person

from toevlucht.guidance.actions.publishing import load_handbooks
from toevlucht.partners.models import Person
from toevlucht.records.viewer import OPERATOR


@pytest.fixture
def handbooks(db: None) -> None:
    load_handbooks(OPERATOR)


@pytest.fixture
def editor(db: None) -> Person:
    return person("eva", "emm", "editor")


@pytest.fixture
def approver(db: None) -> Person:
    return person("abel", "emm", "editor", "approver")
