"""Work that somebody asked for and that a worker does, apart from the request."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Index, Q
from django.db.models.functions import Now

from toevlucht.language import Message

STATES = ("waiting", "running", "done", "failed")


class Job(models.Model):
    """One piece of work; its arguments are ids and codes, never names or text."""

    kind = models.CharField(max_length=40)
    arguments = models.JSONField(default=dict)
    person = models.BigIntegerField(null=True)  # no foreign key: work outlives whoever asked
    organisation = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=10, default="waiting")
    attempts = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=32, blank=True)
    beat_at = models.DateTimeField(null=True)
    steps_done = models.PositiveIntegerField(default=0)
    steps_total = models.PositiveIntegerField(default=0)
    step = models.CharField(max_length=80, blank=True)  # the key of a text
    problem = models.JSONField(null=True)  # a message: its key and values
    result = models.JSONField(null=True)
    asked_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [CheckConstraint(condition=Q(state__in=STATES), name="job_state_known")]
        indexes = [
            Index(fields=["id"], condition=~Q(state__in=("done", "failed")), name="job_open")
        ]

    def __str__(self) -> str:
        return f"job {self.pk} {self.kind}"

    @property
    def is_over(self) -> bool:
        return self.state in ("done", "failed")

    @property
    def message(self) -> Message | None:
        """What went wrong, to be said in the reader's language."""
        return Message(self.problem["key"], self.problem["values"]) if self.problem else None

    @property
    def percent(self) -> int:
        return 100 * self.steps_done // self.steps_total if self.steps_total else 0
