"""Lines of the audit trail, and what the database itself keeps to find them by.

The database refuses to change or remove a line (migration 0004); it fills the other two tables
when a line is written.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Index, Q
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

    class Meta:
        indexes = [
            Index(fields=["-at", "-id"], name="audit_by_time"),
            Index(fields=["organisation", "-at", "-id"], name="audit_by_organisation"),
            Index(
                fields=["on_behalf_of", "-at", "-id"],
                condition=~Q(on_behalf_of=""),
                name="audit_by_behalf",
            ),
            Index(fields=["person", "-at", "-id"], name="audit_by_person"),
            Index(fields=["event", "-at", "-id"], name="audit_by_event"),
        ]

    def __str__(self) -> str:
        return f"line {self.pk}"


class AuditSubject(models.Model):
    """One record that a line speaks of: finds the lines about a record without reading them all."""

    line = models.BigIntegerField(db_column="line_id")
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=80)

    class Meta:
        indexes = [
            Index(fields=["kind", "subject", "-line"], name="audit_by_subject"),
            Index(fields=["line"], name="audit_subjects_of_line"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} in line {self.line}"


class AuditUnsealed(models.Model):
    """A line that waits for its seal, in whatever order lines were committed."""

    line = models.BigIntegerField(primary_key=True, db_column="line_id")

    def __str__(self) -> str:
        return f"line {self.line} waits"
