"""Who looked at owner and operator of a location, and what somebody must do by when."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.db.models.functions import Now

from toevlucht.reception.models.places import MUNICIPALITY, Location

CHECKED = ("owner", "operator")
OUTCOMES = ("passed", "failed", "later")
TASKS = (
    "child_without_relation",
    "child_without_adult",
    "relation_expired",
    "emergency_expired",
    "short_stay_overdue",
    "reservation_past",
    "owner_check_due",
    "household_not_suitable",
    "child_missing",
    "incident_open_long",
    "school_overdue",
    "care_intake_overdue",
    "screening_overdue",
    "allowance_overdue",
    "registration_overdue",
)


class LocationCheck(models.Model):
    """Rows only come; the last one of each counts. ``later`` says by when, where haste demands."""

    location = models.ForeignKey(Location, models.PROTECT, related_name="checks")
    subject = models.CharField(max_length=10)
    outcome = models.CharField(max_length=10)
    checked_on = models.DateField()
    due_on = models.DateField(null=True)  # of a check that comes later
    checked_by = models.BigIntegerField()
    words = models.BinaryField(null=True)  # sealed under the key of the location
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(subject__in=CHECKED), name="location_check_of"),
            CheckConstraint(
                condition=Q(outcome="later", due_on__isnull=False)
                | Q(outcome__in=("passed", "failed")),
                name="location_check_outcome",
            ),
        ]
        indexes = [Index(fields=["location", "subject", "-id"], name="checks_of_location")]

    def __str__(self) -> str:
        return f"check {self.pk}"


class Task(models.Model):
    """Something that must be done by a day; of a kind there is one open task a subject."""

    code = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=24)
    municipality = models.CharField(max_length=6)
    location = models.ForeignKey(Location, models.PROTECT, null=True, related_name="tasks")
    subject_kind = models.CharField(max_length=12)  # of what it is about
    subject = models.CharField(max_length=12)  # its code
    owner = models.BigIntegerField(null=True)  # the account of who took it; else the municipality
    due_on = models.DateField()
    raised_at = models.DateTimeField(db_default=Now())
    done_at = models.DateTimeField(null=True)
    done_by = models.BigIntegerField(null=True)  # none where what it was about is no longer so

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(kind__in=TASKS), name="reception_task_kind_known"),
            CheckConstraint(
                condition=Q(municipality__regex=MUNICIPALITY), name="reception_task_municipality"
            ),
            UniqueConstraint(
                fields=["kind", "subject"],
                condition=Q(done_at__isnull=True),
                name="reception_task_open_once",
            ),
        ]
        indexes = [
            Index(
                fields=["municipality", "due_on", "id"],
                condition=Q(done_at__isnull=True),
                name="reception_tasks_open",
            )
        ]

    def __str__(self) -> str:
        return f"task {self.code}"
