"""Write down who completed a course of others, withdraw what was wrong, forget it with a name."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from toevlucht.language import Message
from toevlucht.learning.actions.answering import months_after
from toevlucht.learning.courses.elsewhere import counting_elsewhere
from toevlucht.learning.models import ElsewhereCompletion, Withdrawal
from toevlucht.learning.models.elsewhere import WITHDRAWN_FOR
from toevlucht.learning.queries.elsewhere import (
    Row,
    completions_for,
    find_completion,
    times_withdrawn,
)
from toevlucht.partners.models import Organisation
from toevlucht.partners.roster_queries import KEEPS, entries_for
from toevlucht.partners.rules import Refused
from toevlucht.records.actions import record_change
from toevlucht.records.daily import CLOCK
from toevlucht.records.viewer import NotAllowed, Viewer


@dataclass(frozen=True)
class Taken:
    """What became of the rows that were sent."""

    new: int
    again: int  # stood there already
    withdrawn: int  # since somebody looked at them


def valid_until(course: str, completed_on: datetime.date) -> datetime.date:
    return months_after(completed_on, counting_elsewhere()[course].counts_for.months)


@transaction.atomic
def record_completions(
    viewer: Viewer, rows: Sequence[Row], seen_withdrawn: Mapping[Row, int] | None = None
) -> Taken:
    """All of them or none, but for what was withdrawn since the sender looked.

    ``seen_withdrawn`` says how often each row had been withdrawn by then: pressing twice, or
    going back to the page, does not bring back what was withdrawn meanwhile.
    """
    if viewer.person is None or not viewer.has(*KEEPS):
        raise NotAllowed("completion.recorded", "organisation", (viewer.organisation,))
    # Of two who send at once, the second waits and finds what the first wrote down.
    Organisation.objects.select_for_update().get(code=viewer.organisation)
    codes = {code for code, _, _ in rows}
    entries = {one.code: one for one in entries_for(viewer).filter(code__in=codes)}
    for code, course, day in rows:
        if code not in entries or course not in counting_elsewhere() or day > timezone.localdate():
            raise Refused(Message("learned_elsewhere.problem.changed"))
    kept = completions_for(viewer).filter(entry__code__in=codes, withdrawal=None)
    known = set(kept.values_list("entry__code", "course", "completed_on"))
    seen, gone = seen_withdrawn or {}, times_withdrawn(viewer, codes)
    lacking = [row for row in dict.fromkeys(rows) if row not in known]
    new = [row for row in lacking if gone[row] <= seen.get(row, 0)]
    ElsewhereCompletion.objects.bulk_create(
        ElsewhereCompletion(
            entry=entries[code],
            course=course,
            completed_on=day,
            valid_until=valid_until(course, day),
            recorded_by=viewer.person,
        )
        for code, course, day in new
    )
    if new:
        noted = sorted({code for code, _, _ in new})
        record_change(viewer, "completion.recorded", "roster_entry", noted)
    return Taken(len(new), len(rows) - len(lacking), len(lacking) - len(new))


@transaction.atomic
def withdraw(viewer: Viewer, reference: str, reason: str) -> None:
    """It stays to be seen, with the reason, and no longer counts."""
    found = find_completion(viewer, reference)
    if viewer.person is None or found is None or reason not in WITHDRAWN_FOR:
        raise NotAllowed("completion.withdrawn", "completion", (reference,))
    _, is_new = Withdrawal.objects.get_or_create(
        completion=found, defaults={"reason": reason, "withdrawn_by": viewer.person}
    )
    if is_new:
        record_change(viewer, "completion.withdrawn", "roster_entry", (found.entry.code,))


@transaction.atomic
def forget_completions(most: int) -> int:
    """So many at once, of entries of which the name was destroyed: they are of nobody any more."""
    gone = ElsewhereCompletion.objects.filter(
        entry__details__isnull=True, entry__works_until__lt=timezone.localdate()
    )
    found = list(gone.select_related("entry").order_by("pk")[:most])
    if found:
        ElsewhereCompletion.objects.filter(pk__in=[one.pk for one in found]).delete()
        codes = sorted({one.entry.code for one in found})
        record_change(CLOCK, "completion.forgotten", "roster_entry", codes)
    return len(found)
