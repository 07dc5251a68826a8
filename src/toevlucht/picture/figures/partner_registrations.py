"""Presumed victims by year and by the organisation that registered them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ibis

from toevlucht.dictionary import dictionary
from toevlucht.geography.countries import named_country
from toevlucht.language import Coded, Message, Value
from toevlucht.picture.editorial import Edition
from toevlucht.picture.figures.findings import (
    Findings,
    Reading,
    cited,
    column,
    known,
    limits,
    organisations,
    rows_of,
)
from toevlucht.picture.rendering.cells import phrase
from toevlucht.picture.snapshot import Snapshot
from toevlucht.picture.tables import (
    AtMost,
    BarChart,
    Column,
    Count,
    NotSupplied,
    Point,
    Row,
    Series,
    Sum,
    Table,
    Words,
)

# A row counts all whom an organisation registered, or those of one citizenship, form, sex or age:
# rows with another key may count the same people, and are never added. Nor are two statements of
# one number: the newest counts.
KEY = ("registered_by", "citizenship", "form", "sex", "age_group", "counting_unit")
PARTS = ("form", "sex", "age_group")


def find(snapshot: Snapshot) -> Findings:
    rows = known(snapshot.table("partner_registrations"), snapshot)
    rows = rows.filter(rows.count_kind.isin(["exact", "about", "at_least"]))
    order = [ibis.desc(rows.known_on), ibis.desc(rows.ref)]
    place = ibis.row_number().over(group_by=[*KEY, "year"], order_by=order)
    ranked = rows.mutate(place=place)
    groups = rows_of(ranked.filter(ranked.place == 0))
    years = sorted({group["year"] for group in groups})
    columns = (
        column("registered_by", "label"),
        *(
            Column(str(year), Message("figures.columns.year", {"year": str(year)}), "count")
            for year in years
        ),
    )
    table = Table(
        columns, tuple(_rows(groups, years)), tuple(_sums(groups)), tuple(_bounds(groups))
    )
    return Findings(table, cited(rows), organisations(rows))


def _rows(groups: list[dict[str, Any]], years: list[int]) -> list[Row]:
    order = dictionary().code_list("organisation").names
    found = {(*(g[name] for name in KEY), g["year"]): g for g in groups}
    keys = sorted({key[:-1] for key in found}, key=lambda key: (order.index(key[0]), key[1:]))
    return [
        Row(
            ".".join(key),
            (
                Words(_label(dict(zip(KEY, key, strict=True)))),
                *(_count(found.get((*key, year))) for year in years),
            ),
        )
        for key in keys
    ]


def _sums(groups: list[dict[str, Any]]) -> Iterator[Sum]:
    """Rows of parts that add up to the row of all: a reader can subtract, so they are linked."""
    counts = {(*(g[name] for name in KEY), g["year"]): g["count"] for g in groups}
    for whole, count in counts.items():
        for position, part in enumerate(KEY):
            if part in ("registered_by", "counting_unit") or whole[position] != "unknown":
                continue
            parts = [
                key
                for key in counts
                if key != whole and _without(key, position) == _without(whole, position)
            ]
            if len(parts) > 1 and sum(counts[key] for key in parts) == count:
                yield Sum(_place(whole), tuple(_place(key) for key in parts))


def _bounds(groups: list[dict[str, Any]]) -> Iterator[AtMost]:
    """Those of one citizenship are among all, and the others are so many people too."""
    counts = {(*(g[name] for name in KEY), g["year"]): g["count"] for g in groups}
    limited = {
        (*(g[name] for name in KEY), g["year"]) for g in groups if g["count_kind"] == "at_least"
    }
    for part in counts:
        for position, name in enumerate(KEY):
            whole = (*part[:position], "unknown", *part[position + 1 :])
            known = name not in ("registered_by", "counting_unit") and whole != part
            if known and whole in counts and whole not in limited:
                yield AtMost(_place(part), _place(whole), rest_in_scope=part[-2] == "person")


def _without(key: tuple[Any, ...], position: int) -> tuple[Any, ...]:
    return key[:position] + key[position + 1 :]


def _place(key: tuple[Any, ...]) -> tuple[str, str]:
    return ".".join(key[:-1]), str(key[-1])


def _label(key: dict[str, str]) -> Message | Coded:
    """Who registered, and of whom where the row counts a part of all."""
    who = Coded("organisation", key["registered_by"])
    of_whom: list[Value] = []
    if key["citizenship"] != "unknown":
        of_whom.append(_citizenship(key["citizenship"]))
    of_whom += [Coded(part, key[part]) for part in PARTS if key[part] != "unknown"]
    if not of_whom:
        return who
    values: dict[str, Value] = {"who": who, "whom": tuple(of_whom)}
    return Message("figures.partner_registrations.part", values)


def _citizenship(code: str) -> Value:
    if code == "stateless":
        return Message("figures.partner_registrations.stateless")
    return named_country(code)


def _count(row: dict[str, Any] | None) -> Count | NotSupplied:
    if row is None:
        return NotSupplied()
    return Count(
        row["count"],
        row["counting_unit"],
        at_least=row["count_kind"] == "at_least",
        about=row["count_kind"] == "about",
        zero_kind=row["zero_kind"],
    )


def read(table: Table, edition: Edition) -> Reading:
    if not table.rows:
        return Reading(Message("figures.partner_registrations.empty"), None, table, "empty")
    last_year = table.columns[-1].id
    newest = [row for row in table.rows if not isinstance(row.cells[-1], NotSupplied)]
    items = tuple(
        Message(
            "figures.partner_registrations.item",
            {"who": phrase(r.cells[0]), "number": phrase(r.cells[-1])},
        )
        for r in newest
    )
    suppliers = {row.id.split(".")[0] for row in table.rows}
    values: dict[str, Value] = {"n": len(suppliers), "year": last_year, "items": items}
    sentence = Message("figures.partner_registrations.sentence", values)
    return Reading(sentence, _chart(table), table)


def _chart(table: Table) -> BarChart | None:
    """People only: reports drawn beside them would look like people."""
    of_people = [row for row in table.rows if row.id.endswith(".person")]
    if not of_people:
        return None
    series = tuple(
        Series(title.title, tuple(_point(row, position) for row in of_people))
        for position, title in enumerate(table.columns)
        if position > 0
    )
    return BarChart(series, Message("figures.units.person"))


def _point(row: Row, position: int) -> Point:
    label = row.cells[0]
    assert isinstance(label, Words)
    assert isinstance(label.value, (Coded, Message))
    return Point(label.value, *limits(row.cells[position]))
