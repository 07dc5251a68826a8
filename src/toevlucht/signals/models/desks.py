"""On whose desk a report lies, and who must not know of it."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.db.models.functions import Now

from toevlucht.signals import codes

FILTERED = ("assignee", "municipality", "place_kind", "situation", "rung", "progress")
"""What a list can be narrowed to; each has an index in the order of the list."""


def _open_by(*column: str) -> Index:
    """What is open comes in the order in which it is due; what is held lies apart."""
    open_now = Q(is_open=True, is_held=False)
    fields = ["organisation", *column, "due_on", "id"]
    return Index(fields=fields, condition=open_now, name=_named("desk_open", column))


def _closed_by(*column: str) -> Index:
    """What is closed comes with the newest first."""
    fields = ["organisation", *column, "-received_on", "-id"]
    return Index(fields=fields, condition=Q(is_open=False), name=_named("desk_closed", column))


def _named(beginning: str, column: tuple[str, ...]) -> str:
    return "_".join((beginning, *column))


class DeskEntry(models.Model):
    """A report as one organisation has it. Without an entry it does not exist for them.

    What lists are filtered and ordered by is repeated here, so that one index answers each of them.
    """

    report = models.ForeignKey("signals.Report", models.CASCADE, related_name="entries")
    organisation = models.CharField(max_length=40)
    ground = models.CharField(max_length=20)
    referral = models.ForeignKey("signals.Referral", models.CASCADE, null=True)
    reads_sealed = models.BooleanField(default=False)
    since = models.DateTimeField(db_default=Now())
    until = models.DateField(null=True)  # its last day, where it was shared
    for_named = models.BooleanField(default=False)  # only for the recipients of the referral

    is_open = models.BooleanField(default=True)
    is_held = models.BooleanField(default=False)  # came in a flood: to be looked at apart
    due_on = models.DateField()
    assignee = models.BigIntegerField(null=True)  # a person of the organisation
    progress = models.CharField(max_length=20, default="received")
    rung = models.CharField(max_length=30, default="report")
    situation = models.CharField(max_length=20)
    municipality = models.CharField(max_length=6, blank=True)
    place_kind = models.CharField(max_length=20)
    received_on = models.DateField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["report", "organisation"], name="desk_entry_once"),
            CheckConstraint(condition=Q(progress__in=codes.PROGRESS), name="desk_entry_progress"),
            CheckConstraint(
                condition=Q(ground__in=codes.GROUNDS_TO_READ), name="desk_entry_ground"
            ),
        ]
        indexes = [
            _open_by(),
            *(_open_by(column) for column in FILTERED),
            Index(
                fields=["organisation", "due_on", "id"],
                condition=Q(is_open=True, is_held=True),
                name="desk_held",
            ),
            _closed_by(),
            # What is closed is always as far as it can be.
            *(_closed_by(column) for column in FILTERED if column != "progress"),
        ]

    def __str__(self) -> str:
        return f"report {self.report_id} at {self.organisation}"


class Exclusion(models.Model):
    """An organisation or a person from whom a report is kept, break-glass included."""

    report = models.ForeignKey("signals.Report", models.CASCADE, related_name="exclusions")
    organisation = models.CharField(max_length=40, blank=True)
    person = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(organisation="", person__isnull=False)
                | (~Q(organisation="") & Q(person__isnull=True)),
                name="exclusion_of_one",
            ),
        ]
        indexes = [
            Index(fields=["organisation", "report"], name="excluded_organisations"),
            Index(fields=["person", "report"], name="excluded_people"),
        ]

    def __str__(self) -> str:
        return f"exclusion {self.pk}"


class HiddenReference(models.Model):
    """What named a report, or hung on it, before it was destroyed: in the trail it stays hidden."""

    exclusion = models.ForeignKey(Exclusion, models.CASCADE, related_name="hidden_references")
    reference = models.CharField(max_length=12)

    class Meta:
        indexes = [Index(fields=["reference", "exclusion"], name="hidden_references")]

    def __str__(self) -> str:
        return f"hidden reference {self.pk}"


class SavedFilter(models.Model):
    """A choice of filters that a person gave a name."""

    person = models.BigIntegerField()
    name = models.CharField(max_length=60)
    query = models.JSONField()

    class Meta:
        constraints = [UniqueConstraint(fields=["person", "name"], name="saved_filter_once")]

    def __str__(self) -> str:
        return f"filter {self.pk}"
