"""Who must be trained by the handbook and who is, for any number of locations in one query.

Must be trained: each line of a roster, of that day, whose role a course `trains`. Is trained: whose
account has a valid certificate of such a course, or who completed one of others that counts.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import or_

from django.db.models import Count, Q

from toevlucht.guidance.models import Requirement
from toevlucht.guidance.queries.checks import requirements_for
from toevlucht.learning.courses.elsewhere import counting_elsewhere
from toevlucht.learning.courses.loading import courses
from toevlucht.learning.courses.written import Course
from toevlucht.learning.queries.learned import FEWEST
from toevlucht.learning.queries.progress import ASKED_AGAIN
from toevlucht.learning.queries.valid import held, learned_elsewhere
from toevlucht.partners.models import RosterEntry
from toevlucht.partners.roster_queries import Keepers, works_on
from toevlucht.reception.models import Location
from toevlucht.reception.queries.places import RUNNING, locations_for
from toevlucht.reception.reach import reach_of
from toevlucht.reception.sealed.places import holders_of_locations
from toevlucht.reception.training import Trained
from toevlucht.records.viewer import Viewer

HANDBOOK, REQUIREMENT, OCCASION = "goo", "GOO-33", "monthly"


@dataclass(frozen=True)
class Coverage:
    """Exact: for who keeps the location."""

    people: int = 0
    trained: int = 0
    soon: int = 0  # of these, those who have to refresh it within a month

    def __add__(self, other: Coverage) -> Coverage:
        return Coverage(
            self.people + other.people, self.trained + other.trained, self.soon + other.soon
        )

    @property
    def can_be_told(self) -> bool:
        """Enough people are trained and enough are not, so that nobody is told of."""
        return self.trained >= FEWEST and self.people - self.trained >= FEWEST

    def for_readers(self) -> Coverage | None:
        """In whole fives, rounded down: one person more moves no number, or hides among four."""
        if not self.can_be_told:
            return None
        return Coverage(self.people // FEWEST * FEWEST, self.trained // FEWEST * FEWEST)

    def meets(self, percent: Decimal | None) -> bool:
        """Of a place where nobody works there is nothing to say."""
        return (
            percent is not None and self.people > 0 and self.trained * 100 >= self.people * percent
        )


NOBODY = Coverage()


@dataclass(frozen=True)
class Told:
    """Of some locations together, for who does not keep them."""

    places: int
    known: Coverage | None  # in fives, of those of which something can be told
    unsaid: int  # so many places are not in it


@dataclass(frozen=True)
class Overview:
    """What a coordinator reads: own places exactly, those of others by municipality."""

    kept: Sequence[tuple[Location, Coverage]]
    others: Sequence[tuple[str, Told]]


def norm_on(day: datetime.date) -> Requirement | None:
    """What the handbook asks on that day. Two queries."""
    found = requirements_for(OCCASION, day, handbook=HANDBOOK)
    return next((one for one in found if one.code == REQUIREMENT), None)


def percent_of(norm: Requirement | None) -> Decimal | None:
    norms = norm.norms if norm else ()
    return next((Decimal(one["value"]) for one in norms if one["unit"] == "percent"), None)


def training_courses(requirement: str = REQUIREMENT) -> list[Course]:
    """Those of which a certificate counts for whoever works at a location."""
    return [one for one in courses().values() if requirement in one.requirements and one.trains]


def coverage_at(keepers: Keepers, today: datetime.date) -> dict[str, Coverage]:
    """By code of the place, where somebody must be trained. One query."""
    asked = training_courses()
    roles = {role for one in asked for role in one.trains}
    found = (
        RosterEntry.objects.filter(works_on(today), place__in=list(keepers), role__in=roles)
        .values_list("place", "organisation__code")
        .annotate(
            people=Count("pk"),
            trained=Count("pk", filter=_is_trained(asked, today)),
            lasting=Count("pk", filter=_is_trained(asked, today + ASKED_AGAIN)),
        )
    )
    sums: dict[str, Coverage] = defaultdict(Coverage)
    for place, organisation, people, trained, lasting in found:
        if organisation in keepers[place]:
            sums[place] += Coverage(people, trained, trained - lasting)
    return dict(sums)


def _is_trained(asked: Collection[Course], day: datetime.date) -> Q:
    """That an entry is of somebody with a certificate of a course for that role, or that its
    organisation wrote down that they completed one of others; valid on that day.
    """
    here, elsewhere = held(day, day), learned_elsewhere(day, day)
    own = (
        Q(role__in=one.trains, person__in=here.filter(course=one.code).values("learner__person"))
        for one in asked
    )
    others = (
        Q(role__in=one.counts_for.roles, pk__in=elsewhere.filter(course=name).values("entry"))
        for name, one in counting_elsewhere(REQUIREMENT).items()
    )
    return _any_of([*own, *others])


def _any_of(each: Iterable[Q]) -> Q:
    found = Q(pk__in=())
    for one in each:
        found = or_(found, one)
    return found


def coverage_of(locations: Sequence[Location], today: datetime.date) -> dict[str, Coverage]:
    """Two queries, however many locations; none without any."""
    return coverage_at(holders_of_locations(locations), today) if locations else {}


def trained_for_the_picture(
    locations: Sequence[Location], today: datetime.date
) -> dict[str, Trained]:
    """By code of the location. Two queries."""
    found = coverage_of(locations, today)
    return {code: Trained(one.people, one.trained) for code, one in found.items()}


def overview_for(viewer: Viewer, today: datetime.date) -> Overview:
    """Of the locations that are run now; five queries however many they are."""
    reach = reach_of(viewer)
    running = locations_for(viewer).filter(state__in=RUNNING)
    locations = list(running.order_by("municipality", "name", "pk"))
    own = [one for one in locations if reach.keeps(one)]
    found = coverage_of(own, today)
    kept = [(one, found.get(one.code, NOBODY)) for one in own]
    return Overview(kept, _others([one for one in locations if not reach.keeps(one)], today))


def _others(locations: Sequence[Location], today: datetime.date) -> list[tuple[str, Told]]:
    found = coverage_of(locations, told_of_day(today))
    of_each: dict[str, list[Coverage]] = defaultdict(list)
    for one in locations:
        of_each[one.municipality].append(found.get(one.code, NOBODY))
    return [(municipality, told(each)) for municipality, each in of_each.items()]


def told_of_day(today: datetime.date) -> datetime.date:
    """Who reads along reads of the first of the month, and so cannot compare one day with the next.

    What a month brought together comes at once; with the fives, hardly ever is it one person.
    """
    return today.replace(day=1)


def told(each: Sequence[Coverage]) -> Told:
    """Nothing can be found by taking away what is told of one location from what is told of all.

    The locations of which nothing may be told count together, if there are more of them and there
    is enough to tell; else they are left out.
    """
    known = [one for one in each if one.can_be_told]
    unsaid = [one for one in each if not one.can_be_told]
    together = sum(unsaid, NOBODY)
    if len([one for one in unsaid if one.people]) > 1 and together.can_be_told:
        known, unsaid = [*known, together], []
    return Told(len(each), sum(known, NOBODY).for_readers(), len(unsaid))
