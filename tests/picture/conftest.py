"""What tests of the picture share: a desk of their own, and the demo's editions made once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
from tests.picture.desk import Desk

from toevlucht.dictionary.checking import Checked
from toevlucht.picture.building import build
from toevlucht.picture.contributions import check_all, contributions_below
from toevlucht.picture.figures import FIGURES, compute
from toevlucht.picture.snapshot import freeze, open_snapshot
from toevlucht.picture.tables import Figure

DEMO = Path(str(files("toevlucht.content").joinpath("demo")))

Frozen = Callable[[str], Path]
Figures = Callable[[str], dict[str, Figure]]
Built = Callable[[str], Path]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "desk")


@pytest.fixture(scope="session")
def demo_contributions() -> list[Checked]:
    checked = list(check_all(contributions_below(DEMO / "contributions")))
    assert all(result.accepted for result in checked)
    return checked


@pytest.fixture(scope="session")
def demo_frozen(
    demo_contributions: list[Checked], tmp_path_factory: pytest.TempPathFactory
) -> Frozen:
    """The frozen folder of one of the demo's editions by its name, made when first asked for."""
    folder = tmp_path_factory.mktemp("demo-frozen")
    return cache(lambda name: freeze(demo_contributions, DEMO / "editions" / name, folder / name))


@pytest.fixture(scope="session")
def demo_figures(demo_frozen: Frozen) -> Figures:
    """The public figures of one of the demo's editions."""

    @cache
    def computed(name: str) -> dict[str, Figure]:
        with open_snapshot(demo_frozen(name)) as snapshot:
            return {kind.id: compute(kind, snapshot) for kind in FIGURES}

    return computed


@pytest.fixture(scope="session")
def demo_built(demo_frozen: Frozen, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The built folder of one of the demo's editions, without PDF."""
    folder = tmp_path_factory.mktemp("demo-built")

    @cache
    def made(name: str) -> Path:
        for _ in build(demo_frozen(name), folder / name, pdf=False):
            pass
        return folder / name

    return made
