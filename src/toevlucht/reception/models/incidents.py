"""What happened at a location that should not have, and what was done about it.

Steps only come. A confidential incident names somebody to talk to outside the location, and who
runs the location does not read it any more once it was entered.
"""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint
from django.db.models.functions import Now
from django.utils import timezone

from toevlucht.reception.models.places import Location

SEXUAL_VIOLENCE = "sexual_violence"
TOLD_TO = (
    "police",
    "municipality",
    "safety_region",
    "guardianship",
    "safe_at_home",
    "health_service",
    "inspectorate",
    "family",
)
INCIDENT_OUTCOMES = ("solved", "handed_over", "nothing_more_to_do", "did_not_happen")


class Incident(models.Model):
    """Its kind is one of ``content/reception/incidents.toml``; what happened is sealed."""

    code = models.CharField(max_length=12, unique=True)
    location = models.ForeignKey(Location, models.PROTECT, related_name="incidents")
    municipality = models.CharField(max_length=6)  # of the location, for the list
    kind = models.CharField(max_length=24)
    happened_on = models.DateField()
    told_to = models.JSONField(default=list)  # codes of `TOLD_TO`
    is_confidential = models.BooleanField(default=False)
    independent_contact = models.CharField(max_length=40, blank=True)  # code of an organisation
    words = models.BinaryField(null=True)  # sealed
    entered_on = models.DateField(default=timezone.localdate)
    entered_by = models.BigIntegerField()
    closed_on = models.DateField(null=True)
    outcome = models.CharField(max_length=24, blank=True)
    forgotten_on = models.DateField(null=True)  # when its words were destroyed

    class Meta:
        constraints = [
            CheckConstraint(
                condition=~Q(kind=SEXUAL_VIOLENCE) | Q(is_confidential=True),
                name="incident_of_sexual_violence_confidential",
            ),
            CheckConstraint(
                condition=Q(is_confidential=False) | ~Q(independent_contact=""),
                name="incident_names_a_contact",
            ),
            CheckConstraint(
                condition=Q(closed_on__isnull=True, outcome="")
                | Q(closed_on__gte=F("entered_on"), outcome__in=INCIDENT_OUTCOMES),
                name="incident_closes_with_an_outcome",
            ),
            CheckConstraint(
                condition=Q(happened_on__lte=F("entered_on")), name="incident_happened_before"
            ),
            CheckConstraint(
                condition=Q(words__isnull=False) | Q(forgotten_on__isnull=False),
                name="incident_has_words",
            ),
        ]
        indexes = [
            Index(fields=["location", "closed_on", "id"], name="incidents_of_location"),
            Index(fields=["municipality", "closed_on", "id"], name="incidents_there"),
            Index(fields=["independent_contact", "closed_on", "id"], name="incidents_of_contact"),
        ]

    def __str__(self) -> str:
        return f"incident {self.code}"

    @property
    def record(self) -> str:
        """Under which name its key is held."""
        return f"incident:{self.code}"

    def days_open(self, today: datetime.date) -> int:
        return ((self.closed_on or today) - self.entered_on).days


class IncidentStep(models.Model):
    """Something to do, by whom and before which day; or the line that it was done on a day."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField()
    finishes = models.OneToOneField("self", models.PROTECT, null=True, related_name="finished")
    owner = models.BigIntegerField()  # the account of who does it, or did
    on = models.DateField()
    words = models.BinaryField(null=True)  # sealed under the key of the incident
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.BigIntegerField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["incident", "number"], name="incident_step_number"),
            CheckConstraint(
                condition=Q(finishes__isnull=True, words__isnull=False)
                | Q(finishes__isnull=False, words__isnull=True),
                name="incident_step_says_what",
            ),
        ]

    def __str__(self) -> str:
        return f"step {self.number} of {self.incident_id}"
