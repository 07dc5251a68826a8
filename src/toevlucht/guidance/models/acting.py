"""Who read which version last, and what organisations did about what changed."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.db.models.functions import Now

from toevlucht.guidance.models.published import Change, Version

DONE, NOT_APPLICABLE = "done", "not_applicable"
OUTCOMES = (DONE, NOT_APPLICABLE)


class LastRead(models.Model):
    """The version of a handbook that a person read last, as that person said."""

    person = models.ForeignKey("partners.Person", models.CASCADE, related_name="+")
    handbook = models.ForeignKey("guidance.Handbook", models.CASCADE, related_name="+")
    version = models.ForeignKey(Version, models.CASCADE, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            UniqueConstraint(fields=["person", "handbook"], name="guidance_read_once"),
        ]

    def __str__(self) -> str:
        return f"{self.version} read"


class ChangeAnswer(models.Model):
    """What an organisation did about a change. The newest answer counts; none is changed."""

    change = models.ForeignKey(Change, models.PROTECT, related_name="answers")
    organisation = models.CharField(max_length=40)
    outcome = models.CharField(max_length=20)
    reason = models.TextField(blank=True)
    person = models.ForeignKey("partners.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(outcome__in=OUTCOMES), name="guidance_outcome_known"),
            CheckConstraint(
                condition=Q(outcome=DONE) | ~Q(reason=""), name="guidance_reason_where_not_done"
            ),
        ]
        indexes = [Index(fields=["organisation", "change"], name="guidance_answer_of")]

    def __str__(self) -> str:
        return f"{self.change} {self.outcome}"
