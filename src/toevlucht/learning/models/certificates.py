"""That somebody passed a course: an address that says so, without saying who."""

from __future__ import annotations

from django.db import models
from django.db.models import Index, Q
from django.db.models.functions import Now

from toevlucht.learning.models.learners import Enrolment


class Certificate(models.Model):
    """One for each enrolment that was passed. How long it is valid stands with the enrolment."""

    enrolment = models.OneToOneField(Enrolment, models.CASCADE, related_name="certificate")
    code = models.CharField(max_length=12, unique=True)  # random; names it in the address
    edition = models.PositiveSmallIntegerField()  # of the course, when it was passed
    issued_at = models.DateTimeField(db_default=Now())
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            Index(
                fields=["enrolment"],
                condition=Q(revoked_at__isnull=False),
                name="certificates_revoked",
            )
        ]

    def __str__(self) -> str:
        return f"certificate {self.code}"
