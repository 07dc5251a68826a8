"""Three regions that shelter people in a month, and the people at the centre and of partners."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from itertools import count

from django.test import Client
from django.utils import timezone
from tests.partners.people import person
from tests.reception.residents import adult, family, guardianship, open_location

from toevlucht.partners.models import Person as Account
from toevlucht.partners.queries import viewer_of_person
from toevlucht.picture.actions import releasing
from toevlucht.picture.models import TableRelease
from toevlucht.picture.queries.releases import planned
from toevlucht.picture.releasing.catalogue import TABLES
from toevlucht.reception.models import LedgerPeriod, Location, Person, Stay
from toevlucht.records.actions import unit_of_work
from toevlucht.records.references import new_reference
from toevlucht.records.viewer import Viewer

TABLE = "sheltered"
MONTH = datetime.date(2025, 3, 1)
MONTHS = tuple(datetime.date(2025, month, 1) for month in range(1, 8))
# Adults and minors who stay there from before the first month on.
STAYING = {"GM0344": (41, 8), "GM0363": (58, 12), "GM0599": (27, 7)}
REGIONS = {"GM0344": "VR09", "GM0363": "VR13", "GM0599": "VR17"}
numbers = count()


@dataclass(frozen=True)
class People:
    editor: Account
    approver: Account
    second_approver: Account
    partner: Account
    administrator: Account  # of a partner
    coordinator: Account  # of a partner


def at(month: datetime.date, day: int, hour: int = 12) -> datetime.datetime:
    moment = datetime.datetime(month.year, month.month, day, hour)
    return timezone.make_aware(moment)


def sheltering(staying: dict[str, tuple[int, int]] = STAYING) -> dict[str, Location]:
    homes = {
        code: open_location(0, municipality=code, counts_heads=True, head_places=900)
        for code in staying
    }
    together = family()
    for code, (adults, minors) in staying.items():
        LedgerPeriod.objects.create(municipality=code, since=datetime.date(2024, 12, 1))
        _stay(homes[code], [_person(together, "adult") for _ in range(adults)])
        _stay(homes[code], [_person(together, "minor") for _ in range(minors)], **guardianship())
    return homes


def _person(together, age: str) -> Person:
    until = {"minor_until": datetime.date(2030, 1, 1)} if age == "minor" else {}
    return Person(code=f"p{next(numbers)}", family=together, age=age, age_basis="document", **until)


def _stay(home: Location, people: list[Person], **about: object) -> None:
    Person.objects.bulk_create(people)
    since = at(datetime.date(2024, 12, 1), 10)
    given = {"arrived_at": since, "entered_at": since, "came_from": "abroad", **about}
    Stay.objects.bulk_create(
        Stay(code=f"s{next(numbers)}", person=one, location=home, **given) for one in people
    )


def wander(homes: list[Location], month: datetime.date = MONTH) -> Person:
    """One adult who stays a day in each of these homes, one after the other."""
    who = adult()
    for day, home in enumerate(homes, start=3):
        Stay.objects.create(
            code=new_reference(),
            person=who,
            location=home,
            came_from="other_location",
            arrived_at=at(month, day),
            entered_at=at(month, day),
            departed_at=at(month, day + 1),
            destination="other_location",
        )
    return who


def people() -> People:
    return People(
        person("eva", "emm", "editor"),
        person("anna", "emm", "approver"),
        person("bram", "emm", "approver"),
        person("piet", "police", "reader"),
        person("otto", "police", "administrator"),
        person("cato", "police", "coordinator"),
    )


def browser(somebody: Account) -> Client:
    made = Client()
    made.force_login(somebody)
    return made


def viewer(somebody: Account) -> Viewer:
    return viewer_of_person(somebody.pk)


def mark(somebody: Account, month: datetime.date = MONTH) -> str:
    found = planned(viewer(somebody), TABLES[TABLE], month)
    assert found
    return found.mark


def proposed(by: Account, audience: str, month: datetime.date = MONTH) -> None:
    with unit_of_work():
        releasing.propose(viewer(by), TABLE, month, audience, mark(by, month))


def decided(by: Account, audience: str, month: datetime.date = MONTH) -> TableRelease:
    with unit_of_work():
        return releasing.decide(viewer(by), TABLE, month, audience, mark(by, month))


def released(team: People, audience: str, month: datetime.date = MONTH) -> TableRelease:
    proposed(team.editor, audience, month)
    return decided(team.approver, audience, month)


REASONS = {"nl": "Verkeerde maand", "en": "Wrong month", "uk": "Не той місяць"}
