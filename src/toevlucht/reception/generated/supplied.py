"""The made-up figures that municipalities supplied, beside what they keep in the ledger."""

from __future__ import annotations

import datetime

from toevlucht.reception.generated.course import Site, published
from toevlucht.reception.models import SuppliedFigures
from toevlucht.statistics.apportionment import fair_shares

BATCH = 500


def supply_figures(
    of_place: dict[str, list[Site]],
    guests: dict[str, int],
    people: dict[str, int],
    kept: set[str],
) -> None:
    """What is supplied on each day of the course; by who keeps a ledger only who is registered."""
    days = [day for day, _, _ in next(iter(of_place.values()))[0].steps]
    rows: list[SuppliedFigures] = []
    for number, day in enumerate(days):
        registered = _registered(day, people)
        for code in people:
            numbers: dict[str, int | None] = {"registered": registered.get(code)}
            if code not in kept:
                realised = sum(site.steps[number][1] for site in of_place[code])
                occupied = sum(site.steps[number][2] for site in of_place[code])
                numbers |= {"realised": realised, "occupied": occupied}
                numbers |= {"free": realised - occupied}
                numbers["hosted"] = guests[code] * (number + 1) // len(days)
            rows.append(
                SuppliedFigures(
                    municipality=code, counted_on=day, organisation="generated",
                    channel="command", is_generated=True, **numbers,
                )
            )  # fmt: skip
    SuppliedFigures.objects.bulk_create(rows, BATCH)


def _registered(day: datetime.date, people: dict[str, int]) -> dict[str, int]:
    """The last published total by inhabitants, with the municipalities whose number is known."""
    before = [row for row in published("registrations") if row["counted_on"] <= day.isoformat()]
    national = [row for row in before if row["area"] == "NL" and row["registered"]]
    if not national:
        return {}
    known = {
        row["area"]: int(row["registered"])
        for row in before
        if row["area"] in people and row["counted_on"] == day.isoformat()
    }
    total = max(int(row["registered"]) for row in national)
    rest = {code: number for code, number in people.items() if code not in known}
    return known | {one.name: one.places for one in fair_shares(total - sum(known.values()), rest)}
