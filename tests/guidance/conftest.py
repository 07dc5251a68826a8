"""The handbooks that come with the software, published."""

from __future__ import annotations

import pytest

from toevlucht.guidance.actions.publishing import load_handbooks
from toevlucht.records.viewer import OPERATOR


@pytest.fixture
def handbooks(db: None) -> None:
    load_handbooks(OPERATOR)
