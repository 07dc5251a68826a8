"""Lines of the audit trail. The database refuses to change or remove them."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class AuditLine(models.Model):
    """Who did or saw what, when, and why; ids and codes only, never names or text."""

    at = models.DateTimeField(db_default=Now())
    request = models.CharField(max_length=32, blank=True)  # ties the lines of one piece of work
    person = models.BigIntegerField(null=True)  # no foreign key: a line outlives its person
    organisation = models.CharField(max_length=40, blank=True)
    roles = models.JSONField(default=list)
    channel = models.CharField(max_length=10)
    on_behalf_of = models.CharField(max_length=40, blank=True)
    event = models.CharField(max_length=60)
    kind = models.CharField(max_length=40, blank=True)
    ids = models.JSONField(default=list)
    purpose = models.CharField(max_length=40, blank=True)
    ground = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(max_length=10)  # done or refused

    def __str__(self) -> str:
        return f"line {self.pk}"
