"""Regions that shelter people, made once a module, and who plans, decides and reads."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker
from tests.picture.releases import sheltering as world
from tests.picture.releases.sheltering import People
from tests.shared_world import shared_world

from toevlucht.reception.models import Location


@pytest.fixture(scope="module")
def homes(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[dict[str, Location]]:
    with shared_world(django_db_blocker, tmp_path_factory.mktemp("releases")):
        yield world.sheltering()


@pytest.fixture
def team(homes: dict[str, Location]) -> People:
    return world.people()
