"""Generated contributions: the same for a seed, accepted as a partner's are, and about nobody."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from tests.picture.conftest import DEMO

from toevlucht.cli.demo import GENERATED_SIZE
from toevlucht.dictionary import dictionary
from toevlucht.dictionary.checking import Checked
from toevlucht.language import LANGUAGES, language
from toevlucht.picture.contributions import check_all, contributions_below
from toevlucht.picture.figures import FIGURES, compute
from toevlucht.picture.generated import ORGANISATIONS, Size, generate
from toevlucht.picture.snapshot import freeze, open_snapshot
from toevlucht.picture.tables import Figure

SMALL = Size(signals=400, weeks=60, until=datetime.date(2025, 3, 31))


def every_byte(folder: Path) -> dict[str, bytes]:
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


@pytest.fixture(scope="module")
def contributions(tmp_path_factory: pytest.TempPathFactory) -> list[Checked]:
    folder = tmp_path_factory.mktemp("generated")
    generate(folder, GENERATED_SIZE)
    return list(check_all(contributions_below(folder)))


@pytest.fixture(scope="module")
def figures(
    contributions: list[Checked], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Figure]:
    """The public figures of the fourth edition of the demo."""
    folder = tmp_path_factory.mktemp("generated-edition")
    with open_snapshot(freeze(contributions, DEMO / "editions/generated", folder / "f")) as frozen:
        return {kind.id: compute(kind, frozen) for kind in FIGURES}


def test_one_seed_gives_the_same_bytes_always(tmp_path: Path) -> None:
    generate(tmp_path / "one", SMALL)
    generate(tmp_path / "other", SMALL)
    assert every_byte(tmp_path / "one") == every_byte(tmp_path / "other")


def test_another_seed_gives_other_rows(tmp_path: Path) -> None:
    generate(tmp_path / "one", SMALL)
    generate(tmp_path / "other", Size(SMALL.signals, SMALL.weeks, SMALL.until, seed=1))
    one, other = every_byte(tmp_path / "one"), every_byte(tmp_path / "other")
    assert one.keys() == other.keys()
    table = f"{ORGANISATIONS[0]}-2025-03-31/observations.parquet"
    assert one[table] != other[table]


def test_the_rows_pass_the_check_of_a_partner(contributions: list[Checked]) -> None:
    problems = [p.message("en") for result in contributions for p in result.problems]
    assert not problems
    assert sum(r.tables["observations"].num_rows for r in contributions if r.tables) == 4000


def test_every_row_says_that_it_is_generated(contributions: list[Checked]) -> None:
    for result in contributions:
        assert result.manifest is not None
        assert result.manifest.origin == "generated"
        assert result.manifest.seed == GENERATED_SIZE.seed
        for table in (result.tables or {}).values():
            assert set(table["origin"].to_pylist()) == {"generated"}
            assert all(name.startswith("example") for name in set(table["stated_by"].to_pylist()))


def test_every_table_but_those_of_totals_and_rounds_is_there(contributions: list[Checked]) -> None:
    there = {name for result in contributions for name in (result.tables or {})}
    assert there == set(dictionary().tables) - {"counts", "inspections"}


@pytest.mark.parametrize("kind", [kind.id for kind in FIGURES])
def test_a_figure_is_complete_or_says_why_not(figures: dict[str, Figure], kind: str) -> None:
    figure = figures[kind]
    empty = {"ladder-european": "empty"}
    empty["sight-by-requirement"] = "empty"  # an edition leaves it out where nobody sent rounds
    assert figure.state == empty.get(kind, "complete")
    for tag in LANGUAGES:
        assert language(tag).message(figure.sentence)
    if kind not in empty:
        assert figure.table.rows


def test_who_kept_silent_is_named(figures: dict[str, Figure]) -> None:
    assert figures["contributors"].organisations == 5
    assert "1 did not contribute" in language("en").message(figures["contributors"].sentence)
