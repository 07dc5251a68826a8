"""A made-up nation in the ledger: locations, host households and people that add up to what was
published, to measure with and to try things out.

Nothing in it is about anybody, and it says so wherever it is shown: locations in their names, the
figures of a municipality by a mark. What is sealed holds nothing.
"""

from __future__ import annotations

import datetime
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.utils import timezone

from toevlucht.geography import areas
from toevlucht.language import language
from toevlucht.reception.generated.course import ONE_DAY, Site, make_course
from toevlucht.reception.generated.living import Living, Resident
from toevlucht.reception.generated.supplied import supply_figures
from toevlucht.reception.models import (
    DayBalance,
    Family,
    HostAdult,
    HostCertificate,
    HostHousehold,
    HostStep,
    LedgerPeriod,
    Location,
    Person,
    Relation,
    Stay,
)
from toevlucht.reception.models.balances import OPENING
from toevlucht.reception.models.places import KINDS
from toevlucht.records.references import LENGTH, LETTERS
from toevlucht.statistics.apportionment import fair_shares

NOBODY = b"generated"  # stands where something sealed must stand
FAMILY_SIZES = {1: 44, 2: 29, 3: 15.5, 4: 7.5, 5: 4}  # in percent
SHORT_FROM = 40  # a location of so many places keeps one in twenty for short stays
BATCH = 500
Home = Location | HostHousehold


@dataclass(frozen=True)
class Size:
    """How large, until which day; ``ledger_in`` names the municipalities that keep the ledger.

    All of them where none are named. With ``every_day`` a location has a line for each day, also
    where nothing changed: as many lines as a ledger can have.
    """

    until: datetime.date
    locations: int = 1_500
    households: int = 20_000
    people: int = 130_000
    ledger_in: tuple[str, ...] = ()
    every_day: bool = False
    seed: int = 2022


@dataclass(frozen=True)
class Made:
    """How much there is in the ledger now."""

    locations: int
    households: int
    people: int
    lines: int


