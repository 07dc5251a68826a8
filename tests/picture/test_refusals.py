"""What the build does where hiding is not enough: it merges, withholds, or refuses and says why."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.picture.attacker import Attacker, counts_of, figures_of
from tests.picture.desk import Desk, observation, watch

from toevlucht.language import Message
from toevlucht.picture.building import BuildError, build
from toevlucht.picture.protection import (
    Group,
    KnownSum,
    Linked,
    Outcome,
    Quantity,
    Unprotectable,
    Version,
    linked,
    protect_together,
    published_range,
)
from toevlucht.picture.protection.system import System
from toevlucht.picture.tables import (
    Cell,
    Column,
    Count,
    NotSupplied,
    Protected,
    Row,
    Span,
    Sum,
    Table,
    Words,
)

DAY = date(2025, 1, 31)
NAME = Words(Message("figures.columns.area"))
UNITS = [Group("U1", frozenset({"A", "B"}), NAME), Group("U2", frozenset({"C", "D"}), NAME)]


class TestTheBuild:
    @pytest.fixture(scope="class")
    @classmethod
    def frozen(cls, tmp_path_factory: pytest.TempPathFactory) -> Path:
        desk = Desk(tmp_path_factory.mktemp("refused"))
        rows = [observation("P", count="3", counting_unit="person", form="sexual")]
        desk.receive("police", observations=rows)
        return desk.freeze()

    @pytest.mark.parametrize(
        ("whose", "what", "instead"),
        [
            (System, "protect", lambda self: [(value, value) for value in self.values]),
            (linked, "shown", lambda cell, found, threshold: cell),
        ],
        ids=["nothing is hidden", "what is hidden is shown all the same"],
    )
    def test_it_refuses_what_gives_a_number_away_and_does_not_say_which(
        self,
        frozen: Path,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        whose: Any,
        what: str,
        instead: Callable[..., Any],
    ) -> None:
        monkeypatch.setattr(whose, what, instead)
        with pytest.raises(BuildError) as refused:
            for _ in build(frozen, tmp_path / "built", ["en"], pdf=False):
                pass
        assert "ladder-national" in str(refused.value)
        assert not any(letter.isdigit() for letter in str(refused.value))
        assert refused.value.__cause__ is None
        assert list(tmp_path.iterdir()) == []

    def test_it_shows_the_police_unit_where_a_correction_follows_from_the_country(
        self, tmp_path: Path
    ) -> None:
        """One region of a unit supplied, and was corrected; the country's total stays exact."""
        desk = Desk(tmp_path / "desk")
        one, other = {"area": "VR04", "places": "10"}, {"area": "VR13", "places": "20"}
        desk.receive("police", watch=[watch("W", **one), watch("X", **other)])
        first = made(desk.freeze(name="one", number=1), tmp_path / "v1")
        again = {"area": "VR04", "places": "12", "known_on": "2022-04-02"}
        desk.receive("police", name="police-again", watch=[watch("Y", **again)])
        second = made(desk.freeze(name="two"), tmp_path / "v2", [first])
        cells = counts_of({"sight": figures_of(second)["sight"]})
        assert cells["sight", "NL", "places"]["value"] == 32
        assert cells["sight", "VR04", "places"]["state"] == "protected"


def made(frozen: Path, out: Path, earlier: list[Path] | None = None) -> Path:
    for _ in build(frozen, out, ["en"], pdf=False, earlier=earlier or []):
        pass
    return out


def places(**counts: int | None) -> Table:
    """Places by region, and the exact number of the country."""
    rows: dict[str, Cell] = {
        name: NotSupplied() if value is None else Count(value, "location", below_national=True)
        for name, value in counts.items()
    }
    rows["NL"] = Count(sum(value or 0 for value in counts.values()), "location")
    return Table(
        (
            Column("area", Message("figures.columns.area"), "label"),
            Column("number", Message("figures.columns.number"), "count"),
        ),
        tuple(Row(name, (NAME, cell)) for name, cell in rows.items()),
        (Sum(("NL", "number"), tuple((name, "number") for name in counts)),),
    )


def problem(table: Table, earlier: list[Version]) -> Linked:
    numbers = [("t", r.id, "number") for r in table.rows if isinstance(r.cells[1], Count)]
    counted = {place: Quantity(*place, "since january", DAY) for place in numbers}
    return Linked({"t": table}, quantities=counted, earlier=earlier)


