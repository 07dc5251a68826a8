"""How long reports are kept, and what is known of those that were destroyed."""

from __future__ import annotations

from django.db import models
from django.db.models import Index, UniqueConstraint


class RetentionRule(models.Model):
    """An organisation's own term instead of the default, from a day on."""

    organisation = models.CharField(max_length=40)
    origin = models.CharField(max_length=20)
    outcome = models.CharField(max_length=30)
    months = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    set_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["organisation", "origin", "outcome", "valid_from"],
                name="retention_rule_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.origin} {self.outcome} at {self.organisation}"


class Destruction(models.Model):
    """That a report was destroyed. The open part stays for the statistics, without its reference.

    Final once no backup of the key store can hold the key any more.
    """

    record = models.CharField(max_length=60, unique=True)
    organisation = models.CharField(max_length=40)
    rule = models.CharField(max_length=60)
    requested_at = models.DateTimeField()
    final_on = models.DateField()

    class Meta:
        indexes = [Index(fields=["organisation", "-requested_at"], name="destructions_of")]

    def __str__(self) -> str:
        return f"destruction {self.pk}"
