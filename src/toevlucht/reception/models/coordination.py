"""What was asked of whom, and what was supplied: dated, and never overwritten.

A later row about the same area and the same day or moment stands instead of the earlier one. Both
stay, with who wrote them and when.
"""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q
from django.db.models.functions import Now

from toevlucht.reception.models.places import MUNICIPALITY

AREA = r"^(NL|VR[0-9]{2}|GM[0-9]{4})$"
SCHEMES = ("flat", "per_inhabitant", "agreed")
CHANGES = ("opened", "extended", "reduced", "closed", "renovated", "corrected")


class Target(models.Model):
    """Places asked of an area from a day on, in one of the schemes that stand side by side."""

    scheme = models.CharField(max_length=20)
    area = models.CharField(max_length=6)
    valid_from = models.DateField()
    due_on = models.DateField(null=True)  # by when the places must be there
    places = models.PositiveIntegerField(null=True)  # none: from that day nothing is asked
    source = models.CharField(max_length=300)  # who decided it, where it can be read
    organisation = models.CharField(max_length=40)
    person = models.BigIntegerField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(area__regex=AREA), name="target_area"),
            CheckConstraint(condition=Q(scheme__in=SCHEMES), name="target_scheme_known"),
            CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(due_on__gte=F("valid_from")),
                name="target_due_in_order",
            ),
        ]
        indexes = [Index(fields=["area", "scheme", "valid_from", "id"], name="targets_of_area")]

    def __str__(self) -> str:
        return f"target {self.pk}"


class PlacesReason(models.Model):
    """Why the number of places of a location changed on a day: money was paid for each of them."""

    location = models.ForeignKey(
        "reception.Location", models.PROTECT, related_name="places_reasons"
    )
    day = models.DateField()
    reason = models.CharField(max_length=20)
    organisation = models.CharField(max_length=40)
    person = models.BigIntegerField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [CheckConstraint(condition=Q(reason__in=CHANGES), name="places_reason_known")]
        indexes = [Index(fields=["location", "day", "id"], name="places_reasons_of_location")]

    def __str__(self) -> str:
        return f"reason {self.pk} of places"


class LedgerPeriod(models.Model):
    """From when to when a municipality keeps arrivals and departures here, and not elsewhere."""

    municipality = models.CharField(max_length=6)
    since = models.DateField()
    until = models.DateField(null=True)  # its last day
    is_generated = models.BooleanField(default=False)  # made up, for a demo or a measurement
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(municipality__regex=MUNICIPALITY), name="ledger_municipality"
            ),
            CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="ledger_in_order"
            ),
            models.UniqueConstraint(
                fields=["municipality"], condition=Q(until__isnull=True), name="ledger_open_once"
            ),
        ]
        indexes = [Index(fields=["municipality", "since"], name="ledgers_of_municipality")]

    def __str__(self) -> str:
        return f"ledger of {self.municipality}"


class SuppliedFigures(models.Model):
    """What a municipality, or its region for it, said of one moment. Empty is not supplied."""

    municipality = models.CharField(max_length=6)
    counted_on = models.DateField()  # the day on which it was true
    counted_time = models.TimeField(null=True)  # and the time, where that was said
    realised = models.PositiveIntegerField(null=True)
    realised_short = models.PositiveIntegerField(null=True)  # of those, for under 72 hours
    occupied = models.PositiveIntegerField(null=True)
    occupied_short = models.PositiveIntegerField(null=True)
    free = models.PositiveIntegerField(null=True)
    free_short = models.PositiveIntegerField(null=True)
    hosted = models.PositiveIntegerField(null=True)  # people with hosts who are known
    registered = models.PositiveIntegerField(null=True)  # in the population register
    present_low = models.PositiveIntegerField(null=True)  # an estimate of all who are there
    present_high = models.PositiveIntegerField(null=True)
    is_generated = models.BooleanField(default=False)  # made up, for a demo or a measurement
    organisation = models.CharField(max_length=40)  # who supplied it
    person = models.BigIntegerField(null=True)
    channel = models.CharField(max_length=10)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(municipality__regex=MUNICIPALITY), name="supplied_municipality"
            ),
            # A check lets by what is null.
            CheckConstraint(
                condition=Q(realised_short__lte=F("realised"))
                & Q(occupied_short__lte=F("occupied"))
                & Q(free_short__lte=F("free"))
                & Q(present_low__lte=F("present_high")),
                name="supplied_parts_within_wholes",
            ),
        ]
        indexes = [
            Index(fields=["counted_on", "municipality"], name="supplied_on_day"),
            Index(fields=["municipality", "-counted_on", "-id"], name="supplied_of_municipality"),
        ]

    def __str__(self) -> str:
        return f"supplied figures {self.pk}"
