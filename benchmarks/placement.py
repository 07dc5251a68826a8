"""Place families: points, bound, time and memory beside one by one and a direct integer program.

Each way works on the same instance in a process of its own, which is killed when its time is up.
The last instance has the marginals of a public one (499 families, 1,304 people, 21 places, 60 % of
the pairs possible) that has no licence and is not shipped; it is drawn anew from what is described
of it, with wishes in the place of its predictions, so only its size and shape are the same.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.scale import Scale
from toevlucht.reception.placement.generated import Size, generate
from toevlucht.reception.placement.instance import (
    NEAR,
    Families,
    Households,
    Instance,
    Locations,
    Rooms,
    Sexes,
)

PATIENCE = {1_500: 60, 5_000: 120, 50_000: 200}
WAYS = ("one by one", "direct program", "placement")

WORK = """
import json, sys, time
from benchmarks.placement import instance_of, solved
instance = instance_of({people})
started, cpu = time.perf_counter(), time.process_time()
points, bound, placed, proved = solved(instance, {way!r})
wall, cpu = time.perf_counter() - started, time.process_time() - cpu
with open("/proc/self/status") as status:
    peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
print(json.dumps([points, bound, placed, proved, cpu, wall, peak // 1024]))
"""


@dataclass(frozen=True)
class Tried:
    points: int
    bound: int
    placed: int
    proved: bool
    cpu: float
    wall: float
    peak: int


def run(scale: Scale, folder: Path) -> None:
    for people in scale.placements:
        instance = instance_of(people)
        families = len(instance.families)
        what = f"{people:,} people" if people else "as the public instance"
        print(f"  {what}: {families:,} families, {len(instance.rooms):,} kinds of free rooms,")
        print(f"  {len(instance.locations):,} locations, {len(instance.households):,} households")
        for way in WAYS:
            _say(way, _tried(people, way, PATIENCE.get(people, 60)), families)


def instance_of(people: int) -> Instance:
    return generate(Size(people)) if people else _as_described()


def solved(instance: Instance, way: str) -> tuple[int, int, int, bool]:
    """Points, bound (0 for none), families placed, and whether it is proved to be the best."""
    from toevlucht.reception.placement.candidates import Market
    from toevlucht.reception.placement.placing import CANDIDATES, place
    from toevlucht.reception.placement.programs import choose
    from toevlucht.reception.placement.rooming import rooms_of
    from toevlucht.reception.placement.starting import one_by_one
    from toevlucht.reception.placement.verifying import breaches, points

    if way == "placement":
        found = place(instance)
        where = found.places.tolist()
        assert not breaches(instance, where, rooms_of(instance, found.places))
        assert points(instance, where) == found.points
        return found.points, found.bound, sum(p >= 0 for p in where), found.proved
    market = Market(instance)
    if way == "one by one":
        places, total = one_by_one(market)
        return total, 0, int((places >= 0).sum()), False
    arcs = market.best(CANDIDATES)
    chosen = choose(arcs, market.places.units, nodes=10**9)
    assert chosen.arcs is not None
    total = int(arcs.value[chosen.arcs].sum())
    return total, int(chosen.bound + 1e-6), len(chosen.arcs), True


def _tried(people: int, way: str, patience: int) -> Tried | None:
    command = [sys.executable, "-c", WORK.format(people=people, way=way)]
    try:
        done = subprocess.run(command, timeout=patience, check=True, capture_output=True, text=True)
    except subprocess.TimeoutExpired:
        return None
    return Tried(*json.loads(done.stdout.splitlines()[-1]))


def _say(way: str, tried: Tried | None, families: int) -> None:
    if tried is None:
        print(f"    {way:16} nothing in its time; killed")
        return
    gap = 1 - tried.points / tried.bound if tried.bound else 0
    known = f"bound {tried.bound:>11,}  gap {gap:7.3%}" if tried.bound else " " * 31
    proof = "proved over its candidates" if tried.proved else ""
    print(
        f"    {way:16} {tried.points:>11,}  {known}  placed {tried.placed / families:6.1%}"
        f"  {tried.cpu:6.1f} s CPU  {tried.wall:6.1f} s  {tried.peak:5} MB  {proof}"
    )


def _as_described() -> Instance:
    chance = np.random.default_rng(2016)
    people = chance.choice(
        np.arange(1, 8), 499, p=(0.465, 0.11, 0.11, 0.13, 0.10, 0.05, 0.035)
    ).astype(np.int64)
    number, halls, none = len(people), 21, np.zeros(0, np.int64)
    no, lasts = np.zeros(number, bool), np.arange(1, halls + 1)
    beds = np.maximum(8, np.rint(chance.dirichlet(np.full(halls, 3.0)) * people.sum()))
    places = generate(Size(people=10, locations=halls, households=0))
    towns = chance.integers(0, 342, (number, len(NEAR)))
    families = Families(
        people=people,
        adults=np.ones(number, np.int64),
        sexes=np.full(number, Sexes.ANY),
        unverified_child=no,
        step_free=no,
        pets=no,
        allergic=no,
        takes_household=no,
        shares_room=~no,
        shortest_stay=chance.choice(lasts, number, p=np.linspace(1.9, 0.1, halls) / halls),
        wished_stay=np.full(number, 30),
        languages=chance.integers(1, 32, number),
        near=np.where(chance.random((number, len(NEAR))) < 0.6, towns, -1),
    )
    locations = Locations(
        places.locations.municipality, np.ones(halls, bool), lasts, places.locations.languages
    )
    some = np.zeros(halls, bool)
    sexes = np.full(halls, Sexes.ANY)
    ones, zeros = np.ones(halls, np.int64), np.zeros(halls, np.int64)
    rooms = Rooms(
        np.arange(halls), beds.astype(np.int64), ones, zeros, ~some, sexes, some, some, some
    )
    flags = none.astype(bool)
    households = Households(none, none, flags, flags, none, flags, flags, flags, flags, none, none)
    return Instance(families, locations, rooms, households, places.east, places.north)
