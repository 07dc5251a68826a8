"""The way of a host household, as steps that stay: what was done, when, and what came out of it.

What came out badly is kept as carefully as what came out well. Open are codes and dates; every
word is sealed under the key of the household. The database itself keeps `suitable_until` of the
household by these rows (see migration 0006).
"""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q
from django.db.models.functions import Now

CHECKED = ("suitable", "after_changes", "unsuitable")
OUTCOMES = {
    "signed_up": ("received",),
    "taken_over": ("taken_over",),
    "called": ("reached", "not_reached"),
    "screened": CHECKED,
    "visited": (*CHECKED, "not_let_in"),
    "stopped": ("withdrew", "not_suitable", "moved_away", "other"),
    "resumed": ("resumed",),
}
WITH_WORDS = ("screened", "visited", "stopped")  # what was seen or said, whatever came out of it
CERTIFICATES = ("asked", "issued", "refused", "withdrawn")
SEXES = ("anybody", "women", "women_and_children", "men", "families")


class HostStep(models.Model):
    """One step on the way of a household. It never changes: a mistake gets a later step."""

    household = models.ForeignKey("reception.HostHousehold", models.PROTECT, related_name="steps")
    code = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=20)
    outcome = models.CharField(max_length=20)
    on = models.DateField()
    by = models.BigIntegerField(null=True)  # the account of who did it
    organisation = models.CharField(max_length=40)  # for whom
    words = models.BinaryField(null=True)  # sealed
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(
                    *(Q(kind=kind, outcome__in=outcomes) for kind, outcomes in OUTCOMES.items()),
                    _connector=Q.OR,
                ),
                name="host_step_known",
            ),
            CheckConstraint(
                condition=~Q(kind__in=WITH_WORDS) | Q(words__isnull=False),
                name="host_step_with_words",
            ),
        ]
        indexes = [Index(fields=["household", "kind", "id"], name="host_steps_of_household")]

    def __str__(self) -> str:
        return f"step {self.code}"


class HostAdult(models.Model):
    """Somebody of 18 or older who lives in the home: each needs a certificate of conduct."""

    household = models.ForeignKey("reception.HostHousehold", models.PROTECT, related_name="adults")
    code = models.CharField(max_length=12, unique=True)
    details = models.BinaryField(null=True)  # sealed: the name
    added_on = models.DateField()
    left_on = models.DateField(null=True)  # lives there no longer since

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("added_on")),
                name="host_adult_left_after",
            ),
        ]
        indexes = [Index(fields=["household", "id"], name="host_adults_of_household")]

    def __str__(self) -> str:
        return f"adult {self.code}"


class HostCertificate(models.Model):
    """What became of the certificate of conduct of one adult. It never changes either."""

    adult = models.ForeignKey(HostAdult, models.PROTECT, related_name="certificates")
    outcome = models.CharField(max_length=10)
    on = models.DateField()
    valid_until = models.DateField(null=True)  # of one that was issued
    by = models.BigIntegerField(null=True)
    organisation = models.CharField(max_length=40)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(outcome__in=CERTIFICATES), name="host_certificate_known"),
            CheckConstraint(
                condition=Q(outcome="issued", valid_until__gt=F("on"))
                | (~Q(outcome="issued") & Q(valid_until__isnull=True)),
                name="host_certificate_valid_if_issued",
            ),
        ]
        indexes = [Index(fields=["adult", "id"], name="host_certificates_of_adult")]

    def __str__(self) -> str:
        return f"certificate {self.pk}"


class HostOffer(models.Model):
    """What a household offers, in codes: what a match goes by."""

    household = models.OneToOneField(
        "reception.HostHousehold", models.CASCADE, related_name="offer"
    )
    places = models.PositiveSmallIntegerField()
    sex = models.CharField(max_length=20, default="anybody")
    pets = models.BooleanField(default=False)  # whether guests may bring one
    is_step_free = models.BooleanField(default=False)
    offered_from = models.DateField()
    offered_until = models.DateField(null=True)
    languages = models.JSONField(default=list)  # codes of ISO 639-1, spoken in the home

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(places__range=(1, 20)), name="host_offer_places"),
            CheckConstraint(condition=Q(sex__in=SEXES), name="host_offer_sex_known"),
            CheckConstraint(
                condition=Q(offered_until__isnull=True) | Q(offered_until__gte=F("offered_from")),
                name="host_offer_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"offer of household {self.household_id}"
