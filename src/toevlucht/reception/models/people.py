"""Families and the people in them: codes and dates that rules and counts need, the rest is sealed.

A person whose age is not established counts as a minor in every rule.
"""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import CheckConstraint, Index, Q
from django.db.models.functions import Now

from toevlucht.reception.models.places import MUNICIPALITY

AGES = ("adult", "minor", "not_established")
AGE_BASES = ("document", "assessment", "statement")
SEXES = ("female", "male", "other", "unknown")


class Family(models.Model):
    """People who belong together; nobody places them apart."""

    code = models.CharField(max_length=12, unique=True)  # random; names it in addresses
    municipality = models.CharField(max_length=6)  # the one that is responsible now
    entered_by = models.CharField(max_length=40, blank=True)  # code of the organisation
    languages = models.JSONField(default=list)  # codes
    details = models.BinaryField(null=True)  # sealed: where to reach them, and what they asked for
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(municipality__regex=MUNICIPALITY), name="family_municipality"
            ),
        ]
        indexes = [Index(fields=["municipality", "id"], name="families_of_municipality")]

    def __str__(self) -> str:
        return f"family {self.code}"

    @property
    def record(self) -> str:
        """Under which name its key is held; what is sealed of its people is under it too."""
        return f"family:{self.code}"


class Person(models.Model):
    """Somebody who is taken in. Name, birthday and contact are sealed."""

    code = models.CharField(max_length=12, unique=True)
    family = models.ForeignKey(Family, models.PROTECT, related_name="people")
    age = models.CharField(max_length=16, default="not_established")
    age_basis = models.CharField(max_length=12, blank=True)  # what it is known by
    # The first day of the month after the 18th birthday, so that it tells no birthday.
    minor_until = models.DateField(null=True)
    sex = models.CharField(max_length=10, default="unknown")
    details = models.BinaryField(null=True)  # sealed under the key of the family
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(age__in=AGES), name="resident_age_known"),
            CheckConstraint(
                condition=Q(age="minor", minor_until__isnull=False)
                | (~Q(age="minor") & Q(minor_until__isnull=True)),
                name="resident_minor_until",
            ),
            CheckConstraint(
                condition=Q(age="not_established", age_basis="")
                | (~Q(age="not_established") & Q(age_basis__in=AGE_BASES)),
                name="resident_age_by_something",
            ),
            CheckConstraint(condition=Q(sex__in=SEXES), name="resident_sex_known"),
        ]

    def __str__(self) -> str:
        return f"resident {self.code}"

    def counts_as_minor(self, day: datetime.date) -> bool:
        return counts_as_minor(self.age, self.minor_until, day)


def counts_as_minor(age: str, minor_until: datetime.date | None, day: datetime.date) -> bool:
    if age == "minor":
        return minor_until is None or minor_until > day
    return age == "not_established"
