"""A made-up course of reception by location that adds up to what was published, day by day.

The published points are those of the demo's contributions: the country's totals, and what some
safety regions said. Between two points places come first and people follow; what regions and
locations get of it is by inhabitants and chance, and about nobody.
"""

from __future__ import annotations

import csv
import datetime
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from toevlucht.geography import areas
from toevlucht.statistics.apportionment import fair_shares

ONE_DAY = datetime.timedelta(days=1)
Numbers = dict[str, int]


@dataclass(frozen=True)
class Published:
    """Of one area on one day; None where it was not said."""

    day: datetime.date
    area: str
    places: int | None
    occupied: int | None


@dataclass
class Site:
    """A location of the course: when it had how many places and people, at the published days."""

    municipality: str
    region: str
    weight: float
    opens_at: float  # the part of all places at which it opens
    places: int = 0
    occupied: int = 0
    steps: list[tuple[datetime.date, int, int]] = field(default_factory=list)


def published(table: str = "reception") -> list[dict[str, Any]]:
    """The rows of the demo's contributions, the first day first."""
    folder = files("toevlucht.content").joinpath("demo", "contributions")
    rows: list[dict[str, Any]] = []
    for contribution in sorted(folder.iterdir(), key=lambda one: one.name):
        file = contribution.joinpath(f"{table}.csv")
        if file.is_file():
            rows += csv.DictReader(file.read_text("utf-8-sig").splitlines())
    return sorted(rows, key=lambda row: (row["counted_on"], row["date_precision"], row["id"]))


def national_course() -> list[Published]:
    """A point for each published day, occupied in between where only the places were said.

    What is of some day in a month is left out where that month has days of its own.
    """
    rows = [row for row in published() if _is_municipal(row, "NL") and row["places"]]
    exact = {row["counted_on"][:7] for row in rows if row["date_precision"] == "day"}
    found: dict[datetime.date, Published] = {}
    for row in rows:
        if row["date_precision"] == "day" or row["counted_on"][:7] not in exact:
            one = _point(row)
            found.setdefault(one.day, one)
    return _filled_in([found[day] for day in sorted(found)])


def regional_points() -> dict[datetime.date, dict[str, Published]]:
    found: dict[datetime.date, dict[str, Published]] = {}
    for row in published():
        if row["area"].startswith("VR") and row["reception_kind"] == "municipal":
            one = _point(row)
            found.setdefault(one.day, {})[one.area] = one
    return found


def _is_municipal(row: Mapping[str, str], area: str) -> bool:
    return row["area"] == area and row["reception_kind"] == "municipal"


def _point(row: Mapping[str, str]) -> Published:
    places, occupied = (int(row[name]) if row[name] else None for name in ("places", "occupied"))
    return Published(datetime.date.fromisoformat(row["counted_on"]), row["area"], places, occupied)


def _filled_in(points: list[Published]) -> list[Published]:
    known = [one for one in points if one.occupied is not None]
    return [
        Published(one.day, one.area, one.places, _between(known, one.day, "occupied"))
        for one in points
    ]


def _between(points: Sequence[Published], day: datetime.date, name: str) -> int:
    """On a straight line between the points around the day."""
    before = max((one for one in points if one.day <= day), key=lambda one: one.day)
    after = min((one for one in points if one.day >= day), key=lambda one: one.day)
    low, high = getattr(before, name), getattr(after, name)
    span = (after.day - before.day).days
    return int(low + (high - low) * (day - before.day).days / span) if span else int(low)


def make_course(sites: int, until: datetime.date, chance: random.Random) -> list[Site]:
    """So many locations over all municipalities, each with its steps until a day."""
    made = _sites(sites, chance)
    national, regional = national_course(), regional_points()
    days = sorted({one.day for one in national} | set(regional))
    points = [one for one in _on_days(national, days) if one.day <= until]
    if points[-1].day < until:
        points.append(Published(until, "NL", points[-1].places, points[-1].occupied))
    first = _first_regional(regional, points[0])
    for number, point in enumerate(points):
        said = first if not number else regional.get(point.day, {})
        _go_to(made, point, said)
        for site in made:
            site.steps.append((point.day, site.places, site.occupied))
    return made


def _on_days(points: list[Published], days: Sequence[datetime.date]) -> Iterator[Published]:
    for day in days:
        places, occupied = (_between(points, day, name) for name in ("places", "occupied"))
        yield Published(day, "NL", places, occupied)


