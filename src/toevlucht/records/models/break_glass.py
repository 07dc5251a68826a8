"""Who opened what they otherwise may not see, why, and until when."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Index, Q

from toevlucht.records.events import BREAK_GLASS_REASONS


class BreakGlass(models.Model):
    """For one person and the content of one organisation."""

    person = models.BigIntegerField()
    organisation = models.CharField(max_length=40)  # whose content it is
    reason = models.CharField(max_length=20)
    opened_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(reason__in=BREAK_GLASS_REASONS), name="break_glass_reason_known"
            ),
        ]
        indexes = [Index(fields=["organisation", "-opened_at"], name="break_glass_by_owner")]

    def __str__(self) -> str:
        return f"break-glass {self.pk}"
