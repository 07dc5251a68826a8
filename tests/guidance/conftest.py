"""The handbooks that come with the software, published."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker
from tests.shared_world import shared_world

from toevlucht.guidance.actions.publishing import load_handbooks
from toevlucht.records.viewer import OPERATOR


@pytest.fixture(scope="module")
def published_handbooks(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    with shared_world(django_db_blocker, tmp_path_factory.mktemp("handbooks")):
        load_handbooks(OPERATOR)
        yield


@pytest.fixture
def handbooks(published_handbooks: None, db: None) -> None:
    """Published once for all tests of a module, which takes seconds."""
