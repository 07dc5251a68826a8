"""Stories that go round: told by many, checked once, and answered for everybody."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.db.models.functions import Now

from toevlucht.signals import codes


class Rumour(models.Model):
    """One story. Its words name nobody: whoever writes it down sees to that."""

    reference = models.CharField(max_length=12, unique=True)
    organisation = models.CharField(max_length=40)  # who looks into it
    municipality = models.CharField(max_length=6, blank=True)
    state = models.CharField(max_length=20, default="collecting")
    story = models.TextField()
    found = models.TextField(blank=True)  # what the check showed
    sources = models.TextField(blank=True)  # how that is known
    answer = models.JSONField(default=dict)  # the public answer: its parts, by language
    verdict = models.CharField(max_length=20, blank=True)  # true, partly_true, untrue, unknown
    made_at = models.DateTimeField(db_default=Now())
    answered_on = models.DateField(null=True)
    withdrawn_on = models.DateField(null=True)  # the last answer that turned out to be wrong
    withdrawn_for = models.JSONField(default=dict)  # why, for everybody, by language

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=codes.RUMOUR_STATES), name="rumour_state_known"),
            CheckConstraint(
                condition=~Q(state="withdrawn") | Q(withdrawn_on__isnull=False),
                name="rumour_withdrawn_on_a_day",
            ),
        ]
        indexes = [Index(fields=["organisation", "state", "-id"], name="rumours_of_organisation")]

    def __str__(self) -> str:
        return f"rumour {self.reference}"


class Teller(models.Model):
    """That somebody told it: through a report, or as an organisation heard it, with how many."""

    rumour = models.ForeignKey(Rumour, models.CASCADE, related_name="tellers")
    report = models.ForeignKey("signals.Report", models.CASCADE, null=True)
    organisation = models.CharField(max_length=40)  # who noted it
    count = models.PositiveIntegerField(default=1)
    heard_on = models.DateField()

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["rumour", "report"],
                condition=Q(report__isnull=False),
                name="report_tells_once",
            )
        ]

    def __str__(self) -> str:
        return f"teller of rumour {self.rumour_id}"
