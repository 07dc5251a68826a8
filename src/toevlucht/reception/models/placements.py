"""What families said about where to live, and the places that are proposed to them.

Only codes stand here. A proposal needs two consents, ends by itself, and promises nothing before.
"""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint
from django.db.models.functions import Now

from toevlucht.reception.models.people import Family
from toevlucht.reception.models.places import HostHousehold, Location
from toevlucht.reception.models.rooms import Place

NEAR_TO = ("municipality", "relatives", "school", "work", "care")
ANSWERED = ("household", "step_free", "pets", "allergy")  # yes, or nothing
WISHES = (*NEAR_TO, *ANSWERED, "stay")
SAID_BY = ("family", "guardian", "interpreter", "worker")
STATES = ("proposed", "agreed", "refused", "expired")
SIDES = ("family", "host")
REFUSALS = ("too_far", "school_or_work", "no_click", "not_fitting", "needs_changed", "other")
OVERRIDES = ("family_asked", "relatives", "safety", "care", "knows_place", "other")


class Wish(models.Model):
    """One thing that a family said, in a code: a municipality, yes, or a number of days."""

    family = models.ForeignKey(Family, models.CASCADE, related_name="wishes")
    kind = models.CharField(max_length=12)
    value = models.CharField(max_length=12)
    said_by = models.CharField(max_length=12)
    said_on = models.DateField()
    kept_by = models.BigIntegerField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["family", "kind"], name="wish_once_a_kind"),
            CheckConstraint(condition=Q(kind__in=WISHES), name="wish_kind_known"),
            CheckConstraint(condition=Q(said_by__in=SAID_BY), name="wish_said_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"wish {self.pk}"


class PlacementRun(models.Model):
    """Families of an area placed together. ``without``: who got no place, by the rule.

    ``shortages``: the same by what they ask for, with the locations to open that would take most.
    """

    area = models.CharField(max_length=6)
    asked_by = models.BigIntegerField()
    asked_at = models.DateTimeField(db_default=Now())
    job = models.BigIntegerField(null=True)
    families = models.PositiveIntegerField(default=0)
    placed = models.PositiveIntegerField(default=0)
    points = models.PositiveBigIntegerField(default=0)
    bound = models.PositiveBigIntegerField(default=0)
    is_proved = models.BooleanField(default=False)
    without = models.JSONField(default=list)
    shortages = models.JSONField(default=list)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [Index(fields=["area", "-id"], name="placement_runs_of_area")]

    def __str__(self) -> str:
        return f"placement run {self.pk}"


class Proposal(models.Model):
    """One family to one location or household. ``terms`` says what it got points for."""

    reference = models.CharField(max_length=12, unique=True)
    run = models.ForeignKey(PlacementRun, models.PROTECT, related_name="proposals")
    family = models.ForeignKey(Family, models.PROTECT, related_name="proposals")
    location = models.ForeignKey(Location, models.PROTECT, null=True)
    household = models.ForeignKey(HostHousehold, models.PROTECT, null=True)
    places = models.ManyToManyField(Place, related_name="proposals")  # none of a household
    terms = models.JSONField(default=list)
    others = models.JSONField(default=list)  # places that lost, with their terms
    state = models.CharField(max_length=10, default="proposed")
    family_agreed_at = models.DateTimeField(null=True)
    host_agreed_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    refused_by = models.CharField(max_length=10, blank=True)
    reason = models.CharField(max_length=20, blank=True)  # of a refusal
    override = models.CharField(max_length=20, blank=True)  # why a person chose this place
    made_by = models.BigIntegerField()
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(location__isnull=False, household__isnull=True)
                | Q(location__isnull=True, household__isnull=False),
                name="proposal_of_one_place",
            ),
            CheckConstraint(condition=Q(state__in=STATES), name="proposal_state_known"),
            CheckConstraint(
                condition=~Q(state="agreed")
                | Q(family_agreed_at__isnull=False, host_agreed_at__isnull=False),
                name="proposal_agreed_by_both",
            ),
            CheckConstraint(
                condition=Q(state="refused", refused_by__in=SIDES, reason__in=REFUSALS)
                | (~Q(state="refused") & Q(refused_by="", reason="")),
                name="proposal_refused_for_a_reason",
            ),
            CheckConstraint(
                condition=Q(override="") | Q(override__in=OVERRIDES), name="proposal_override_known"
            ),
            CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="proposal_expires"),
            UniqueConstraint(
                fields=["family"],
                condition=Q(state__in=("proposed", "agreed")),
                name="proposal_once_a_family",
            ),
            UniqueConstraint(
                fields=["household"],
                condition=Q(state__in=("proposed", "agreed"), household__isnull=False),
                name="proposal_once_a_household",
            ),
        ]
        indexes = [Index(fields=["state", "expires_at"], name="proposals_by_end")]

    def __str__(self) -> str:
        return f"proposal {self.reference}"