def published(outcome: Outcome, of: Linked, name: str) -> Version:
    cells = {
        ("t", row.id, "number"): known
        for row in outcome.tables["t"].rows
        if (known := published_range(row.cells[1]))
    }
    sums = [
        KnownSum(("t", *one.total), tuple(p for part in one.parts if (p := ("t", *part)) in cells))
        for one in outcome.tables["t"].sums
    ]
    counted = {place: of.quantities[place] for place in cells if place in of.quantities}
    return Version(name, "", cells, counted, tuple(sums))


def series(*tables: Table) -> list[Outcome]:
    """Versions of one edition, each protected beside all before it."""
    versions: list[Version] = []
    outcomes = []
    for number, table in enumerate(tables, 1):
        one = problem(table, list(versions))
        outcomes.append(protect_together(one, {"t": [UNITS]}))
        versions.append(published(outcomes[-1], one, f"v{number}"))
    return outcomes


def shown(outcome: Outcome) -> dict[str, Cell]:
    return {row.id: row.cells[1] for row in outcome.tables["t"].rows}


def test_a_correction_is_merged_into_the_police_unit_and_no_further() -> None:
    _, second = series(places(A=10, B=None, C=20, D=None), places(A=12, B=None, C=20, D=None))
    assert (second.merged, second.withheld) == (("t",), ())
    cells = shown(second)
    assert isinstance(cells["A"], Protected)
    assert isinstance(cells["B"], Protected)  # who did not supply is not told from who did
    unit = cells["U1"]
    assert isinstance(unit, Count)
    assert (unit.value, unit.at_least) == (12, True)
    assert cells["C"] == Count(20, "location", below_national=True)
    assert isinstance(cells["D"], NotSupplied)


def test_where_the_unit_gives_it_away_as_well_all_parts_are_withheld() -> None:
    (only,) = series(places(A=3, B=None, C=None, D=None))
    assert (only.merged, only.withheld) == (("t",), ("t",))
    cells = shown(only)
    assert cells.pop("NL") == Count(3, "location")
    assert all(isinstance(cell, Protected) for cell in cells.values())


def test_where_all_regions_supplied_nobody_knows_which_was_corrected() -> None:
    first, second = series(places(A=12, B=30, C=20, D=15), places(A=11, B=30, C=20, D=15))
    assert first.hidden == 0
    assert (second.merged, second.withheld) == ((), ())
    cells = shown(second)
    ranges = {name: cell for name, cell in cells.items() if isinstance(cell, Span)}
    assert "A" in ranges
    assert len(ranges) > 1
    attacker = Attacker()
    for version, outcome in (("v1", first), ("v2", second)):
        for name, cell in shown(outcome).items():
            low, high = published_range(cell) or (0, None)
            attacker.knows((version, name), low, high)
        attacker.adds_up((version, "NL"), [(version, name) for name in "ABCD"])
    for name in ranges:
        low, high = attacker.ends({("v1", name): 1, ("v2", name): -1})
        assert high - low >= 3, name


def test_a_new_number_that_nothing_can_cover_is_refused_by_name_of_the_figure() -> None:
    first = problem(places(A=0, B=30, C=20, D=15), [])
    known = published(protect_together(first), first, "v1")
    then = {place: Quantity(*place, "", DAY) for place in known.cells}
    now = places(A=3, B=30, C=20, D=15)
    later = {place: Quantity(*place, "", date(2025, 2, 28)) for place in then}
    one = Linked(
        {"t": now},
        quantities=later,
        earlier=[Version("v1", "", known.cells, then, known.sums)],
    )
    with pytest.raises(Unprotectable) as refused:
        protect_together(one, {"t": [UNITS]})
    assert refused.value.tables == ("t",)
    assert not any(letter.isdigit() for letter in str(refused.value))


def test_ten_corrections_of_one_edition_are_all_protected() -> None:
    counts = {"A": 12, "B": 30, "C": 20, "D": 15}
    tables = [places(**counts)]
    for number in range(10):
        counts["ABCD"[number % 4]] += 1 + number % 3
        tables.append(places(**counts))
    outcomes = series(*tables)
    assert len(outcomes) == 11
    for before, after in itertools.pairwise(outcomes):
        exact = [
            name
            for name in "ABCD"
            if isinstance(one := shown(before)[name], Count)
            and isinstance(other := shown(after)[name], Count)
            and one != other
        ]
        assert exact == []
