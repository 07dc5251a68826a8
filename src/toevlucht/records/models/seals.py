"""Segments of the audit trail: which lines they hold, and the seals on them."""

from __future__ import annotations

from django.db import models
from django.db.models import UniqueConstraint


class AuditSegment(models.Model):
    """Lines that were sealed together. Its head also covers the head of the segment before it."""

    number = models.BigIntegerField(primary_key=True)
    sealed_at = models.DateTimeField(db_index=True)
    lines = models.IntegerField()
    first_at = models.DateTimeField(null=True)  # a segment without lines shows that we live
    last_at = models.DateTimeField(null=True)
    key = models.CharField(max_length=16)  # the name of the key, not the key
    previous = models.CharField(max_length=64, blank=True)  # its head; nothing before the first
    head = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"segment {self.number}"


class AuditSeal(models.Model):
    """The seal on one line. No foreign keys: what is missing must be seen, not prevented."""

    line = models.BigIntegerField(primary_key=True, db_column="line_id")
    segment = models.BigIntegerField(db_column="segment_number")
    position = models.IntegerField()
    mac = models.CharField(max_length=64)

    class Meta:
        constraints = [UniqueConstraint(fields=["segment", "position"], name="seal_position_once")]

    def __str__(self) -> str:
        return f"seal of line {self.line}"
