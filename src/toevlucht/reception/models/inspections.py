"""Rounds along the requirements of a handbook: what was asked, what was found, what is to mend."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.db.models.functions import Now
from django.utils import timezone

MET, NOT_MET, NOT_APPLICABLE = "met", "not_met", "not_applicable"
RESULTS = (MET, NOT_MET, NOT_APPLICABLE)
PHOTO_STATES = ("waiting", "clean", "refused")


class Inspection(models.Model):
    """One round at one place, by one person; what it asks is fixed when it begins."""

    code = models.CharField(max_length=12, unique=True)
    location = models.ForeignKey("reception.Location", models.CASCADE, null=True)
    household = models.ForeignKey("reception.HostHousehold", models.CASCADE, null=True)
    occasion = models.CharField(max_length=20)  # of a requirement: guidance.codes.OCCASIONS
    inspector = models.BigIntegerField()  # the account of who walks it
    organisation = models.CharField(max_length=40)  # of the inspector
    began_at = models.DateTimeField(db_default=Now())
    finished_on = models.DateField(null=True)
    forgotten_on = models.DateField(null=True)  # when its words and photos were destroyed

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(location__isnull=False, household__isnull=True)
                | Q(location__isnull=True, household__isnull=False),
                name="inspection_of_one_place",
            ),
            UniqueConstraint(
                fields=["location", "occasion", "inspector"],
                condition=Q(finished_on__isnull=True, location__isnull=False),
                name="inspection_of_location_once",
            ),
            UniqueConstraint(
                fields=["household", "occasion", "inspector"],
                condition=Q(finished_on__isnull=True, household__isnull=False),
                name="inspection_of_household_once",
            ),
        ]
        indexes = [
            Index(fields=["location", "-id"], name="inspections_of_location"),
            Index(fields=["household", "-id"], name="inspections_of_household"),
            Index(fields=["inspector", "finished_on", "-id"], name="inspections_of_inspector"),
            Index(fields=["finished_on", "id"], name="inspections_by_day"),
        ]

    def __str__(self) -> str:
        return f"inspection {self.code}"

    @property
    def record(self) -> str:
        """Under which name its key is held."""
        return f"inspection:{self.code}"

    @property
    def began_on(self) -> datetime.date:
        return timezone.localdate(self.began_at)


class InspectionItem(models.Model):
    """A requirement that the round asks after, and what was found of it so far."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    requirement = models.ForeignKey("guidance.Requirement", models.PROTECT, related_name="+")
    code = models.CharField(max_length=12)  # of the requirement: the same in every version
    result = models.CharField(max_length=20, blank=True)  # empty until somebody looked
    reason = models.BinaryField(null=True)  # sealed: it tells of a place, and may name people

    class Meta:
        constraints = [
            UniqueConstraint(fields=["inspection", "code"], name="inspection_asks_once"),
            CheckConstraint(condition=Q(result__in=("", *RESULTS)), name="inspection_result_known"),
            CheckConstraint(
                condition=Q(result__in=("", MET)) | Q(reason__isnull=False),
                name="inspection_reason_where_not_met",
            ),
        ]
        indexes = [Index(fields=["code", "result"], name="inspection_items_of_code")]

    def __str__(self) -> str:
        return f"{self.code} of {self.inspection_id}"


class InspectionPhoto(models.Model):
    """A picture of what was found: only a clean copy stays, without place and camera."""

    item = models.ForeignKey(InspectionItem, models.CASCADE, related_name="photos")
    number = models.PositiveSmallIntegerField()
    mark = models.CharField(max_length=64)  # of the bytes, under the key: a photo sent twice is one
    stored = models.CharField(max_length=32)  # the name of the sealed file
    state = models.CharField(max_length=10, default="waiting")

    class Meta:
        constraints = [
            UniqueConstraint(fields=["item", "number"], name="inspection_photo_number"),
            UniqueConstraint(fields=["item", "mark"], name="inspection_photo_once"),
            CheckConstraint(condition=Q(state__in=PHOTO_STATES), name="inspection_photo_state"),
        ]

    def __str__(self) -> str:
        return f"photo {self.number} of {self.item_id}"


class Improvement(models.Model):
    """What is to be mended after a round: somebody's, with a date on it."""

    code = models.CharField(max_length=12, unique=True)
    item = models.OneToOneField(InspectionItem, models.CASCADE, related_name="improvement")
    municipality = models.CharField(max_length=6)  # of the place, for the list
    organisation = models.CharField(max_length=40)  # whose owner it is
    owner = models.BigIntegerField()  # an account
    due_on = models.DateField()
    done_on = models.DateField(null=True)
    done_by = models.BigIntegerField(null=True)
    words = models.BinaryField(null=True)  # sealed: what was done

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(done_on__isnull=True, done_by__isnull=True)
                | Q(done_on__isnull=False, done_by__isnull=False, words__isnull=False),
                name="improvement_done_by_somebody",
            ),
        ]
        indexes = [
            Index(fields=["municipality", "done_on", "due_on", "id"], name="improvements_there"),
            Index(fields=["organisation", "done_on", "due_on", "id"], name="improvements_of"),
        ]

    def __str__(self) -> str:
        return f"improvement {self.code}"
