"""Amounts of money as dated data: whoever needs one asks for a day."""

from __future__ import annotations

import datetime
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from toevlucht.guidance.shipped import HANDBOOKS


@dataclass(frozen=True)
class Amount:
    """``per`` is month, week or day, as the source counts; ``valid_until`` is its last day."""

    what: str
    for_whom: str
    euros: Decimal
    per: str
    valid_from: datetime.date
    valid_until: datetime.date | None
    source: str
    source_on: str

    def holds_on(self, day: datetime.date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


@cache
def every_amount() -> tuple[Amount, ...]:
    rows = tomllib.loads(HANDBOOKS.joinpath("amounts.toml").read_text("utf-8"))["amount"]
    return tuple(
        Amount(
            what=row["what"],
            for_whom=row["for_whom"],
            euros=Decimal(row["euros"]),
            per=row["per"],
            valid_from=row["valid_from"],
            valid_until=row.get("valid_until"),
            source=row["source"],
            source_on=row.get("source_on", ""),
        )
        for row in rows
    )


def amounts_on(day: datetime.date) -> list[Amount]:
    """What held on this day; where nothing stands, we know of nothing."""
    return [one for one in every_amount() if one.holds_on(day)]
