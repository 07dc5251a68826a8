"""What organisations believe of a report, and which reports are about the same thing.

Nothing here is ever overwritten: a new assessment stands beside the one before, and a link that
was wrong is undone by a date.
"""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint
from django.db.models.functions import Now

from toevlucht.signals import codes


class Signal(models.Model):
    """Reports about the same thing, as one organisation put them together; counted once."""

    reference = models.CharField(max_length=12, unique=True)
    organisation = models.CharField(max_length=40)  # whose signal it is
    made_at = models.DateTimeField(db_default=Now())
    made_by = models.BigIntegerField(null=True)
    rung = models.CharField(max_length=30, default="report")
    form = models.CharField(max_length=40, default="unknown")
    phenomenon = models.CharField(max_length=60, default="unknown")
    corrected_on = models.DateField(null=True)  # its rung went down or it was refuted

    class Meta:
        indexes = [Index(fields=["organisation", "-id"], name="signals_of_organisation")]

    def __str__(self) -> str:
        return f"signal {self.reference}"


class Assessment(models.Model):
    """A dated, reasoned judgement by somebody. None is null: it cannot be judged."""

    report = models.ForeignKey("signals.Report", models.CASCADE, related_name="assessments")
    signal = models.ForeignKey("signals.Signal", models.SET_NULL, null=True)
    at = models.DateTimeField(db_default=Now())
    person = models.BigIntegerField(null=True)
    organisation = models.CharField(max_length=40)
    rung = models.CharField(max_length=30)
    form = models.CharField(max_length=40)
    phenomenon = models.CharField(max_length=60)
    means = models.JSONField(default=list)
    scheme = models.CharField(max_length=20, default="admiralty")
    source_reliability = models.CharField(max_length=2, null=True)
    information_credibility = models.CharField(max_length=2, null=True)
    reason = models.BinaryField()  # sealed with the key of the report

    class Meta:
        indexes = [Index(fields=["report", "-id"], name="assessments_of_report")]

    def __str__(self) -> str:
        return f"assessment {self.pk} of report {self.report_id}"


class SignalLink(models.Model):
    """That a report belongs to a signal, from one moment to another."""

    report = models.ForeignKey("signals.Report", models.CASCADE, related_name="links")
    signal = models.ForeignKey("signals.Signal", models.CASCADE, related_name="links")
    made_at = models.DateTimeField(db_default=Now())
    made_by = models.BigIntegerField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.BigIntegerField(null=True)
    same_teller = models.BooleanField(default=False)  # as another report of the signal

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["report"], condition=Q(undone_at__isnull=True), name="linked_once"
            )
        ]
        indexes = [Index(fields=["signal", "id"], name="links_of_signal")]

    def __str__(self) -> str:
        return f"report {self.report_id} in signal {self.signal_id}"


class Judgement(models.Model):
    """Whether two reports are about the same thing, as an organisation judged it."""

    first = models.ForeignKey("signals.Report", models.CASCADE, related_name="+")
    second = models.ForeignKey("signals.Report", models.CASCADE, related_name="+")
    organisation = models.CharField(max_length=40)
    judgement = models.CharField(max_length=10)
    at = models.DateTimeField(db_default=Now())
    person = models.BigIntegerField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(judgement__in=codes.JUDGEMENTS), name="judgement_known"),
            CheckConstraint(condition=Q(first__lt=F("second")), name="judgement_in_order"),
            UniqueConstraint(
                fields=["first", "second", "organisation"],
                condition=Q(undone_at__isnull=True),
                name="judgement_once",
            ),
        ]
        indexes = [Index(fields=["second", "organisation"], name="judgements_of_second")]

    def __str__(self) -> str:
        return f"{self.first_id} and {self.second_id}: {self.judgement}"
