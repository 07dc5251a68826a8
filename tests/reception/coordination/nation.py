"""Who coordinates for the whole country, and ledgers to look figures up in."""

from __future__ import annotations

import datetime

from tests.partners.people import organisation, person

from toevlucht.partners.models import Person
from toevlucht.reception.models import DayBalance, LedgerPeriod, Location

DAY = datetime.date(2026, 3, 2)


def nation() -> Person:
    organisation("veiligheidsberaad", kind="region", area="NL")
    return person("coordinator", "veiligheidsberaad", "coordinator")


def ledger(municipality: str = "GM0344", since: datetime.date = DAY) -> LedgerPeriod:
    return LedgerPeriod.objects.create(municipality=municipality, since=since)


def balance(
    location: Location,
    day: datetime.date,
    places: int,
    present: int,
    short: tuple[int, int] = (0, 0),
) -> DayBalance:
    return DayBalance.objects.create(
        location=location,
        municipality=location.municipality,
        day=day,
        places=places,
        present=present,
        places_short=short[0],
        present_short=short[1],
    )
