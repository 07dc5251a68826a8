"""Places of reception. Where exactly they are is sealed; what stands here may be read by more."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Index, Q
from django.db.models.functions import Now
from django.utils import timezone

MUNICIPALITY = r"^GM[0-9]{4}$"
KINDS = ("crisis", "emergency", "regular", "housing")
STATES = ("planned", "opening", "open", "closing", "closed")
STAGES = (
    "signed_up",
    "called",
    "screened",
    "certified",
    "suitable",
    "matched",
    "moved_in",
    "unsuitable",
    "stopped",
)


class Location(models.Model):
    """A municipal location, and the organisation that runs it."""

    code = models.CharField(max_length=12, unique=True)  # random; names it in addresses
    name = models.CharField(max_length=120)  # as people there call it
    municipality = models.CharField(max_length=6)  # CBS code
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=10, default="planned")
    operator = models.CharField(max_length=40, blank=True)  # code of the organisation that runs it
    address = models.BinaryField(null=True)  # sealed for the municipality
    permitted_days = models.PositiveSmallIntegerField(null=True)  # how long somebody may stay
    opened_on = models.DateField(null=True)
    closes_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    counts_heads = models.BooleanField(default=False)  # without rooms: so many places in all
    head_places = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(municipality__regex=MUNICIPALITY), name="location_municipality"
            ),
            CheckConstraint(condition=Q(kind__in=KINDS), name="location_kind_known"),
            CheckConstraint(condition=Q(state__in=STATES), name="location_state_known"),
            CheckConstraint(
                condition=Q(counts_heads=True) | Q(head_places=0), name="location_heads_or_rooms"
            ),
        ]
        indexes = [
            Index(fields=["municipality", "name", "id"], name="locations_of_municipality"),
            Index(fields=["operator", "id"], name="locations_of_operator"),
        ]

    def __str__(self) -> str:
        return f"location {self.code}"

    @property
    def record(self) -> str:
        """Under which name its key is held."""
        return f"location:{self.code}"


class HostHousehold(models.Model):
    """A home that takes people in; known here by a number, its name and address are sealed."""

    code = models.CharField(max_length=12, unique=True)
    municipality = models.CharField(max_length=6)
    organisation = models.CharField(max_length=40, blank=True)  # who entered or matched it
    person = models.BigIntegerField(null=True)  # the account of the host, where there is one
    is_open = models.BooleanField(default=True)  # no longer once it stopped
    details = models.BinaryField(null=True)  # sealed for the municipality: name, address, telephone
    taken_over_on = models.DateField(null=True)  # by its municipality; until then not suitable
    # The last day on which guests may come: null while something of its check is missing. The
    # database keeps it, by the steps and certificates there are.
    suitable_until = models.DateField(null=True)
    # Where it stands on its way, since when, and by when the next step is due.
    stage = models.CharField(max_length=20, default="signed_up")
    stage_since = models.DateField(default=timezone.localdate)
    due_on = models.DateField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(municipality__regex=MUNICIPALITY), name="household_municipality"
            ),
            CheckConstraint(condition=Q(stage__in=STAGES), name="household_stage_known"),
        ]
        indexes = [
            Index(fields=["municipality", "is_open", "id"], name="households_of_place"),
            Index(
                fields=["municipality", "stage", "stage_since", "id"], name="households_by_stage"
            ),
            Index(fields=["municipality", "due_on", "id"], name="households_due"),
            Index(fields=["organisation", "id"], name="households_of_organisation"),
        ]

    def __str__(self) -> str:
        return f"household {self.code}"

    @property
    def record(self) -> str:
        """Under which name its key is held."""
        return f"household:{self.code}"
