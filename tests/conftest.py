"""What tests of the web side start from: a data folder of their own and editions to publish."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import pytest_django
from pytest_django.fixtures import Settings

TESTS = Path(__file__).parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--browser-tests", action="store_true", help="run tests/browser as well")
    parser.addoption("--load-tests", action="store_true", help="run tests/load as well")
    parser.addoption(
        "--database-tests", action="store_true", help="leave out what never asks a database"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On another database, mathematics, files and texts would give the same answer again."""
    if not config.getoption("database_tests"):
        return
    asking = [item for item in items if _asks_the_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(asking)])
    items[:] = asking


def _asks_the_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    fixed = {"db", "transactional_db", "live_server"}
    return bool(fixtures & fixed) or item.get_closest_marker("django_db") is not None


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """What takes minutes is asked for: ``pytest tests/browser --browser-tests``."""
    asked_for = {"browser": "browser_tests", "load": "load_tests"}
    option = asked_for.get(collection_path.name) if collection_path.parent == TESTS else None
    return True if option and not config.getoption(option) else None


@pytest.fixture(scope="session", autouse=True)
def emptied_past_the_guards() -> Iterator[None]:
    """Between two tests with transactions the audit trail is emptied, as every other table is."""
    from django.db.backends.base.operations import BaseDatabaseOperations as Operations
    from tests.records.guards import unguarded

    empty = Operations.execute_sql_flush

    def empty_all(self: Operations, statements: list[str]) -> None:
        with unguarded():
            empty(self, statements)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Operations, "execute_sql_flush", empty_all)
        yield


@pytest.fixture(autouse=True)
def data_folder(settings: Settings, tmp_path: Path) -> Path:
    """Published files go where only this test looks."""
    settings.TOEVLUCHT_DATA = tmp_path / "data"
    return tmp_path / "data"


@pytest.fixture(autouse=True)
def own_key_of_place_marks() -> None:
    """Each test has a key store of its own."""
    from toevlucht.signals.place_marks import place_marks_key

    place_marks_key.cache_clear()


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with its SQLite databases ready: copied, it saves a program ten seconds."""
    folder = tmp_path_factory.mktemp("prepared") / "data"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO")}
    own = {
        "TOEVLUCHT_DATA": str(folder),
        "TOEVLUCHT_DATABASE_URL": "",
        "TOEVLUCHT_KEY_STORE_URL": "",
    }
    command = "from toevlucht.site.preparing import prepare; prepare()"
    subprocess.run([sys.executable, "-c", command], env=kept | own, check=True)
    return folder


@pytest.fixture(scope="module")
def published_handbooks(
    django_db_setup: None,
    django_db_blocker: pytest_django.DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """Those that come with the software: published once a module, since it takes seconds."""
    from tests.shared_world import shared_world

    from toevlucht.guidance.actions.publishing import load_handbooks
    from toevlucht.records.viewer import OPERATOR

    with shared_world(django_db_blocker, tmp_path_factory.mktemp("handbooks")):
        load_handbooks(OPERATOR)
        yield


@pytest.fixture
def frozen(tmp_path: Path) -> Path:
    from tests.picture.publishing.fabricated import fabricate_frozen

    return fabricate_frozen(tmp_path / "frozen")


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """Edition 1 of the series ukraine-2022, version 1, as ``toevlucht picture build`` leaves it."""
    from tests.picture.publishing.fabricated import fabricate

    return fabricate(tmp_path / "built")


@pytest.fixture
def published(db: None, tmp_path: Path, frozen: Path) -> None:
    """Two editions of a reconstruction, an exercise in two versions, and a generated example."""
    from tests.picture.publishing.fabricated import publish_examples

    publish_examples(tmp_path, frozen)
