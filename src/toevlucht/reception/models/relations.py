"""What an adult is to a child, and what shows it. Assumed parenthood never counts."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q
from django.db.models.functions import Now

from toevlucht.reception.models.people import Person

RELATIONS = ("parent", "guardian", "assumed_parent", "relative", "other")
WITH_AUTHORITY = ("parent", "guardian")
DOCUMENTS = (
    "birth_certificate",
    "passport",
    "court_decision",
    "guardianship_order",
    "authority_register",
)


class Relation(models.Model):
    """Of one child to one adult. What was checked stays; another document is another row."""

    code = models.CharField(max_length=12, unique=True)
    child = models.ForeignKey(Person, models.PROTECT, related_name="relations_to_adults")
    adult = models.ForeignKey(Person, models.PROTECT, related_name="relations_to_children")
    kind = models.CharField(max_length=16)
    document_kind = models.CharField(max_length=24, blank=True)
    document = models.BinaryField(null=True)  # sealed under the key of the child's family
    checked_on = models.DateField(null=True)
    checked_by = models.BigIntegerField(null=True)
    valid_until = models.DateField(null=True)  # its last day; none where it does not end
    withdrawn_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(kind__in=RELATIONS), name="relation_kind_known"),
            CheckConstraint(condition=~Q(child=F("adult")), name="relation_of_two"),
            CheckConstraint(
                condition=Q(document_kind="") | Q(document_kind__in=DOCUMENTS),
                name="relation_document_known",
            ),
            CheckConstraint(
                condition=Q(document_kind="", checked_on__isnull=True, checked_by__isnull=True)
                | (
                    ~Q(document_kind="")
                    & Q(document__isnull=False)
                    & Q(checked_on__isnull=False, checked_by__isnull=False)
                ),
                name="relation_checked_whole",
            ),
        ]
        indexes = [
            Index(fields=["child", "kind"], name="relations_of_child"),
            Index(fields=["adult", "kind"], name="relations_of_adult"),
        ]

    def __str__(self) -> str:
        return f"relation {self.code}"

    def state(self, day: datetime.date) -> str:
        """verified, without_authority, unchecked, withdrawn or expired."""
        if self.withdrawn_at is not None:
            return "withdrawn"
        if self.kind not in WITH_AUTHORITY:
            return "without_authority"
        if self.checked_on is None:
            return "unchecked"
        if self.valid_until is not None and self.valid_until < day:
            return "expired"
        return "verified"

    def is_verified(self, day: datetime.date) -> bool:
        return self.state(day) == "verified"
