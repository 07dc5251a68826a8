"""Where a household stands on its way, since when, and by when the next step is due.

It follows from steps and certificates; nobody types it.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from toevlucht.reception.host_terms import after, days

NEGATIVE = ("unsuitable", "not_let_in")
LOST = ("refused", "withdrawn")
Day = datetime.date


@dataclass(frozen=True)
class Done:
    """The last step of a kind: what came out of it, and when."""

    outcome: str
    on: Day


@dataclass(frozen=True)
class Conduct:
    """The last answer on the certificate of one adult in the home; none yet without an outcome."""

    outcome: str = ""
    on: Day | None = None
    valid_until: Day | None = None

    def is_valid(self, today: Day) -> bool:
        return self.valid_until is not None and self.valid_until >= today


@dataclass(frozen=True)
class Guests:
    """Guests who are matched or have moved in; ``due_on`` is what is due first about them."""

    matched_on: Day
    moved_in_on: Day | None
    due_on: Day | None


@dataclass(frozen=True)
class Way:
    """What is known of one household."""

    signed_up_on: Day
    is_open: bool = True
    taken_over_on: Day | None = None
    done: Mapping[str, Done] | None = None  # by kind of step
    adults: Sequence[Conduct] = ()
    guests: Guests | None = None

    def last(self, kind: str) -> Done | None:
        return (self.done or {}).get(kind)


@dataclass(frozen=True)
class Standing:
    stage: str
    since: Day
    due_on: Day | None = None


def standing(way: Way, today: Day) -> Standing:
    if not way.is_open:
        stopped = way.last("stopped")
        return Standing("stopped", stopped.on if stopped else way.signed_up_on)
    if way.guests:
        return _with_guests(way.guests)
    found = _checked(way, today)
    if way.taken_over_on is None:
        return Standing(found.stage, found.since, after("taken_over", way.signed_up_on))
    return found


def _with_guests(guests: Guests) -> Standing:
    if guests.moved_in_on:
        return Standing("moved_in", guests.moved_in_on, guests.due_on)
    return Standing("matched", guests.matched_on, guests.due_on)


def _checked(way: Way, today: Day) -> Standing:
    refused = _refused_on(way)
    if refused:
        return Standing("unsuitable", max(refused))
    screened, visited = way.last("screened"), way.last("visited")
    if screened is None or screened.outcome != "suitable":
        return _before_screening(way, screened)
    if not way.adults or not all(one.is_valid(today) for one in way.adults):
        return Standing("screened", screened.on, after("certified", _runs_out(way, screened.on)))
    certified_on = max([screened.on, *(one.on for one in way.adults if one.on)])
    if visited is None or visited.outcome != "suitable":
        asked = visited.on if visited else certified_on
        return Standing("certified", certified_on, after("suitable", asked))
    return _suitable(way, max(certified_on, visited.on))


def _suitable(way: Way, since: Day) -> Standing:
    """Until there are guests the household hears from us, and no certificate becomes too old."""
    called = way.last("called")
    heard = max(since, called.on) if called else since
    until = min(one.valid_until for one in way.adults if one.valid_until)
    renew = until - days("certificate_reminder", since)
    return Standing("suitable", since, min(after("matched", heard), max(renew, since)))


def _before_screening(way: Way, screened: Done | None) -> Standing:
    called = way.last("called")
    if called and called.outcome == "reached":
        tried = max(called.on, screened.on) if screened else called.on
        return Standing("called", called.on, after("screened", tried))
    tried = called.on if called else way.signed_up_on
    return Standing("signed_up", way.signed_up_on, after("called", tried))


def _refused_on(way: Way) -> list[Day]:
    steps = (way.last("screened"), way.last("visited"))
    found = [step.on for step in steps if step and step.outcome in NEGATIVE]
    return found + [one.on for one in way.adults if one.outcome in LOST and one.on]


def _runs_out(way: Way, screened_on: Day) -> Day:
    """A certificate that became too old is asked for again from the day on which it did."""
    return max([screened_on, *(one.valid_until for one in way.adults if one.valid_until)])
