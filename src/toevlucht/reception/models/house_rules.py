"""The rules of a location, version after version, and which family was given which."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.db.models.functions import Now

from toevlucht.reception.models.people import Family
from toevlucht.reception.models.places import Location


class HouseRules(models.Model):
    """A version as it was published; it never changes, a correction is another version."""

    location = models.ForeignKey(Location, models.PROTECT, related_name="house_rules")
    number = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    texts = models.JSONField()  # by the code of the language
    published_at = models.DateTimeField(db_default=Now())
    published_by = models.BigIntegerField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["location", "number"], name="house_rules_number"),
            CheckConstraint(condition=Q(number__gte=1), name="house_rules_from_one"),
        ]
        indexes = [Index(fields=["location", "valid_from", "number"], name="house_rules_valid")]

    def __str__(self) -> str:
        return f"house rules {self.number} of {self.location_id}"


class HouseRulesHandout(models.Model):
    """A family was given a version, in which language, when and by whom."""

    rules = models.ForeignKey(HouseRules, models.PROTECT, related_name="handouts")
    family = models.ForeignKey(Family, models.PROTECT, related_name="house_rules")
    language = models.CharField(max_length=2)
    is_own_language = models.BooleanField()  # not where the text was not there in theirs
    on = models.DateField()
    by = models.BigIntegerField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            UniqueConstraint(fields=["rules", "family"], name="house_rules_handed_out_once")
        ]

    def __str__(self) -> str:
        return f"{self.rules} for {self.family}"
