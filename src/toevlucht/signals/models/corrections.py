"""Who must hear that a status they had no longer stands, and who read in an emergency."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.db.models.functions import Now

from toevlucht.signals import codes


class Correction(models.Model):
    """Tells one organisation what the status was and what it is now, until somebody confirms it.

    ``report`` is the one that this organisation had, which need not be the one that was judged.
    """

    reference = models.CharField(max_length=12, unique=True)
    report = models.ForeignKey("signals.Report", models.CASCADE, related_name="corrections")
    referral = models.ForeignKey("signals.Referral", models.CASCADE, null=True)
    organisation = models.CharField(max_length=40)  # who must hear it
    cause = models.CharField(max_length=20)
    before = models.CharField(max_length=30)
    after = models.CharField(max_length=30)
    made_at = models.DateTimeField(db_default=Now())
    made_by = models.CharField(max_length=40)  # the organisation whose judgement changed
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(cause__in=codes.CORRECTIONS), name="correction_cause"),
        ]
        indexes = [
            Index(
                fields=["organisation", "-id"],
                condition=Q(confirmed_at__isnull=True),
                name="corrections_to_confirm",
            ),
            Index(fields=["organisation", "-id"], name="corrections_of"),
        ]

    def __str__(self) -> str:
        return f"correction {self.reference}"


class EmergencyReading(models.Model):
    """That somebody read a report under a break-glass; its handling organisation sees it."""

    report = models.ForeignKey("signals.Report", models.CASCADE, related_name="emergency_readings")
    glass = models.BigIntegerField()
    person = models.BigIntegerField()
    organisation = models.CharField(max_length=40)  # of whoever read it
    owner = models.CharField(max_length=40)  # whose report it was
    reason = models.CharField(max_length=20)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [UniqueConstraint(fields=["glass", "report"], name="emergency_reading_once")]
        indexes = [Index(fields=["owner", "-at"], name="emergency_readings_of")]

    def __str__(self) -> str:
        return f"emergency reading {self.pk}"