def _first_regional(
    regional: Mapping[datetime.date, Mapping[str, Published]], first: Published
) -> dict[str, Published]:
    """What regions said a week later, made smaller as the country was: none has to shrink."""
    day = min(regional)
    whole = _between(national_course(), day, "places"), _between(national_course(), day, "occupied")
    parts = (first.places or 0) / whole[0], (first.occupied or 0) / whole[1]
    return {
        code: Published(
            first.day,
            code,
            None if one.places is None else int(one.places * parts[0]),
            None if one.occupied is None else int(one.occupied * parts[1]),
        )
        for code, one in regional[day].items()
    }


def _sites(number: int, chance: random.Random) -> list[Site]:
    """By inhabitants over the municipalities of today, one in each as far as it goes."""
    found = areas.municipalities(datetime.date(2023, 1, 1))
    people = {one.code: one.population or 0 for one in found}
    region = {one.code: one.within[0] for one in found}
    each = 1 if number >= len(people) else 0
    shares = fair_shares(number - each * len(people), people)
    made = []
    for share in shares:
        sizes = [chance.lognormvariate(0, 0.8) for _ in range(share.places + each)]
        for size in sizes:
            weight = share.weight * size / sum(sizes)
            made.append(Site(share.name, region[share.name], weight, chance.random()))
    for code in set(region.values()):
        own = [one for one in made if one.region == code]
        if own:
            max(own, key=lambda one: one.weight).opens_at = 0.0
    return made


def _go_to(sites: list[Site], point: Published, said: Mapping[str, Published]) -> None:
    """Who leaves goes first, then places, then who arrives: nowhere are more people than places."""
    places, occupied = point.places or 0, point.occupied or 0
    if occupied < sum(site.occupied for site in sites):
        _change(sites, "occupied", occupied, {})
    told = {code: one.places for code, one in said.items() if one.places is not None}
    if places != sum(site.places for site in sites):
        _change(sites, "places", places, told, places / 95_530)
    people = {code: one.occupied for code, one in said.items() if one.occupied is not None}
    if occupied != sum(site.occupied for site in sites):
        _change(sites, "occupied", occupied, people)


def _change(
    sites: list[Site], name: str, total: int, told: Mapping[str, int], part: float = 1.0
) -> None:
    """To this total, with what some regions said; over the other regions and within each."""
    own: dict[str, list[Site]] = {}
    for site in sites:
        own.setdefault(site.region, []).append(site)
    now = {code: sum(getattr(one, name) for one in found) for code, found in own.items()}
    wanted = {code: max(now[code], value) for code, value in told.items() if code in own}
    rest = [code for code in own if code not in wanted]
    change = total - sum(wanted.values()) - sum(now[code] for code in rest)
    room = {code: sum(_room(one, name, change) for one in own[code]) for code in rest}
    weights = {code: sum(one.weight for one in own[code]) for code in rest}
    goal = {code: weights[code] * total / sum(weights.values()) - now[code] for code in rest}
    moved = _divided(change, goal, room)
    for code, found in own.items():
        by = wanted[code] - now[code] if code in wanted else moved[code]
        _within(found, name, by, part)


def _within(sites: list[Site], name: str, by: int, part: float) -> None:
    """Places go to locations that are open by now; people to where there is room."""
    if not by:
        return
    open_now = [site for site in sites if site.opens_at <= part or site.places]
    weights = sum(site.weight for site in open_now)
    total = sum(getattr(site, name) for site in open_now) + by
    goal, room = {}, {}
    for number, site in enumerate(open_now):
        key = str(number)
        goal[key] = site.weight * total / weights - getattr(site, name)
        room[key] = _room(site, name, by)
    for key, moved in _divided(by, goal, room).items():
        site = open_now[int(key)]
        setattr(site, name, getattr(site, name) + moved)


def _room(site: Site, name: str, by: int) -> int:
    """By how much it can change in this direction."""
    if name == "places":
        return 10**6 if by > 0 else site.places - site.occupied
    return site.places - site.occupied if by > 0 else site.occupied


def _divided(by: int, goal: Mapping[str, float], room: Mapping[str, int]) -> Numbers:
    """First to who is farthest from the goal, then to who has room, until all of it has gone."""
    sign = 1 if by > 0 else -1
    moved, left = dict.fromkeys(goal, 0), abs(by)
    pulls = {key: max(int(sign * value), 0) for key, value in goal.items()}
    for weights in (pulls, dict(room)):
        while left:
            free = {key: weight for key, weight in weights.items() if moved[key] < room[key]}
            if not sum(free.values()):
                break
            for share in fair_shares(left, free):
                more = min(share.places, room[share.name] - moved[share.name])
                moved[share.name] += more
                left -= more
    if left:
        raise ValueError("there is no room for what was published")
    return {key: sign * value for key, value in moved.items()}
