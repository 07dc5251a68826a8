"""What was done with a report, step by step. What an organisation believes of it stands apart."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Index, Q
from django.db.models.functions import Now

from toevlucht.signals import codes


class Step(models.Model):
    """One step, never changed: who got it, until when, that it began, ended or began again."""

    report = models.ForeignKey("signals.Report", models.CASCADE, related_name="steps")
    at = models.DateTimeField(db_default=Now())
    person = models.BigIntegerField(null=True)
    organisation = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    colleague = models.BigIntegerField(null=True)  # to whom it was given
    due_on = models.DateField(null=True)
    outcome = models.CharField(max_length=30, blank=True)
    reason = models.BinaryField(null=True)  # sealed with the key of the report

    class Meta:
        constraints = [CheckConstraint(condition=Q(kind__in=codes.STEPS), name="step_known")]
        indexes = [Index(fields=["report", "-id"], name="steps_of_report")]

    def __str__(self) -> str:
        return f"{self.kind} of report {self.report_id}"
