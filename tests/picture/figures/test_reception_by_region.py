"""Reception by region: a small region cannot be found by taking the others from the nation."""

from __future__ import annotations

from toevlucht.language import Message, Named
from toevlucht.picture.figures.reception_by_region import NATION, _nation
from toevlucht.picture.protection import protect_table
from toevlucht.picture.tables import Column, Count, NotSupplied, Row, Span, Table, Words

COLUMNS = tuple(
    Column(name, Message(f"figures.columns.{name}"))
    for name in ("area", "places", "occupied", "occupancy", "counted_on")
)


def region(code: str, places: int, occupied: int) -> Row:
    return Row(
        code,
        (
            Words(Named(code, {"nl": code})),
            Count(places, "reception_place", below_national=True),
            Count(occupied, "person", below_national=True),
            NotSupplied(),
            NotSupplied(),
        ),
    )


def published(*regions: Row) -> Table:
    nation, sums = _nation(regions)
    return protect_table(Table(COLUMNS, (*regions, nation), sums)).without(frozenset({NATION}))


def test_a_second_region_hides_the_first_from_who_knows_the_nation() -> None:
    table = published(region("VR01", 100, 3), region("VR02", 200, 40), region("VR03", 300, 90))

    hidden = [row.id for row in table.rows if isinstance(row.cells[2], Span)]
    assert len(hidden) == 2
    assert "VR01" in hidden
    assert table.cell("VR01", "occupied") == Span(1, 4, "person")
    assert [row.id for row in table.rows] == ["VR01", "VR02", "VR03"]


def test_regions_that_are_all_large_are_exact() -> None:
    table = published(region("VR01", 100, 30), region("VR02", 200, 40))

    assert table.cell("VR01", "occupied") == Count(30, "person", below_national=True)


def test_one_region_alone_has_no_total_to_be_found_by() -> None:
    table = published(region("VR01", 100, 3))

    assert table.cell("VR01", "occupied") == Span(1, 4, "person")
    assert table.sums == ()
