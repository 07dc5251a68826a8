"""The public sees no small count of people, and finds none by adding and subtracting."""

from __future__ import annotations

from decimal import Decimal

import pytest

from toevlucht.language import LANGUAGES, Message, Named, language
from toevlucht.picture.protection import protect_linked, protect_table
from toevlucht.picture.tables import (
    Cell,
    Column,
    Count,
    Listed,
    NotSupplied,
    Protected,
    Row,
    Several,
    Share,
    Span,
    Sum,
    Table,
    Words,
)
from toevlucht.statistics.disclosure import audit

# Two police units of the country: Oost-Nederland and Amsterdam, and the regions they are made of.
OOST = ("VR04", "VR05", "VR06", "VR07", "VR08")
AMSTERDAM = ("VR13",)


def persons(value: int, **more: object) -> Count:
    return Count(value, "person", below_national=True, **more)


def statements(value: int) -> Count:
    return Count(value, "statement", below_national=True)


def table(columns: dict[str, str], rows: dict[str, list[Cell]], *sums: Sum) -> Table:
    named = [Column("area", Message("figures.columns.area"), "label")]
    named += [Column(id, Message(f"figures.columns.{id}"), kind) for id, kind in columns.items()]
    return Table(
        tuple(named),
        tuple(Row(id, (Words(Named(id, {"nl": id})), *cells)) for id, cells in rows.items()),
        sums,
    )


def by_region(oost: list[Cell], amsterdam: Cell, nation: Cell, units: list[Cell]) -> Table:
    """One column of counts by region, with the two units and the nation as sums."""
    rows = {code: [cell] for code, cell in zip(OOST, oost, strict=True)}
    rows |= {"VR13": [amsterdam], "PVOOST": [units[0]], "PVAMS": [units[1]], "NL": [nation]}
    return table(
        {"number": "count"},
        rows,
        Sum(("PVOOST", "number"), tuple((code, "number") for code in OOST)),
        Sum(("PVAMS", "number"), (("VR13", "number"),)),
        Sum(("NL", "number"), (("PVOOST", "number"), ("PVAMS", "number"))),
    )


def shown(table: Table, column: str = "number") -> dict[str, Cell]:
    return {row.id: row.cells[table.position(column)] for row in table.rows}


def ends(cell: Cell) -> tuple[int, int]:
    if isinstance(cell, Span):
        return cell.low, 10_000 if cell.high is None else cell.high
    assert isinstance(cell, Count)
    return cell.value, cell.value


def attacked(table: Table) -> dict[tuple[str, str], tuple[int, int]]:
    """What a reader of the table can work out about each cell that stands in a sum."""
    places = sorted({place for s in table.sums for place in (s.total, *s.parts)})
    position = {place: number for number, place in enumerate(places)}
    sums = [(position[s.total], [position[part] for part in s.parts]) for s in table.sums]
    found = audit([ends(table.cell(*place)) for place in places], sums)
    return dict(zip(places, found, strict=True))


# Which counts


def test_persons_under_five_become_a_range_at_any_level():
    national = table({"number": "count"}, {"NL": [Count(3, "person")]})
    assert shown(protect_table(national)) == {"NL": Span(1, 4, "person")}


def test_five_persons_are_shown():
    national = table({"number": "count"}, {"NL": [Count(5, "person")]})
    assert protect_table(national) == national


@pytest.mark.parametrize("unit", ["report", "investigation", "case"])
def test_the_one_investigation_of_the_country_is_shown_exactly(unit):
    national = table({"number": "count"}, {"NL": [Count(1, unit)]})
    assert protect_table(national) == national


def test_anything_below_the_national_level_is_protected_whatever_its_unit():
    regional = table({"number": "count"}, {"VR13": [statements(1)], "VR05": [statements(6)]})
    assert shown(protect_table(regional)) == {
        "VR13": Span(1, 4, "statement"),
        "VR05": statements(6),
    }


def test_a_zero_stays_and_says_what_it_found():
    none_found = persons(0, zero_kind="none_found")
    regional = table({"number": "count"}, {"VR13": [none_found]})
    assert shown(protect_table(regional)) == {"VR13": none_found}


def test_several_and_not_supplied_stay():
    cells: dict[str, list[Cell]] = {"VR13": [Several("person")], "VR05": [NotSupplied()]}
    regional = table({"number": "count"}, cells)
    assert protect_table(regional) == regional


def test_at_least_three_persons_is_at_least_one_without_a_limit():
    regional = table({"number": "count"}, {"VR13": [persons(3, at_least=True)]})
    assert shown(protect_table(regional)) == {"VR13": Span(1, None, "person")}


def test_a_range_of_persons_that_a_source_gave_is_drawn_no_narrower_than_ours():
    cells: dict[str, list[Cell]] = {
        "narrow": [Span(2, 3, "person")],
        "with none": [Span(0, 2, "person")],
        "wide": [Span(2, 30, "person")],
    }
    assert shown(protect_table(table({"number": "count"}, cells))) == {
        "narrow": Span(1, 4, "person"),
        "with none": Span(0, 4, "person"),
        "wide": Span(2, 30, "person"),
    }


def test_a_count_in_a_list_is_protected_too():
    listed = Listed((Count(2, "investigation"), Count(2, "person"), persons(0)))
    protected = protect_table(table({"number": "count"}, {"NL": [listed]}))
    expected = Listed((Count(2, "investigation"), Span(1, 4, "person"), persons(0)))
    assert shown(protected) == {"NL": expected}


# Sums


