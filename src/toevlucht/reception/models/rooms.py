"""The rooms of a location, and the places in them, each for one person."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.db.models.functions import Now

from toevlucht.reception.models.people import Family
from toevlucht.reception.models.places import Location

TERMS = ("short", "long")  # short: at most 72 hours
BLOCKED = ("repair", "hygiene", "fire_safety", "isolation", "staff_short", "other")


class Room(models.Model):
    """Never moved to another location."""

    code = models.CharField(max_length=12, unique=True)
    location = models.ForeignKey(Location, models.PROTECT, related_name="rooms")
    name = models.CharField(max_length=40)  # as it stands on the door
    step_free = models.BooleanField(default=False)
    lockable = models.BooleanField(default=True)
    pets = models.BooleanField(default=False)
    square_metres = models.DecimalField(max_digits=6, decimal_places=1, null=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["location", "name"], name="room_once_a_location"),
        ]

    def __str__(self) -> str:
        return f"room {self.code}"


class Place(models.Model):
    """A bed. Whether it is free, reserved, occupied or assigned follows from the stays."""

    code = models.CharField(max_length=12, unique=True)
    room = models.ForeignKey(Room, models.PROTECT, related_name="places")
    number = models.PositiveSmallIntegerField()
    term = models.CharField(max_length=5, default="long")
    since = models.DateField()
    until = models.DateField(null=True)  # the first day on which it is there no more
    reserved_for = models.ForeignKey(Family, models.SET_NULL, null=True, related_name="reserved")
    reserved_until = models.DateTimeField(null=True)
    blocked_reason = models.CharField(max_length=12, blank=True)
    blocked_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            UniqueConstraint(fields=["room", "number"], name="place_once_a_room"),
            CheckConstraint(condition=Q(term__in=TERMS), name="place_term_known"),
            CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="place_in_order"
            ),
            CheckConstraint(
                condition=Q(blocked_reason="", blocked_at__isnull=True)
                | Q(blocked_reason__in=BLOCKED, blocked_at__isnull=False),
                name="place_blocked_for_a_reason",
            ),
            CheckConstraint(
                condition=Q(reserved_for__isnull=True) | Q(reserved_until__isnull=False),
                name="place_reserved_until_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"place {self.code}"
