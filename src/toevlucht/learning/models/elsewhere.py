"""That somebody completed a course of others, as who keeps their name wrote it down."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q
from django.db.models.functions import Now

from toevlucht.records.references import new_reference

WITHDRAWN_FOR = ("other_person", "other_course", "other_day", "not_completed")
IN_ORDER = Q(valid_until__gte=F("completed_on"))
HAS_REASON = Q(reason__in=WITHDRAWN_FOR)


class Completed(models.Model):
    """The database refuses to change it; it goes when the name of who completed it goes."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference)
    course = models.CharField(max_length=60)  # a name of content/courses/elsewhere.toml
    completed_on = models.DateField()
    valid_until = models.DateField()  # its last day, as we counted it when it was written down
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.BigIntegerField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"completion {self.reference}"


class ElsewhereCompletion(Completed):
    """By somebody of a roster, as their organisation wrote it down."""

    entry = models.ForeignKey("partners.RosterEntry", models.PROTECT, related_name="+")

    class Meta:
        constraints = [CheckConstraint(condition=IN_ORDER, name="completion_in_order")]
        indexes = [
            Index(
                fields=["course", "valid_until", "completed_on", "entry"],
                name="completions_that_count",
            )
        ]


class HostCompletion(Completed):
    """By an adult of a host household, as its municipality wrote it down."""

    adult = models.ForeignKey("reception.HostAdult", models.PROTECT, related_name="+")

    class Meta:
        constraints = [CheckConstraint(condition=IN_ORDER, name="host_completion_in_order")]


class Withdrawn(models.Model):
    """A completion that was written down wrongly: it stays, and no longer counts."""

    reason = models.CharField(max_length=20)
    withdrawn_at = models.DateTimeField(db_default=Now())
    withdrawn_by = models.BigIntegerField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"withdrawal {self.pk}"


class Withdrawal(Withdrawn):
    completion = models.OneToOneField(
        ElsewhereCompletion, models.CASCADE, related_name="withdrawal"
    )

    class Meta:
        constraints = [CheckConstraint(condition=HAS_REASON, name="withdrawal_has_reason")]


class HostWithdrawal(Withdrawn):
    completion = models.OneToOneField(HostCompletion, models.CASCADE, related_name="withdrawal")

    class Meta:
        constraints = [CheckConstraint(condition=HAS_REASON, name="host_withdrawal_has_reason")]