def test_a_region_cannot_be_found_by_subtracting():
    regional = by_region(
        [persons(n) for n in (12, 3, 0, 31, 8)],
        persons(40),
        Count(94, "person"),
        [persons(54), persons(40)],
    )
    protected = protect_table(regional)
    assert shown(protected) == {
        "VR04": persons(12),
        "VR05": Span(1, 4, "person"),
        "VR06": persons(0),
        "VR07": persons(31),
        "VR08": Span(5, 14, "person"),
        "VR13": persons(40),
        "PVOOST": persons(54),
        "PVAMS": persons(40),
        "NL": Count(94, "person"),
    }
    assert attacked(protected)["VR05", "number"] == (1, 4)


def test_a_unit_of_one_region_is_hidden_with_it():
    regional = by_region(
        [statements(n) for n in (12, 7, 6, 31, 8)],
        statements(2),
        Count(66, "statement"),
        [statements(64), statements(2)],
    )
    protected = protect_table(regional)
    cells = shown(protected)
    assert cells["VR13"] == cells["PVAMS"] == Span(1, 4, "statement")
    assert isinstance(cells["PVOOST"], Span)
    assert cells["NL"] == Count(66, "statement")
    assert attacked(protected)["VR13", "number"] == (1, 4)


def test_a_national_count_of_reports_stays_exact_even_where_few_are_left_to_hide():
    regional = by_region(
        [statements(n) for n in (0, 0, 0, 0, 0)],
        statements(1),
        Count(1, "statement"),
        [statements(0), statements(1)],
    )
    protected = protect_table(regional)
    assert shown(protected)["NL"] == Count(1, "statement")
    low, high = attacked(protected)["VR13", "number"]
    assert low < high


def test_what_others_did_not_supply_hides_nothing_so_all_parts_are_withheld():
    regional = by_region(
        [NotSupplied() for _ in OOST],
        statements(3),
        Count(3, "statement"),
        [NotSupplied(), statements(3)],
    )
    cells = shown(protect_table(regional))
    assert cells.pop("NL") == Count(3, "statement")
    assert set(cells.values()) == {Protected()}


def test_an_exact_total_with_one_part_cannot_be_shown_beside_it():
    pair = table(
        {"number": "count"},
        {"NL": [Count(3, "case")], "VR13": [Count(3, "case", below_national=True)]},
        Sum(("NL", "number"), (("VR13", "number"),)),
    )
    with pytest.raises(ValueError, match="gives away"):
        protect_table(pair)


def test_parts_that_make_more_than_their_total_are_refused():
    wrong = by_region(
        [persons(n) for n in (12, 3, 0, 31, 8)],
        persons(40),
        Count(90, "person"),
        [persons(54), persons(40)],
    )
    with pytest.raises(ValueError, match="parts make 94"):
        protect_table(wrong)


def test_two_rows_of_one_name_are_refused():
    row = Row("VR13", (persons(3),))
    twice = Table((Column("number", Message("figures.columns.number"), "count"),), (row, row))
    with pytest.raises(ValueError, match="address"):
        protect_table(twice)


# Shares


def test_a_share_beside_a_hidden_count_is_hidden():
    half = Share(Decimal("0.5"))
    regional = table(
        {"places": "count", "number": "count", "share": "share"},
        {"VR05": [persons(6), persons(3), half], "VR13": [persons(20), persons(10), half]},
    )
    assert shown(protect_table(regional), "share") == {"VR05": Protected(), "VR13": half}


def test_shares_of_a_hidden_total_are_hidden():
    third, whole = Share(Decimal("0.333")), Share(Decimal(1))
    regional = table(
        {"number": "count", "share": "share"},
        {
            "VR13": [persons(1), third],
            "VR05": [persons(2), Share(Decimal("0.667"))],
            "NL": [Count(3, "person"), whole],
        },
        Sum(("NL", "number"), (("VR13", "number"), ("VR05", "number"))),
    )
    assert set(shown(protect_table(regional), "share").values()) == {Protected()}


def test_shares_stay_where_every_count_does():
    regional = table(
        {"number": "count", "share": "share"}, {"VR13": [persons(9), Share(Decimal(1))]}
    )
    assert protect_table(regional) == regional


# Tables that share cells


def test_a_number_hidden_in_one_figure_is_hidden_in_the_other():
    first = by_region(
        [persons(n) for n in (12, 3, 0, 31, 8)],
        persons(40),
        Count(94, "person"),
        [persons(54), persons(40)],
    )
    again = {
        code: [cell] for code, cell in shown(first).items() if code in ("VR04", "VR07", "VR08")
    }
    second = table({"people": "count"}, again)
    links = [(("first", code, "number"), ("second", code, "people")) for code in again]
    together = protect_linked({"first": first, "second": second}, links)
    assert protect_table(second) == second
    assert shown(together["second"], "people") == {
        "VR04": persons(12),
        "VR07": persons(31),
        "VR08": Span(5, 14, "person"),
    }
    assert together["first"].cell("VR08", "number") == Span(5, 14, "person")
    assert attacked(together["first"])["VR05", "number"] == (1, 4)


def test_cells_said_to_be_the_same_number_must_be():
    first = table({"number": "count"}, {"VR13": [persons(8)]})
    second = table({"number": "count"}, {"VR13": [persons(9)]})
    with pytest.raises(ValueError, match="parts make"):
        protect_linked(
            {"a": first, "b": second}, [(("a", "VR13", "number"), ("b", "VR13", "number"))]
        )


def test_what_is_protected_once_stays_as_it_is():
    regional = by_region(
        [persons(n) for n in (12, 7, 6, 31, 8)],
        persons(40),
        Count(104, "person"),
        [persons(64), persons(40)],
    )
    assert protect_table(protect_table(regional)) == protect_table(regional) == regional


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_protected_cell_has_words(tag):
    assert language(tag).say("protection.cell.protected")
