"""What a table holds and would cost, before anybody decides: pure arithmetic."""

from __future__ import annotations

from fractions import Fraction

import pytest

from toevlucht.picture.releasing import planning
from toevlucht.picture.releasing.catalogue import IN_RECEPTION, TABLES
from toevlucht.picture.releasing.counting import Counted, RegionRow, counted
from toevlucht.picture.releasing.planning import plan, planned_rows
from toevlucht.statistics.disclosure import GivesAway, Ledger, bounded_counts

TABLE = TABLES["sheltered"]
REGIONS = ("VR09", "VR13", "VR17")
Record = tuple[int, str, str]


def made(records: list[Record], regions: tuple[str, ...] = REGIONS) -> Counted:
    return counted([RegionRow(code, 1, 9) for code in regions], TABLE.columns, records, False)


def many(region: str, column: str, people: int, first: int) -> list[Record]:
    return [(first + n, region, column) for n in range(people)]


FULL = [
    record
    for n, region in enumerate(REGIONS)
    for m, column in enumerate(TABLE.columns)
    for record in many(region, column, 100 + 7 * n + 3 * m, 10_000 * (2 * n + m))
]


def test_six_tables_of_the_year_spend_all_that_is_set_aside_and_no_more() -> None:
    ledger = Ledger(IN_RECEPTION.limit)
    for n in range(IN_RECEPTION.planned):
        ledger = ledger.spend(f"table {n}", TABLE.cost)
    assert ledger.left == 0
    assert (TABLE.variance, TABLE.cost) == (150, Fraction(1, 100))
    assert round(IN_RECEPTION.epsilon, 1) == 1.6


def test_margins_of_totals_are_wider_and_a_region_alone_has_no_total_row() -> None:
    found = plan(TABLE, made(FULL), Ledger(IN_RECEPTION.limit))
    cells = dict(zip(found.counted.frame.cells, found.public.margins, strict=True))
    assert cells["VR09", "adult"] == 24
    assert 24 < cells["VR09", "total"] < cells["total", "adult"] < cells["total", "total"]
    alone = made([one for one in FULL if one[1] == "VR09"], ("VR09",))
    assert alone.frame.cells == (("VR09", "adult"), ("VR09", "minor"), ("VR09", "total"))
    assert alone.exact == (100, 103, 203)


@pytest.mark.parametrize("stays", [1, 2, 3, 6])
def test_somebody_with_many_stays_moves_the_table_by_the_bound_at_most(stays: int) -> None:
    cells = [(region, column) for column in TABLE.columns for region in REGIONS]
    somebody = [(999_999, *cells[n]) for n in range(stays)] * 3

    def bounded(records: list[Record]) -> tuple[int, ...]:
        one = made(records)
        return bounded_counts(
            one.people, one.cells, one.frame.size, one.frame.sums, most_cells=TABLE.most_cells
        ).values

    apart = [
        abs(here - there)
        for here, there in zip(bounded(FULL + somebody), bounded(FULL), strict=True)
    ]
    leaves = [*made(FULL).frame.leaves, len(apart) - 1]
    moved = [apart[n] for n in leaves]
    assert max(moved) <= 1
    assert sum(moved) <= TABLE.most_per_person
    assert Fraction(sum(one**2 for one in moved)) / (2 * TABLE.variance) <= TABLE.cost
    public = plan(TABLE, made(FULL + somebody), Ledger(IN_RECEPTION.limit)).public
    assert (public.cut_short, public.lost) == ((1, stays - 2) if stays > 2 else (0, 0))


def test_where_fives_give_small_numbers_away_partners_get_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Fives hide well: no small table is known on which the attack succeeds, so it is told to."""
    records = [(1, "VR09", "adult"), *many("VR13", "adult", 60, 10)]
    ledger = Ledger(IN_RECEPTION.limit)
    assert plan(TABLE, made(records), ledger).partners.rounded

    def found(*_: object, **__: object) -> None:
        raise GivesAway([0, 2])

    monkeypatch.setattr(planning, "release", found)
    partners = plan(TABLE, made(records), ledger).partners
    assert (partners.rounded, partners.gives_away) == (None, (0, 2))
    of_first = planned_rows(plan(TABLE, made(records), ledger))[0]
    assert [(one.rounded, one.gives_away) for one in of_first[1]] == [
        (None, True), (None, False), (None, True),
    ]  # fmt: skip


def test_a_table_of_small_numbers_is_too_small_for_open_data() -> None:
    ledger = Ledger(IN_RECEPTION.limit)
    assert not plan(TABLE, made(FULL), ledger).public.is_too_small
    small = [record for region in REGIONS for record in many(region, "adult", 9, hash(region))]
    public = plan(TABLE, made(small), ledger).public
    assert (public.is_too_small, public.small, public.cells) == (True, 6, 6)


def test_what_was_looked_at_has_another_name_as_soon_as_a_number_changes() -> None:
    ledger = Ledger(IN_RECEPTION.limit)
    first = plan(TABLE, made(FULL), ledger).mark
    assert plan(TABLE, made(FULL[::-1]), ledger).mark == first
    assert plan(TABLE, made(FULL[1:]), ledger).mark != first
