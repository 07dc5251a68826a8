"""That somebody of a roster completed a course of others, as their organisation wrote it down."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q
from django.db.models.functions import Now

from toevlucht.records.references import new_reference

WITHDRAWN_FOR = ("other_person", "other_course", "other_day", "not_completed")


class ElsewhereCompletion(models.Model):
    """The database refuses to change it; it goes when the name of its roster entry goes."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference)
    entry = models.ForeignKey("partners.RosterEntry", models.PROTECT, related_name="+")
    course = models.CharField(max_length=60)  # a name of content/courses/elsewhere.toml
    completed_on = models.DateField()
    valid_until = models.DateField()  # its last day, as we counted it when it was written down
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.BigIntegerField()

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(valid_until__gte=F("completed_on")), name="completion_in_order"
            )
        ]
        indexes = [
            Index(
                fields=["course", "valid_until", "completed_on", "entry"],
                name="completions_that_count",
            )
        ]

    def __str__(self) -> str:
        return f"completion {self.reference}"


class Withdrawal(models.Model):
    """A completion that was written down wrongly: it stays, and no longer counts."""

    completion = models.OneToOneField(
        ElsewhereCompletion, models.CASCADE, related_name="withdrawal"
    )
    reason = models.CharField(max_length=20)
    withdrawn_at = models.DateTimeField(db_default=Now())
    withdrawn_by = models.BigIntegerField()

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(reason__in=WITHDRAWN_FOR), name="withdrawal_has_reason")
        ]

    def __str__(self) -> str:
        return f"withdrawal of {self.completion_id}"
