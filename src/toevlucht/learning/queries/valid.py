"""What somebody learned that is valid on a day: here, or in a course of others.

The few that were revoked or withdrawn are looked up, not those of everybody.
"""

from __future__ import annotations

import datetime

from django.db.models import QuerySet

from toevlucht.learning.models import (
    Certificate,
    ElsewhereCompletion,
    Enrolment,
    HostCompletion,
    HostWithdrawal,
    Withdrawal,
)


def held(valid_on: datetime.date, passed_by: datetime.date) -> QuerySet[Enrolment]:
    """By who has an account, passed by a day and valid on one, and not revoked."""
    revoked = Certificate.objects.filter(revoked_at__isnull=False).values("enrolment")
    known = Enrolment.objects.filter(learner__person__isnull=False, valid_until__gte=valid_on)
    return known.filter(passed_on__lte=passed_by).exclude(pk__in=revoked)


def learned_elsewhere(
    valid_on: datetime.date, completed_by: datetime.date
) -> QuerySet[ElsewhereCompletion]:
    withdrawn = Withdrawal.objects.values("completion")
    known = ElsewhereCompletion.objects.filter(valid_until__gte=valid_on)
    return known.filter(completed_on__lte=completed_by).exclude(pk__in=withdrawn)


def hosts_learned_elsewhere(
    valid_on: datetime.date, completed_by: datetime.date
) -> QuerySet[HostCompletion]:
    """By adults who live with a host household now."""
    withdrawn = HostWithdrawal.objects.values("completion")
    known = HostCompletion.objects.filter(valid_until__gte=valid_on, adult__left_on=None)
    return known.filter(completed_on__lte=completed_by).exclude(pk__in=withdrawn)
