"""Guests with a host household: the match, what was agreed in writing, and how it went.

Steps and agreements only come. What a host and what a guest said is sealed apart, each for the
municipality; a host never reads any of it.
"""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint
from django.db.models.functions import Now

from toevlucht.reception.models.people import Family
from toevlucht.reception.models.places import HostHousehold
from toevlucht.reception.models.stays import DESTINATIONS, SAME_PLACE

SIDES = ("host", "guest")
FOLLOW_UPS = ("two_weeks", "six_weeks", "three_months")
HEARD = ("well", "attention", "urgent", "not_reached")
# Why it ended. In the second list nobody had planned it: a breakdown is an event of its own.
PLANNED = ("as_agreed", "own_place", "moved_on", "never_came")
BREAKDOWNS = ("host_cannot_go_on", "guest_wants_to_leave", "not_safe", "left_without_a_word")
ENDINGS = (*PLANNED, *BREAKDOWNS)
NEXT_ADDRESSES = tuple(one for one in DESTINATIONS if one not in (SAME_PLACE, "mistake"))
SETTLED = ("goes_on", "ended")


class Hosting(models.Model):
    """One family with one household, from the match until its end."""

    household = models.ForeignKey(HostHousehold, models.PROTECT, related_name="hostings")
    family = models.ForeignKey(Family, models.PROTECT, related_name="hostings")
    code = models.CharField(max_length=12, unique=True)
    matched_on = models.DateField()
    moved_in_on = models.DateField(null=True)
    agreed_until = models.DateField(null=True)  # of the last agreement
    ended_on = models.DateField(null=True)
    reason = models.CharField(max_length=24, blank=True)
    next_address = models.CharField(max_length=16, blank=True)  # may be unknown, never empty
    why_unknown = models.BinaryField(null=True)  # sealed: what was done to find out

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(moved_in_on__isnull=True) | Q(moved_in_on__gte=F("matched_on")),
                name="hosting_moved_in_after_match",
            ),
            CheckConstraint(
                condition=Q(ended_on__isnull=True, reason="", next_address="")
                | Q(
                    ended_on__isnull=False,
                    ended_on__gte=F("matched_on"),
                    reason__in=ENDINGS,
                    next_address__in=NEXT_ADDRESSES,
                ),
                name="hosting_ends_with_next_address",
            ),
            CheckConstraint(
                condition=~Q(next_address="unknown") | Q(why_unknown__isnull=False),
                name="hosting_says_why_unknown",
            ),
            UniqueConstraint(
                fields=["family"], condition=Q(ended_on__isnull=True), name="hosting_open_once"
            ),
        ]
        indexes = [Index(fields=["household", "ended_on"], name="hostings_of_household")]

    def __str__(self) -> str:
        return f"hosting {self.code}"


class HostingStep(models.Model):
    """A conversation or an event while guests are there; it never changes."""

    KINDS = ("followed_up", "way_out", "settled", "broke_down")

    hosting = models.ForeignKey(Hosting, models.PROTECT, related_name="steps")
    code = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=12)
    outcome = models.CharField(max_length=24)
    side = models.CharField(max_length=5, blank=True)  # with whom, or who said it
    term = models.CharField(max_length=12, blank=True)  # which follow-up
    is_alone = models.BooleanField(default=True)  # a guest without the host
    on = models.DateField()
    by = models.BigIntegerField(null=True)
    organisation = models.CharField(max_length=40)
    words = models.BinaryField(null=True)  # sealed
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(
                    kind="followed_up", side__in=SIDES, term__in=FOLLOW_UPS, outcome__in=HEARD
                )
                | Q(kind="way_out", side__in=SIDES, term="", outcome="asked")
                | Q(kind="settled", term="", outcome__in=SETTLED)
                | Q(kind="broke_down", term="", outcome__in=BREAKDOWNS),
                name="hosting_step_known",
            ),
        ]
        indexes = [Index(fields=["hosting", "kind", "id"], name="steps_of_hosting")]

    def __str__(self) -> str:
        return f"step {self.code}"


class HostAgreement(models.Model):
    """What host and guest agreed in writing, from when until when; an extension is another one."""

    hosting = models.ForeignKey(Hosting, models.PROTECT, related_name="agreements")
    code = models.CharField(max_length=12, unique=True)
    signed_on = models.DateField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    by = models.BigIntegerField(null=True)
    words = models.BinaryField(null=True)  # sealed: what was agreed
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="host_agreement_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"agreement {self.code}"


class WayOut(models.Model):
    """Somebody cannot go on: another place must be found before a day."""

    hosting = models.ForeignKey(Hosting, models.PROTECT, related_name="ways_out")
    side = models.CharField(max_length=5)
    asked_on = models.DateField()
    due_on = models.DateField()
    settled_on = models.DateField(null=True)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(side__in=SIDES), name="way_out_side_known"),
            CheckConstraint(condition=Q(due_on__gte=F("asked_on")), name="way_out_in_order"),
            UniqueConstraint(
                fields=["hosting"], condition=Q(settled_on__isnull=True), name="way_out_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"way out of hosting {self.hosting_id}"
