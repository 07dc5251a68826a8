"""A series that reports on cause only: since when, why, and under which rule it resumes."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.db.models.functions import Now

from toevlucht.picture.models.contributions import Contribution
from toevlucht.picture.models.published import Series


class Suspension(models.Model):
    """A series rests from one moment to another; the rule says when it should not rest any more."""

    series = models.ForeignKey(Series, models.PROTECT, related_name="suspensions")
    since = models.DateTimeField(db_default=Now())
    suspended_by = models.ForeignKey("partners.Person", models.PROTECT, related_name="+")
    reason_nl = models.TextField()
    reason_en = models.TextField()
    reason_uk = models.TextField()
    rungs = models.JSONField()  # rungs of the evidence ladder that are watched
    chance = models.DecimalField(max_digits=5, decimal_places=4)  # how often a false alarm may be
    factor = models.DecimalField(max_digits=4, decimal_places=2)  # a sharp rise is more than this
    minimum = models.PositiveIntegerField()  # fewer new than this never is a sharp rise
    until = models.DateTimeField(null=True, blank=True)
    resumed_by = models.ForeignKey("partners.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["series"], condition=Q(until__isnull=True), name="series_suspended_once"
            ),
            CheckConstraint(
                condition=Q(chance__gt=0, chance__lte=0.5), name="suspension_chance_is_one"
            ),
            CheckConstraint(condition=Q(factor__gte=1), name="suspension_factor_is_a_rise"),
            CheckConstraint(
                condition=Q(until__isnull=True, resumed_by__isnull=True)
                | Q(until__isnull=False, resumed_by__isnull=False),
                name="suspension_ended_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"suspension {self.pk}"

    def reason(self, language: str) -> str:
        return str(getattr(self, f"reason_{language}"))


class Look(models.Model):
    """One time that the rule was held against what was known: the counts and the outcome."""

    suspension = models.ForeignKey(Suspension, models.PROTECT, related_name="looks")
    looked_at = models.DateTimeField(db_default=Now())
    because = models.ForeignKey(Contribution, models.PROTECT, null=True, related_name="+")
    known_until = models.DateField()
    lines = models.JSONField(default=list)  # what was compared, count by count
    met = models.BooleanField()

    def __str__(self) -> str:
        return f"look {self.pk}"
