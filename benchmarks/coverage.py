"""Who is trained: every location of the country, with everybody in their rosters."""

from __future__ import annotations

import datetime
import os
from pathlib import Path

from benchmarks.measuring import median_seconds
from benchmarks.scale import Scale

MOST_SECONDS = 0.150
COURSE = "recognise-at-a-location"


def run(scale: Scale, folder: Path) -> None:
    os.environ.setdefault("TOEVLUCHT_DATA", str(folder / "data"))
    from toevlucht.site.preparing import prepare

    prepare()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from toevlucht.learning.queries.coverage import coverage_of
    from toevlucht.reception.models import Location

    locations, each = (1500, 40) if scale.whole_nation else (150, 40)
    today = datetime.date(2026, 6, 30)
    _fill(locations, each, today)
    asked = list(Location.objects.filter(code__startswith="cover"))
    with CaptureQueriesContext(connection) as queries:
        found = coverage_of(asked, today)
    people, trained = (
        sum(getattr(one, n) for one in found.values()) for n in ("people", "trained")
    )
    seconds = median_seconds(lambda: coverage_of(asked, today), scale.rounds)
    print(
        f"  {len(found):,} locations, {people:,} people, {trained:,} trained:"
        f" {len(queries)} queries, {seconds * 1000:.0f} ms (bar {MOST_SECONDS * 1000:.0f})"
    )


def _fill(locations: int, each: int, today: datetime.date) -> None:
    """One municipality keeps them all; half of the people have an account and did the course."""
    from django.db import connection, transaction

    from toevlucht.learning.models import Certificate, Enrolment, Learner
    from toevlucht.partners.models import Organisation, Person, RosterEntry
    from toevlucht.reception.models import Location

    names = {f"name_{tag}": "Cover" for tag in ("nl", "en", "uk")}
    people = range(locations * each)
    with transaction.atomic():
        own = Organisation.objects.create(code="cover", kind="municipality", area="GM0344", **names)
        Location.objects.bulk_create(
            Location(
                code=f"cover{one}", name="C", municipality="GM0344", kind="regular", state="open"
            )
            for one in range(locations)
        )
        accounts = Person.objects.bulk_create(
            Person(email=f"cover{one}@example.org", name="C", organisation=own)
            for one in people[::2]
        )
        RosterEntry.objects.bulk_create(
            RosterEntry(
                organisation=own,
                place=f"cover{one // each}",
                role=("staff", "volunteer", "contractor", "security")[one % 4],
                works_from=today,
                person=accounts[one // 2] if one % 2 == 0 else None,
            )
            for one in people
        )
        learners = Learner.objects.bulk_create(
            Learner(person=one.pk, forget_on=today) for one in accounts
        )
        enrolments = Enrolment.objects.bulk_create(
            Enrolment(
                learner=one,
                course=COURSE,
                passed_on=today,
                valid_until=today + datetime.timedelta(days=number % 90),
            )
            for number, one in enumerate(learners)
        )
        Certificate.objects.bulk_create(
            Certificate(enrolment=one, code=f"k{one.pk}", edition=1) for one in enrolments
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
