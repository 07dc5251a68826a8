"""How many people learned at a location: exact for whoever keeps it, in fives for others.

Counted are those who began at the address of the location. How many should have learned is not
known here, so there is no share.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from toevlucht.learning.courses.loading import courses
from toevlucht.learning.courses.written import Course
from toevlucht.learning.models import Enrolment
from toevlucht.learning.queries.progress import ASKED_AGAIN
from toevlucht.reception.models import Location

FEWEST = 5
"""Fewer than this could be read as persons by somebody of another organisation."""


@dataclass(frozen=True)
class Learned:
    """Of one course. None is fewer than `FEWEST`, perhaps nobody."""

    course: Course
    valid: int | None
    soon: int | None  # of these, those who have to refresh it within a month
    expired: int | None


def learned_at(location: Location, today: datetime.date, is_keeper: bool) -> list[Learned]:
    """One query, however many people there are."""
    valid = Q(valid_until__gte=today)
    found: dict[str, dict[str, Any]] = {
        one["course"]: dict(one)
        for one in Enrolment.objects.filter(learner__location=location)
        .exclude(certificate__revoked_at__isnull=False)
        .values("course")
        .annotate(
            valid=Count("pk", filter=valid),
            soon=Count("pk", filter=valid & Q(valid_until__lt=today + ASKED_AGAIN)),
            expired=Count("pk", filter=Q(valid_until__lt=today)),
        )
    }
    none = {"valid": 0, "soon": 0, "expired": 0}

    def told(number: int) -> int | None:
        if is_keeper:
            return number
        return number // FEWEST * FEWEST or None

    return [
        Learned(one, *(told(found.get(one.code, none)[name]) for name in none))
        for one in courses().values()
        if any(each.startswith("GOO-") for each in one.requirements)
    ]
