"""A report: what may be known of it by those entitled, and the part that is sealed."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Index, Q

from toevlucht.signals import codes


class Report(models.Model):
    """The open part: codes, a municipality and a week. No name, no text, no exact place or day.

    ``rung``, ``form``, ``phenomenon``, ``progress`` and ``outcome`` repeat the newest assessment
    and step of the organisation that handles it, so that lists need not look for them.
    """

    reference = models.CharField(max_length=12, unique=True)  # random; names it in addresses
    received_on = models.DateField()
    channel = models.CharField(max_length=10)
    origin = models.CharField(max_length=20)
    language = models.CharField(max_length=2)  # in which the reporter reads an answer
    municipality = models.CharField(max_length=6, blank=True)  # CBS code; empty where not known
    safety_region = models.CharField(max_length=4, blank=True)
    place_kind = models.CharField(max_length=20)
    week = models.CharField(max_length=8, blank=True)  # ISO, 2022-W14; empty where not known
    situation = models.CharField(max_length=20)
    indicators = models.JSONField(default=list)  # codes of what was recognised; never counted up
    first_hand = models.CharField(max_length=10)
    age_group = models.CharField(max_length=10, default="unknown")
    sex = models.CharField(max_length=10, default="unknown")
    concerns = models.CharField(max_length=20)
    has_attachments = models.BooleanField(default=False)

    handler = models.CharField(max_length=40)  # code of the one organisation that handles it
    advised = models.CharField(max_length=40, blank=True)  # code of a partner to ask
    reporter = models.BigIntegerField(null=True)  # a person who reported under its own name
    reporter_organisation = models.CharField(max_length=40, blank=True)

    rung = models.CharField(max_length=30, default="report")
    form = models.CharField(max_length=40, default="unknown")
    phenomenon = models.CharField(max_length=60, default="unknown")
    progress = models.CharField(max_length=20, default="received")
    outcome = models.CharField(max_length=30, blank=True)
    signal = models.ForeignKey("signals.Signal", models.SET_NULL, null=True, related_name="reports")

    corrected_on = models.DateField(null=True)  # its rung went down or it was refuted

    acknowledged_on = models.DateField(null=True)  # by somebody
    arrival_told_on = models.DateField(null=True)  # by itself, since nobody had said anything
    first_action_on = models.DateField(null=True)
    answered_on = models.DateField(null=True)  # the reporter was told what came of it
    closed_on = models.DateField(null=True)
    keep_until = models.DateField(null=True)  # then its key is destroyed
    on_hold = models.BooleanField(default=False)  # kept longer, by order of law
    destroyed_on = models.DateField(null=True)
    # Of a destroyed report, so that months counted again do not lose it with its referrals.
    had_referral = models.BooleanField(default=False)
    had_taken_up = models.BooleanField(default=False)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(situation__in=codes.SITUATIONS), name="report_situation"),
            CheckConstraint(condition=Q(progress__in=codes.PROGRESS), name="report_progress"),
            CheckConstraint(
                condition=Q(outcome="", closed_on__isnull=True)
                | Q(outcome__in=codes.OUTCOMES, progress="closed", closed_on__isnull=False),
                name="report_closed_with_outcome",
            ),
        ]
        indexes = [
            Index(fields=["reporter", "-id"], name="reports_of_reporter"),
            Index(
                fields=["reporter_organisation", "-id"],
                condition=Q(channel="api"),
                name="reports_of_programs",
            ),
            Index(fields=["signal", "id"], name="reports_of_signal"),
            Index(fields=["keep_until", "id"], name="reports_to_destroy"),
            Index(
                fields=["received_on", "id"],
                condition=Q(acknowledged_on=None, arrival_told_on=None, destroyed_on=None),
                name="reports_not_acknowledged",
            ),
            Index(
                fields=["handler", "week", "municipality", "-id"],
                name="reports_for_suggesting",
            ),
        ]

    def __str__(self) -> str:
        return f"report {self.reference}"

    @property
    def record(self) -> str:
        """Under which name its key is held."""
        return f"report:{self.reference}"


class SealedPart(models.Model):
    """What only who holds the key of the report can read: facts, place, day, persons, contacts.

    The marks find it at its place, for who knows the place and holds the key of marks. Every
    report has both, whatever it is about, so that they tell nobody else anything; one that was
    received before there were marks has none until the daily task makes them.
    """

    report = models.OneToOneField(Report, models.CASCADE, primary_key=True, related_name="sealed")
    content = models.BinaryField()
    location_mark = models.CharField(max_length=64, blank=True)
    household_mark = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            Index(fields=["report"], condition=Q(location_mark=""), name="sealed_without_marks"),
        ]

    def __str__(self) -> str:
        return f"sealed part of {self.report_id}"
