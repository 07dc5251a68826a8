"""The ledger: who came where, and left when and to what. Occupancy follows from it alone.

Rows only come. Of a stay that is open the departure, the absence and the relation are still
written; all else is another stay. Migration 0005 holds the rules in the database itself.
"""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint
from django.db.models.functions import Now

from toevlucht.reception.models.people import Person
from toevlucht.reception.models.places import HostHousehold, Location
from toevlucht.reception.models.relations import Relation
from toevlucht.reception.models.rooms import TERMS, Place

STAYS = ("ordinary", "guardianship", "emergency")
SAME_PLACE = "same_place"  # another bed, another kind of stay: nobody came and nobody left
CAME_FROM = (
    "abroad",
    "other_location",
    "host_household",
    "own_place",
    "street",
    "hospital",
    SAME_PLACE,
    "other",
    "unknown",
)
DESTINATIONS = (
    "other_location",
    "host_household",
    "own_place",
    "ukraine",
    "other_country",
    "hospital",
    "guardianship",
    "detention",
    "deceased",
    SAME_PLACE,
    "mistake",
    "other",
    "unknown",
)
EMERGENCIES = ("no_relation", "relation_ended", "age_in_doubt", "host_not_suitable")
EMERGENCY_AT_MOST = datetime.timedelta(hours=72)
SHORT_AT_MOST = datetime.timedelta(hours=72)
REFUSED = ("full", "not_entitled", "house_rules", "no_fitting_place", "other")


class Stay(models.Model):
    """Of one person, in a location or in a household."""

    code = models.CharField(max_length=12, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="stays")
    location = models.ForeignKey(Location, models.PROTECT, null=True, related_name="stays")
    household = models.ForeignKey(HostHousehold, models.PROTECT, null=True, related_name="stays")
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="stays")
    kind = models.CharField(max_length=12, default="ordinary")
    term = models.CharField(max_length=5, default="long")
    arrived_at = models.DateTimeField()
    entered_at = models.DateTimeField()  # into this location or household, however often moved
    came_from = models.CharField(max_length=16)
    departed_at = models.DateTimeField(null=True)
    destination = models.CharField(max_length=16, blank=True)
    absent_since = models.DateField(null=True)  # the place is kept, and nobody sleeps in it
    relation = models.ForeignKey(Relation, models.PROTECT, null=True, related_name="stays")
    expires_at = models.DateTimeField(null=True)  # an emergency, at most 72 hours after arrival
    reason = models.CharField(max_length=20, blank=True)  # of an emergency
    reason_in_words = models.BinaryField(null=True)  # sealed under the key of the family
    decision = models.BinaryField(null=True)  # of the guardianship body, its reference; sealed too
    decided_by = models.BigIntegerField(null=True)  # the account of who decided or passed it on
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(location__isnull=False, household__isnull=True)
                | Q(location__isnull=True, household__isnull=False, place__isnull=True),
                name="stay_somewhere",
            ),
            CheckConstraint(condition=Q(term__in=TERMS), name="stay_term_known"),
            CheckConstraint(condition=Q(came_from__in=CAME_FROM), name="stay_came_from_known"),
            CheckConstraint(condition=Q(entered_at__lte=F("arrived_at")), name="stay_entered"),
            CheckConstraint(
                condition=Q(departed_at__isnull=True, destination="")
                | Q(
                    departed_at__isnull=False,  # a check lets by what is null
                    departed_at__gte=F("arrived_at"),
                    destination__in=DESTINATIONS,
                ),
                name="stay_left_for_somewhere",
            ),
            CheckConstraint(
                condition=Q(kind="ordinary", expires_at__isnull=True, reason="")
                | Q(
                    kind="guardianship",
                    expires_at__isnull=True,
                    reason="",
                    relation__isnull=True,
                    decision__isnull=False,
                    decided_by__isnull=False,
                )
                | Q(
                    kind="emergency",
                    expires_at__isnull=False,
                    expires_at__gt=F("arrived_at"),
                    reason__in=EMERGENCIES,
                    reason_in_words__isnull=False,
                    relation__isnull=True,
                    decided_by__isnull=False,
                ),
                name="stay_of_a_kind",
            ),
            UniqueConstraint(
                fields=["person"], condition=Q(departed_at__isnull=True), name="stay_open_once"
            ),
            UniqueConstraint(
                fields=["place"],
                condition=Q(departed_at__isnull=True, place__isnull=False),
                name="place_taken_once",
            ),
        ]
        indexes = [
            Index(fields=["location", "arrived_at", "id"], name="arrivals_at_location"),
            Index(fields=["location", "departed_at", "id"], name="departures_from_location"),
            Index(fields=["household", "arrived_at", "id"], name="arrivals_at_household"),
            Index(fields=["person", "arrived_at"], name="stays_of_person"),
            Index(fields=["place", "arrived_at"], name="stays_in_place"),
            Index(
                fields=["expires_at"],
                condition=Q(departed_at__isnull=True, kind="emergency"),
                name="emergencies_by_end",
            ),
        ]

    def __str__(self) -> str:
        return f"stay {self.code}"

    @property
    def is_open(self) -> bool:
        return self.departed_at is None


class Refusal(models.Model):
    """People who were turned away at the door of a location."""

    location = models.ForeignKey(Location, models.PROTECT, related_name="refusals")
    refused_at = models.DateTimeField()
    people = models.PositiveSmallIntegerField()
    minors = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=20)
    destination = models.CharField(max_length=16)  # where they went; may be unknown
    refused_by = models.BigIntegerField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(reason__in=REFUSED), name="refusal_reason_known"),
            CheckConstraint(condition=Q(destination__in=DESTINATIONS), name="refusal_destination"),
            CheckConstraint(
                condition=Q(people__gte=1, minors__lte=F("people")), name="refusal_of_somebody"
            ),
        ]
        indexes = [Index(fields=["location", "refused_at", "id"], name="refusals_at_location")]

    def __str__(self) -> str:
        return f"refusal {self.pk}"
