"""Requests to receive people in another safety region, who goes, and each step that was taken."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint
from django.db.models.functions import Now

from toevlucht.reception.models.people import Family

REASONS = ("full", "closing", "relatives", "care", "school", "work", "safety")
TERMS = ("short", "long")
REFUSALS = ("full", "no_fitting_place", "no_care", "no_answer_of_people", "elsewhere")
TRANSPORTS = ("arranged", "own", "adapted", "none_needed")
OUTCOMES = (
    "all_arrived",
    "some_arrived",
    "nobody_arrived",
    "refused",
    "people_refused",
    "withdrawn",
)
STATES = ("asked", "offered", "accepted", "agreed", "departed", "ended")
STEPS = (*STATES, "refused")
KNOWN_TO_RECEIVER = ("accepted", "agreed", "departed")
"""In these states the municipality that takes a named family in reads who comes."""


class Transfer(models.Model):
    """So many people, in whole families, from one region to another."""

    reference = models.CharField(max_length=12, unique=True)
    municipality = models.CharField(max_length=6)  # where they are
    from_region = models.CharField(max_length=6)
    to_region = models.CharField(max_length=6, blank=True)  # nothing until the country offers one
    to_municipality = models.CharField(max_length=6, blank=True)
    families = models.PositiveSmallIntegerField()
    people = models.PositiveSmallIntegerField()
    term = models.CharField(max_length=10)
    reason = models.CharField(max_length=20)
    consent = models.BooleanField(null=True)  # of the people themselves; none: not asked yet
    transport = models.CharField(max_length=20, blank=True)
    leaves_on = models.DateField(null=True)
    arrived = models.PositiveSmallIntegerField(null=True)  # people, as the receiver counted them
    state = models.CharField(max_length=20, default="asked")
    outcome = models.CharField(max_length=20, blank=True)
    waits_for = models.CharField(max_length=6, blank=True)  # the area whose step is next
    due_at = models.DateTimeField(null=True)  # by when that step is due
    asked_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(people__gte=F("families")), name="transfer_families_whole"),
            CheckConstraint(condition=Q(families__gte=1), name="transfer_of_somebody"),
            CheckConstraint(condition=Q(state__in=STATES), name="transfer_state_known"),
            CheckConstraint(condition=Q(reason__in=REASONS), name="transfer_reason_known"),
            CheckConstraint(
                condition=Q(state="ended", outcome__in=OUTCOMES)
                | (~Q(state="ended") & Q(outcome="")),
                name="transfer_ended_with_outcome",
            ),
            CheckConstraint(
                condition=~Q(from_region=F("to_region")), name="transfer_to_another_region"
            ),
            CheckConstraint(
                condition=Q(arrived__isnull=True) | Q(arrived__lte=F("people")),
                name="transfer_no_more_arrived",
            ),
            # Nobody is moved who did not agree; a check lets by what is null.
            CheckConstraint(
                condition=~Q(state="departed") | Q(consent__isnull=False, consent=True),
                name="transfer_with_consent",
            ),
        ]
        indexes = [
            Index(fields=["waits_for", "due_at", "id"], name="transfers_waiting"),
            Index(fields=["from_region", "state", "id"], name="transfers_from_region"),
            Index(fields=["to_region", "state", "id"], name="transfers_to_region"),
            Index(fields=["municipality", "state", "id"], name="transfers_from_municipality"),
            Index(fields=["to_municipality", "state", "id"], name="transfers_to_municipality"),
        ]

    def __str__(self) -> str:
        return f"transfer {self.reference}"


class TransferFamily(models.Model):
    """A family that goes with a transfer, where who sends it named it."""

    transfer = models.ForeignKey(Transfer, models.CASCADE, related_name="named")
    family = models.ForeignKey(Family, models.PROTECT, related_name="transfers")
    people = models.PositiveSmallIntegerField()  # of the family, when it was named or arrived
    is_over = models.BooleanField(default=False)
    moved_at = models.DateTimeField(null=True)  # its new municipality is responsible from then on
    named_by = models.BigIntegerField()
    named_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["family"], condition=Q(is_over=False), name="family_in_one_transfer"
            ),
            UniqueConstraint(fields=["transfer", "family"], name="family_named_once"),
            CheckConstraint(
                condition=Q(moved_at__isnull=True) | Q(is_over=True), name="family_moved_is_over"
            ),
        ]

    def __str__(self) -> str:
        return f"family {self.family_id} of transfer {self.transfer_id}"


class TransferStep(models.Model):
    """One step, never changed: who did what, and with which reason."""

    transfer = models.ForeignKey(Transfer, models.CASCADE, related_name="steps")
    step = models.CharField(max_length=20)
    reason = models.CharField(max_length=20, blank=True)
    organisation = models.CharField(max_length=40)
    person = models.BigIntegerField(null=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [CheckConstraint(condition=Q(step__in=STEPS), name="transfer_step_known")]
        indexes = [Index(fields=["transfer", "id"], name="steps_of_transfer")]

    def __str__(self) -> str:
        return f"step {self.pk} of transfer {self.transfer_id}"
