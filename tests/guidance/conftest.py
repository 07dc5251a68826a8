"""The handbooks that come with the software, published."""

from __future__ import annotations

import pytest


@pytest.fixture
def handbooks(published_handbooks: None, db: None) -> None:
    """What a test changes in them is undone after it."""
