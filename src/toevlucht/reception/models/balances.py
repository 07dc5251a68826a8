"""What the ledger adds up to a day, and what somebody counted; the two are never mixed."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint
from django.db.models.functions import Now

from toevlucht.reception.models.places import MUNICIPALITY, Location

OPENING = datetime.date(1900, 1, 1)


class DayBalance(models.Model):
    """Of a location, or of all households of a municipality, at the end of a day that changed it.

    Kept in the transaction of the stay or the place. A day without a row is as the last one before
    it. The first line of each book is dated `OPENING`; who writes in the book waits for that line.
    """

    location = models.ForeignKey(Location, models.PROTECT, null=True, related_name="balances")
    municipality = models.CharField(max_length=6)
    day = models.DateField()
    arrivals = models.PositiveIntegerField(default=0)
    departures = models.PositiveIntegerField(default=0)
    present = models.PositiveIntegerField(default=0)
    present_short = models.PositiveIntegerField(default=0)  # of those, in a short stay
    places = models.PositiveIntegerField(default=0)
    places_short = models.PositiveIntegerField(default=0)  # of those, for short stays

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["location", "day"],
                condition=Q(location__isnull=False),
                name="balance_once_a_location",
            ),
            UniqueConstraint(
                fields=["municipality", "day"],
                condition=Q(location__isnull=True),
                name="balance_once_a_municipality",
            ),
            CheckConstraint(
                condition=Q(municipality__regex=MUNICIPALITY), name="balance_municipality"
            ),
            CheckConstraint(
                condition=Q(present__gte=F("present_short"), places__gte=F("places_short")),
                name="balance_adds_up",
            ),
        ]
        indexes = [Index(fields=["day", "municipality"], name="balances_of_day")]

    def __str__(self) -> str:
        return f"balance {self.pk}"


class HeadCount(models.Model):
    """How many people somebody counted in a location at a moment; shown apart from the ledger."""

    location = models.ForeignKey(Location, models.PROTECT, related_name="head_counts")
    counted_at = models.DateTimeField()
    heads = models.PositiveIntegerField()
    counted_by = models.BigIntegerField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [Index(fields=["location", "counted_at"], name="head_counts_of_location")]

    def __str__(self) -> str:
        return f"head count {self.pk}"
