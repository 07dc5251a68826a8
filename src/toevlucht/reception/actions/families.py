"""Write down families and people, and what shows how old somebody is."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from toevlucht.reception.models import Family, Location, Person
from toevlucht.reception.models.people import AGE_BASES, AGES, SEXES
from toevlucht.reception.problems import CannotDo
from toevlucht.reception.queries.families import find_family
from toevlucht.reception.reach import reach_of
from toevlucht.reception.sealed.people import key_of, make_family_key, seal_words
from toevlucht.records.actions import record_change
from toevlucht.records.references import new_reference
from toevlucht.records.viewer import NotAllowed, Viewer


@dataclass(frozen=True)
class AboutAge:
    """What somebody's age is known by. Of a minor the birthday says until when; it is sealed."""

    age: str = "not_established"
    basis: str = ""
    birthday: datetime.date | None = None

    def __post_init__(self) -> None:
        if self.age not in AGES or (self.basis not in AGE_BASES and self.age != "not_established"):
            raise CannotDo("not_a_minor")
        if self.age == "minor" and self.birthday is None:
            raise CannotDo("wrong_dates")

    @property
    def minor_until(self) -> datetime.date | None:
        return last_month_of_minority(self.birthday) if self.age == "minor" else None

    @property
    def told(self) -> dict[str, object]:
        known = self.age != "not_established"
        return {
            "age": self.age,
            "age_basis": self.basis if known else "",
            "minor_until": self.minor_until,
        }


@dataclass(frozen=True)
class AboutPerson:
    name: str
    age: AboutAge = field(default_factory=AboutAge)
    sex: str = "unknown"
    contact: str = ""

    @property
    def words(self) -> dict[str, str]:
        birthday = self.age.birthday.isoformat() if self.age.birthday else ""
        return {"name": self.name.strip(), "birthday": birthday, "contact": self.contact.strip()}


def last_month_of_minority(birthday: datetime.date | None) -> datetime.date | None:
    """The first day of the month after the eighteenth birthday."""
    if birthday is None:
        return None
    month = birthday.month % 12 + 1
    return datetime.date(birthday.year + 18 + (month == 1), month, 1)


@transaction.atomic
def register_family(
    viewer: Viewer,
    people: Sequence[AboutPerson],
    languages: Sequence[str] = (),
    contact: str = "",
    location: Location | None = None,
) -> Family:
    """In the own municipality, or by who runs a location in the municipality of that one."""
    reach = reach_of(viewer)
    runs_it = location is not None and reach.keeps(location)
    municipality = reach.keeps_municipality or (location.municipality if runs_it else "")  # type: ignore[union-attr]
    if not municipality or not people:
        raise NotAllowed("family.registered", "organisation", (viewer.organisation,))
    family = Family(
        code=new_reference(),
        municipality=municipality,
        entered_by=viewer.organisation,
        languages=list(languages),
    )
    family.save(force_insert=True)
    key = make_family_key(family)
    family.details = seal_words(key, family, {"contact": contact.strip()})
    family.save(update_fields=["details"])
    for about in people:
        _add(family, key, about)
    record_change(viewer, "family.registered", "family", (family.code,))
    return family


@transaction.atomic
def add_person(viewer: Viewer, family: Family, about: AboutPerson) -> Person:
    _must_keep(viewer, family, "family.changed")
    made = _add(family, key_of(family, viewer.organisation), about)
    record_change(viewer, "family.changed", "family", (family.code,))
    return made


def _add(family: Family, key: bytes, about: AboutPerson) -> Person:
    if about.sex not in SEXES:
        raise CannotDo("nobody_chosen")
    person = Person(code=new_reference(), family=family, sex=about.sex, **about.age.told)
    person.details = seal_words(key, person, about.words)
    person.save(force_insert=True)
    return person


def _must_keep(viewer: Viewer, family: Family, event: str) -> None:
    if find_family(viewer, family.code) is None:
        raise NotAllowed(event, "family", (family.code,))
