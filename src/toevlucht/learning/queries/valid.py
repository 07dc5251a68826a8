"""What somebody learned that is valid on a day: here, or in a course of others.

The few that were revoked or withdrawn are looked up, not those of everybody.
"""

from __future__ import annotations

import datetime

from django.db.models import QuerySet

from toevlucht.learning.models import Certificate, ElsewhereCompletion, Enrolment, Withdrawal


def held(valid_on: datetime.date) -> QuerySet[Enrolment]:
    """With an account, and a certificate that was not revoked."""
    revoked = Certificate.objects.filter(revoked_at__isnull=False).values("enrolment")
    known = Enrolment.objects.filter(valid_until__gte=valid_on, learner__person__isnull=False)
    return known.exclude(pk__in=revoked)


def learned_elsewhere(valid_on: datetime.date) -> QuerySet[ElsewhereCompletion]:
    withdrawn = Withdrawal.objects.values("completion")
    return ElsewhereCompletion.objects.filter(valid_until__gte=valid_on).exclude(pk__in=withdrawn)
