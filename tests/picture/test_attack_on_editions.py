"""Whoever has all public versions of a series, and a solver, finds no protected number."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from tests.picture.attacker import Attacker, Name, counts_of, figures_of, reads
from tests.picture.conftest import DEMO, Frozen
from tests.picture.desk import FIRST, Desk, observation, watch

from toevlucht.cli.demo import GENERATED_SIZE
from toevlucht.picture.building import BuildError, build
from toevlucht.picture.contributions import check_all, contributions_below
from toevlucht.picture.earlier import EarlierError
from toevlucht.picture.generated import generate
from toevlucht.picture.snapshot import freeze
from toevlucht.picture.snapshot.manifest import sha256_of

WHOLES = {
    "places_watching": "places",
    "places_with_route": "places",
    "places_inspected": "places",
    "people_trained": "people",
}


# Figures of how things stand, not of what came in over a period.
STATES = {"reception", "reception-by-region", "sight", "partner-registrations", "hidden-number"}


def made(frozen: Path, out: Path, earlier: Sequence[Path] = (), **options: Any) -> Path:
    for _ in build(frozen, out, ["en"], pdf=False, earlier=earlier, **options):
        pass
    return out


def secrets(public: Path, partners: Path) -> dict[Name, int]:
    """The true small numbers of persons and of anything below the national level."""
    true, shown = counts_of(figures_of(partners)), counts_of(figures_of(public))
    found = {}
    for name, cell in true.items():
        value = cell.get("value", cell.get("low"))
        hidden = name in shown and shown[name].get("value") != value
        if hidden and value is not None and 0 < value < 5:
            found[name] = value
    return found


def attacker_of(versions: Mapping[str, Path], partners: Mapping[str, Path]) -> Attacker:
    """Everything in the tables, and more than can be known: totals, and what went which way."""
    attacker = Attacker()
    true = {name: counts_of(figures_of(folder)) for name, folder in partners.items()}
    for name, folder in versions.items():
        figures = figures_of(folder)
        reads(attacker, counts_of(figures), of=name)
        _regions(attacker, name, figures, true[name])
        _sight(attacker, name, figures, true[name])
        _statements(attacker, name, figures, true[name])
    names = list(versions)
    for before, after in itertools.combinations(names, 2):
        for cell in true[before].keys() & true[after].keys():
            if {(before, *cell), (after, *cell)} <= attacker.low.keys():
                _compare(attacker, before, after, cell, true, versions)
    return attacker


def _compare(
    attacker: Attacker,
    before: str,
    after: str,
    cell: Name,
    true: Mapping[str, Mapping[Name, Any]],
    versions: Mapping[str, Path],
) -> None:
    """It knows which states did not change, and which way every count over a period went."""
    then, now = (_value(true[name][cell]) or 0 for name in (before, after))
    if cell[0] in STATES:
        if then == now:
            attacker.adds_up((after, *cell), [(before, *cell)])
    elif _since(versions[before]) == _since(versions[after]) and cell[2] != "previous":
        less, more = (before, after) if then <= now else (after, before)
        attacker.adds_up((more, *cell), [(less, *cell)], more=True)


def _since(folder: Path) -> tuple[str, str]:
    edition = json.loads((folder / "manifest.json").read_text("utf-8"))["edition"]
    return edition["counting_mode"], edition["period_from"]


def _value(cell: Mapping[str, Any]) -> int | None:
    return cell.get("value", cell.get("low"))


def _regions(
    attacker: Attacker, of: str, figures: Mapping[str, Any], true: Mapping[Name, Any]
) -> None:
    """All regions make the national number, and it is known exactly."""
    for figure, columns in (
        ("statements-by-region", ["statements"]),
        ("reception-by-region", ["places", "occupied"]),
    ):
        for column in columns:
            parts = [
                (figure, row["id"], column)
                for row in figures[figure]["rows"]
                if row["id"].startswith("VR")
            ]
            known = [part for part in parts if part in true and (of, *part) in attacker.low]
            if len(known) > 1:
                total = sum(_value(true[part]) or 0 for part in known)
                attacker.knows((of, figure, "all", column), total, total)
                attacker.adds_up((of, figure, "all", column), [(of, *part) for part in known])


def _sight(
    attacker: Attacker, of: str, figures: Mapping[str, Any], true: Mapping[Name, Any]
) -> None:
    rows = [row["id"] for row in figures["sight"]["rows"]]
    for column in {*WHOLES, *WHOLES.values()}:
        parts = [(of, "sight", r, column) for r in rows if r != "NL"]
        parts = [part for part in parts if part in attacker.low]
        if parts and (of, "sight", "NL", column) in attacker.low:
            attacker.adds_up((of, "sight", "NL", column), parts)
    for row in rows:
        for part, whole in WHOLES.items():
            names = [(of, "sight", row, whole), (of, "sight", row, part)]
            cell = true.get(("sight", row, whole), {})
            if all(name in attacker.low for name in names) and cell.get("state") == "exact":
                attacker.adds_up(names[0], names[1:], more=True)


def _statements(
    attacker: Attacker, of: str, figures: Mapping[str, Any], true: Mapping[Name, Any]
) -> None:
    """The rungs and the weeks count the same statements, but for a number that it knows."""
    rungs = [n for n in true if n[0] == "ladder-national" and n[2] == "statements"]
    weeks = [n for n in true if n[0] == "statements-over-time"]
    if not rungs or not weeks:
        return
    more = sum(_value(true[n]) or 0 for n in rungs) - sum(_value(true[n]) or 0 for n in weeks)
    sides = {"rungs": rungs, "weeks": weeks}
    attacker.knows((of, "extra"), abs(more), abs(more))
    short = "weeks" if more > 0 else "rungs"
    attacker.knows((of, "statements"), 0, None)
    for side, names in sides.items():
        extra = [(of, "extra")] if side == short else []
        attacker.adds_up((of, "statements"), [(of, *name) for name in names] + extra)


def assert_nothing_found(versions: Mapping[str, Path], partners: Mapping[str, Path]) -> int:
    """Attack every secret of every version; the number of secrets that were attacked."""
    attacker = attacker_of(versions, partners)
    attacked = 0
    for name in versions:
        for cell, value in secrets(versions[name], partners[name]).items():
            low, high = attacker.ends({(name, *cell): 1})
            assert low <= value <= high
            assert low < high, f"{cell} of {name} is found"
            attacked += 1
    return attacked


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("attacked")


@pytest.mark.parametrize(
    "names",
    [("edition-1", "edition-2", "edition-3"), ("interim-2022-06-07-v1", "interim-2022-06-07-v2")],
    ids=["three-editions", "exercise"],
)
def test_the_demo_gives_nothing_away(
    demo_frozen: Frozen, folder: Path, names: tuple[str, ...]
) -> None:
    versions: dict[str, Path] = {}
    partners = {}
    for name in names:
        frozen = demo_frozen(name)
        versions[name] = made(frozen, folder / name, list(versions.values()))
        partners[name] = made(frozen, folder / f"{name}-partners", public=False)
    assert assert_nothing_found(versions, partners) > 0


def test_the_generated_edition_gives_nothing_away(folder: Path) -> None:
    generate(folder / "generated", GENERATED_SIZE)
    checked = list(check_all(contributions_below(folder / "generated")))
    frozen = freeze(checked, DEMO / "editions/generated", folder / "frozen-generated")
    versions = {"4": made(frozen, folder / "public-generated")}
    partners = {"4": made(frozen, folder / "partners-generated", public=False)}
    assert assert_nothing_found(versions, partners) > 20


class TestTwoCumulativeEditions:
    """A region has 7 statements in the first edition, and 9 in the next."""

    @pytest.fixture(scope="class")
    @classmethod
    def frozen(cls, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
        desk = Desk(tmp_path_factory.mktemp("differences"))
        rows, areas = [], {"GM0599": 7, "GM0363": 30, "GM0344": 12}
        for area, times in areas.items():
            for n in range(times):
                local = {"level": "regional", "area": area, "known_on": "2022-03-10"}
                rows.append(observation(f"{area}-{n}", **local))
        desk.receive("police", cut_off="2022-03-20", observations=rows)
        rows = []
        for n in range(2):
            local = {"level": "regional", "area": "GM0599", "known_on": "2022-04-10"}
            rows.append(observation(f"later-{n}", **local))
        desk.receive("police", observations=rows, watch=[watch("W", places="30")])
        one = desk.freeze(name="one", **(dict(FIRST) | {"published_on": "2022-03-26"}))
        return one, desk.freeze(FIRST, name="two")

    def test_alone_the_second_shows_nine(self, frozen: tuple[Path, Path], tmp_path: Path) -> None:
        shown = counts_of(figures_of(made(frozen[1], tmp_path / "alone")))
        assert shown["statements-by-region", "VR17", "statements"]["value"] == 9

    def test_beside_the_first_it_shows_a_range_that_holds_two_and_more(
        self, frozen: tuple[Path, Path], tmp_path: Path
    ) -> None:
        first = made(frozen[0], tmp_path / "one")
        second = made(frozen[1], tmp_path / "two", [first])
        before, after = (counts_of(figures_of(folder)) for folder in (first, second))
        region = "statements-by-region", "VR17", "statements"
        assert before[region]["value"] == 7
        assert (after[region]["low"], after[region]["high"]) == (5, 9)
        assert after["statements-by-region", "VR13", "statements"]["state"] in ("exact", "range")

    def test_the_manifest_names_the_first_and_says_that_the_attack_was_run(
        self, frozen: tuple[Path, Path], tmp_path: Path
    ) -> None:
        first = made(frozen[0], tmp_path / "one")
        second = made(frozen[1], tmp_path / "two", [first])
        manifest = json.loads((second / "manifest.json").read_text("utf-8"))
        digest = sha256_of(first / "manifest.json")
        assert manifest["earlier"] == [{"version": "ukraine-2022 1 v1", "manifest_sha256": digest}]
        assert manifest["disclosure"]["attacked"] is True
        assert manifest["disclosure"]["earlier_versions"] == 1
        assert manifest["disclosure"]["cells"] > 30

    def test_an_edition_of_before_protected_json_is_read_from_its_tables(
        self, frozen: tuple[Path, Path], tmp_path: Path
    ) -> None:
        first = made(frozen[0], tmp_path / "one")
        manifest = json.loads((first / "manifest.json").read_text("utf-8"))
        manifest["files"] = [f for f in manifest["files"] if f["path"] != "protected.json"]
        (first / "manifest.json").write_text(json.dumps(manifest), "utf-8")
        (first / "protected.json").unlink()
        shown = counts_of(figures_of(made(frozen[1], tmp_path / "two", [first])))
        assert shown["statements-by-region", "VR17", "statements"]["state"] == "range"

    def test_the_same_versions_give_the_same_bytes(
        self, frozen: tuple[Path, Path], tmp_path: Path
    ) -> None:
        first = made(frozen[0], tmp_path / "one")
        twice = [made(frozen[1], tmp_path / name, [first]) for name in ("two", "again")]
        manifests = [(folder / "manifest.json").read_bytes() for folder in twice]
        assert manifests[0] == manifests[1]

    def test_what_is_no_earlier_version_is_refused(
        self, frozen: tuple[Path, Path], tmp_path: Path
    ) -> None:
        partners = made(frozen[0], tmp_path / "partners", public=False)
        with pytest.raises(EarlierError, match="not a public rendition"):
            made(frozen[1], tmp_path / "two", [partners])
        itself = made(frozen[1], tmp_path / "itself")
        with pytest.raises(EarlierError, match="this very edition"):
            made(frozen[1], tmp_path / "three", [itself])
        assert not (tmp_path / "two").exists()

    def test_editors_can_have_it_rounded_to_fives(
        self, frozen: tuple[Path, Path], tmp_path: Path
    ) -> None:
        built = made(frozen[0], tmp_path / "fives", rounded=["statements-by-region"])
        figure = figures_of(built)["statements-by-region"]
        cells = counts_of({"": figure})
        values = {n[1]: cell["value"] for n, cell in cells.items() if cell["state"] == "rounded"}
        assert len(values) == 35
        assert all(value % 5 == 0 for value in values.values())
        assert sum(value for row, value in values.items() if row.startswith("VR")) in (45, 50)
        assert figure["columns"][1]["title"].endswith("rounded to fives")
        sheet = (built / "en" / "figures" / "statements-by-region.csv").read_text("utf-8")
        assert ",rounded," in sheet
        page = (built / "en" / "index.html").read_text("utf-8")
        assert "number of statements, rounded to fives" in page
        manifest = json.loads((built / "manifest.json").read_text("utf-8"))
        assert manifest["disclosure"]["rounded"] == ["statements-by-region"]

    def test_a_figure_that_is_not_there_cannot_be_rounded(
        self, frozen: tuple[Path, Path], tmp_path: Path
    ) -> None:
        with pytest.raises(BuildError, match="no figure nonsense"):
            made(frozen[0], tmp_path / "fives", rounded=["nonsense"])