@dataclass
class Book:
    """The changes of each day in a location, or in the households of a municipality."""

    days: dict[datetime.date, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def change(self, day: datetime.date, name: str, by: int) -> None:
        self.days[day][name] += by

    def lines(self, until: datetime.date, every_day: bool, **named: Any) -> Iterator[DayBalance]:
        yield DayBalance(day=OPENING, **named)
        now: Counter[str] = Counter()
        days = sorted(self.days)
        if every_day and days:
            count = (until - days[0]).days + 1
            days = [days[0] + number * ONE_DAY for number in range(count)]
        for day in days:
            changed = self.days.get(day, Counter())
            for name in ("places", "places_short"):
                now[name] += changed[name]
            now["present"] += changed["arrivals"] - changed["departures"]
            flows = {name: changed[name] for name in ("arrivals", "departures")}
            lasting = {name: now[name] for name in ("places", "places_short", "present")}
            yield DayBalance(day=day, **named, **flows, **lasting)


@dataclass
class Group:
    """A family that arrives together, and leaves together where it leaves."""

    size: int
    arrived: datetime.date
    left: datetime.date | None = None


def generate_nation(size: Size) -> Made:
    """A municipality at a time, each in a transaction of its own."""
    chance = random.Random(size.seed)  # noqa: S311
    sites = make_course(size.locations, size.until, chance)
    arrivals = sum(_grown(before, after) for site in sites for before, after in _spans(site))
    codes = sorted({one.code for one in areas.municipalities(size.until)})
    people = {code: areas.area(code, size.until).population or 0 for code in codes}
    hosts = {one.name: one.places for one in fair_shares(size.households, people)}
    guests = {one.name: one.places for one in fair_shares(max(size.people - arrivals, 0), hosts)}
    of_place: dict[str, list[Site]] = defaultdict(list)
    for site in sites:
        of_place[site.municipality].append(site)
    writer = _Writer(size, chance)
    kept = [code for code in codes if not size.ledger_in or code in size.ledger_in]
    for code in kept:
        with transaction.atomic():
            writer.municipality(code, of_place[code], hosts[code], guests[code])
    with transaction.atomic():
        supply_figures(of_place, guests, people, set(kept))
    return writer.made()


def _spans(site: Site) -> Iterator[tuple[tuple[datetime.date, int, int], ...]]:
    start = (site.steps[0][0] - 7 * ONE_DAY, 0, 0)
    yield from pairwise([start, *site.steps])


def _grown(before: tuple[datetime.date, int, int], after: tuple[datetime.date, int, int]) -> int:
    return max(after[2] - before[2], 0)


class _Writer:
    def __init__(self, size: Size, chance: random.Random) -> None:
        self.size, self.chance = size, chance
        self.counts: Counter[str] = Counter()

    def made(self) -> Made:
        return Made(*(self.counts[name] for name in ("locations", "households", "people", "lines")))

    def municipality(self, code: str, sites: Sequence[Site], hosts: int, guests: int) -> None:
        since = min((site.steps[0][0] for site in sites), default=self.size.until)
        LedgerPeriod.objects.create(municipality=code, since=since, is_generated=True)
        lines: list[DayBalance] = []
        homes: list[tuple[Home, list[Group]]] = []
        for site in sites:
            location, groups, book = self._location(site)
            homes.append((location, groups))
            named = {"location": location, "municipality": code}
            lines += book.lines(self.size.until, self.size.every_day, **named)
        of_hosts = Book()
        for household, groups in self._households(code, hosts, guests, of_hosts):
            homes.append((household, groups))
        if hosts:
            lines += of_hosts.lines(self.size.until, False, municipality=code)
        living = Living(self.size.until, self.chance, self._code, NOBODY)
        living.serve(self._people(code, homes))
        living.happen(home for home, _ in homes if isinstance(home, Location))
        DayBalance.objects.bulk_create(lines, BATCH)
        self.counts["lines"] += len(lines)

    def _location(self, site: Site) -> tuple[Location, list[Group], Book]:
        self.counts["locations"] += 1
        opened = next(day for day, places, _ in site.steps if places or day == self.size.until)
        location = Location.objects.create(
            code=self._code(),
            name=language("nl").say("coordination.demo.location", n=self.counts["locations"]),
            municipality=site.municipality,
            kind=self.chance.choice(KINDS),
            state="open",
            opened_on=opened,
            counts_heads=True,
            head_places=site.places,
        )
        groups: list[Group] = []
        book = Book()
        for before, after in _spans(site):
            self._places(book, before, after)
            if after[2] < before[2]:
                self._leave(groups, book, before, after)
            else:
                self._arrive(groups, book, before, after)
        return location, groups, book

    def _places(self, book: Book, before: Any, after: Any) -> None:
        """More of them on the first day of a span, fewer on its last: people always fit."""
        by = after[1] - before[1]
        if by:
            day = before[0] + ONE_DAY if by > 0 else after[0]
            book.change(day, "places", by)
            short = [
                places // 20 if places >= SHORT_FROM else 0 for places in (before[1], after[1])
            ]
            book.change(day, "places_short", short[1] - short[0])

    def _arrive(self, groups: list[Group], book: Book, before: Any, after: Any) -> None:
        left = after[2] - before[2]
        while left:
            size = min(self._family_size(), left)
            day = before[0] + self.chance.randint(1, (after[0] - before[0]).days) * ONE_DAY
            groups.append(Group(size, day))
            book.change(day, "arrivals", size)
            left -= size

    def _leave(self, groups: list[Group], book: Book, before: Any, after: Any) -> None:
        """Whole families; where none is small enough somebody else arrives in their place."""
        left = before[2] - after[2]
        for group in reversed(groups):
            if group.left is None and group.size <= left:
                group.left = after[0]
                book.change(after[0], "departures", group.size)
                left -= group.size
        if left:
            stays = next(one for one in groups if one.left is None and one.size > left)
            stays.left = after[0]
            book.change(after[0], "departures", stays.size)
            groups.append(Group(stays.size - left, after[0]))
            book.change(after[0], "arrivals", stays.size - left)

    def _households(
        self, code: str, hosts: int, guests: int, book: Book
    ) -> list[tuple[HostHousehold, list[Group]]]:
        self.counts["households"] += hosts
        until, first = self.size.until, datetime.date(2022, 3, 14)
        homes = HostHousehold.objects.bulk_create(
            [
                HostHousehold(code=self._code(), municipality=code, taken_over_on=first)
                for _ in range(hosts)
            ],
            BATCH,
        )
        self._make_suitable(homes)
        sizes = _over(guests, hosts, self.chance)
        found = []
        for home, size in zip(homes, sizes, strict=True):
            groups = []
            if size:
                group = Group(size, first + self.chance.randint(0, (until - first).days) * ONE_DAY)
                if self.chance.random() < 0.3:
                    stay = self.chance.randint(14, 400) * ONE_DAY
                    group.left = group.arrived + stay if group.arrived + stay < until else None
                book.change(group.arrived, "arrivals", size)
                if group.left:
                    book.change(group.left, "departures", size)
                groups.append(group)
            found.append((home, groups))
        return found

    def _make_suitable(self, homes: Sequence[HostHousehold]) -> None:
        """Screened, visited, and with a certificate: it follows from these rows."""
        today = timezone.localdate()
        adults = HostAdult.objects.bulk_create(
            [
                HostAdult(household=home, code=self._code(), details=NOBODY, added_on=today)
                for home in homes
            ],
            BATCH,
        )
        until = today + 365 * ONE_DAY
        HostCertificate.objects.bulk_create(
            [
                HostCertificate(adult=a, outcome="issued", on=today, valid_until=until)
                for a in adults
            ],
            BATCH,
        )
        for kind in ("screened", "visited"):
            HostStep.objects.bulk_create(
                [
                    HostStep(
                        household=home, code=self._code(), kind=kind, outcome="suitable",
                        on=today, words=NOBODY,
                    )
                    for home in homes
                ],
                BATCH,
            )  # fmt: skip

    def _people(self, code: str, homes: Sequence[tuple[Home, list[Group]]]) -> list[Resident]:
        """Those who stay now are who is served."""
        placed = [(home, group) for home, groups in homes for group in groups]
        families = Family.objects.bulk_create(
            [
                Family(code=self._code(), municipality=code, languages=["uk"], details=NOBODY)
                for _ in placed
            ],
            BATCH,
        )
        adults: list[tuple[Person, Home, Group]] = []
        minors: list[tuple[Person, Home, Group, Person]] = []
        for family, (home, group) in zip(families, placed, strict=True):
            first = self._adult(family)
            adults.append((first, home, group))
            for _ in range(group.size - 1):
                if self.chance.random() < 0.65:
                    minors.append((self._minor(family, group.arrived), home, group, first))
                else:
                    adults.append((self._adult(family), home, group))
        self.counts["people"] += len(adults) + len(minors)
        everybody = [one[0] for one in adults] + [one[0] for one in minors]
        Person.objects.bulk_create(everybody, BATCH)
        relations = Relation.objects.bulk_create(
            [
                Relation(
                    code=self._code(), child=child, adult=adult, kind="parent",
                    document_kind="birth_certificate", document=NOBODY,
                    checked_on=group.arrived, checked_by=0,
                )
                for child, _, group, adult in minors
            ],
            BATCH,
        )  # fmt: skip
        Stay.objects.bulk_create([self._stay(*one) for one in adults], BATCH)
        related = zip(minors, relations, strict=True)
        Stay.objects.bulk_create(
            [self._stay(child, home, group, held) for (child, home, group, _), held in related],
            BATCH,
        )
        children: dict[int, list[Person]] = defaultdict(list)
        for child, *_ in minors:
            children[child.family_id].append(child)
        return [
            Resident(family, group.arrived, tuple(children[family.pk]))
            for family, (_, group) in zip(families, placed, strict=True)
            if group.left is None
        ]

    def _adult(self, family: Family) -> Person:
        return Person(code=self._code(), family=family, age="adult", age_basis="document")

    def _minor(self, family: Family, arrived: datetime.date) -> Person:
        year = arrived.year + self.chance.randint(1, 17)
        until = datetime.date(year, self.chance.randint(1, 12), 1)
        return Person(
            code=self._code(), family=family, age="minor", age_basis="document", minor_until=until
        )

    def _stay(
        self,
        person: Person,
        home: Home,
        group: Group,
        relation: Relation | None = None,
    ) -> Stay:
        arrived = _noon(group.arrived)
        where = {"location": home} if isinstance(home, Location) else {"household": home}
        over = {"departed_at": _noon(group.left), "destination": "own_place"} if group.left else {}
        return Stay(
            code=self._code(), person=person, relation=relation, arrived_at=arrived,
            entered_at=arrived, came_from="abroad", **where, **over,
        )  # fmt: skip

    def _family_size(self) -> int:
        return self.chance.choices(list(FAMILY_SIZES), list(FAMILY_SIZES.values()))[0]

    def _code(self) -> str:
        return "".join(self.chance.choices(LETTERS, k=LENGTH))


def _noon(day: datetime.date) -> datetime.datetime:
    noon = datetime.datetime.combine(day, datetime.time(12), timezone.get_current_timezone())
    return min(noon, timezone.now())


def _over(people: int, homes: int, chance: random.Random) -> list[int]:
    """One in each home as far as it goes, the rest by chance, five at the most."""
    sizes = [1] * min(people, homes) + [0] * max(homes - people, 0)
    left = max(people - homes, 0)
    while left and sizes:
        place = chance.randrange(len(sizes))
        if sizes[place] < len(FAMILY_SIZES) or all(one >= len(FAMILY_SIZES) for one in sizes):
            sizes[place] += 1
            left -= 1
    return sizes
