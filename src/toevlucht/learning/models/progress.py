"""What somebody answered, which never changes, and what follows from it for each step."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint
from django.db.models.functions import Now

from toevlucht.learning.models.learners import Enrolment


class Attempt(models.Model):
    """One answer, by the names of what was chosen. The database refuses to change it."""

    enrolment = models.ForeignKey(
        Enrolment, models.CASCADE, related_name="attempts", db_index=False
    )
    round = models.PositiveSmallIntegerField()
    edition = models.PositiveSmallIntegerField()  # of the course
    step = models.CharField(max_length=60)
    item = models.CharField(max_length=10)
    chosen = models.JSONField()
    permille = models.PositiveSmallIntegerField(null=True)  # None for what was read
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(permille__isnull=True) | Q(permille__lte=1000), name="attempt_permille"
            )
        ]
        indexes = [Index(fields=["enrolment", "round", "step", "id"], name="attempts_of_step")]

    def __str__(self) -> str:
        return f"attempt {self.pk}"


class StepSummary(models.Model):
    """How far somebody is in one step: made from the attempts, and the same when made anew."""

    enrolment = models.ForeignKey(
        Enrolment, models.CASCADE, related_name="summaries", db_index=False
    )
    round = models.PositiveSmallIntegerField()
    step = models.CharField(max_length=60)
    is_done = models.BooleanField()
    first = models.PositiveSmallIntegerField()
    best = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["enrolment", "round", "step"], name="step_summarised_once"),
            CheckConstraint(condition=Q(first__lte=F("best")), name="step_summary_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.step} of {self.enrolment_id}"
