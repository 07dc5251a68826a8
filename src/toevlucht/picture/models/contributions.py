"""What partners sent: contributions that were taken, packages on their way, and traces.

A contribution that was refused leaves nothing behind but the problems of its package, without the
values that stood there: what a partner sends by mistake may hold what nobody should keep.
"""

from __future__ import annotations

from pathlib import Path

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint
from django.db.models.functions import Now

from toevlucht.picture.models.published import COUNTING_MODES, SHA256, EditionVersion
from toevlucht.picture.received import package_file, tables_folder

TAKEN, WITHDRAWN = "taken", "withdrawn"
STATES = (TAKEN, WITHDRAWN)
PACKAGE_STATES = ("waiting", "refused", "taken", "failed")
CHANNELS = ("page", "api", "command", "task")


class Contribution(models.Model):
    """What one organisation sent for one series, whole and right when it came in.

    Its bytes lie in the data folder as they were sent, beside its rows as tables.
    """

    organisation = models.ForeignKey(
        "partners.Organisation", models.PROTECT, related_name="contributions"
    )
    series = models.CharField(max_length=60)  # as its manifest names it; it need not exist yet
    sent_by = models.ForeignKey("partners.Person", models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=10)
    on_behalf_reason = models.TextField(blank=True)  # why the centre sent it for the organisation
    sent_at = models.DateTimeField(db_default=Now())
    state = models.CharField(max_length=10, default=TAKEN)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey("partners.Person", models.PROTECT, null=True, related_name="+")
    sha256 = models.CharField(max_length=64)
    bytes = models.PositiveBigIntegerField()
    period_from = models.DateField()
    period_to = models.DateField()
    cut_off = models.DateField()
    counting_mode = models.CharField(max_length=20)
    handling = models.CharField(max_length=20)
    purpose = models.TextField()
    origin = models.CharField(max_length=20)
    recipients = models.JSONField(default=list)
    nil = models.JSONField(default=list)  # tables for which there is nothing to report
    rows = models.JSONField(default=dict)  # how many rows each table has

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=STATES), name="contribution_state_known"),
            CheckConstraint(condition=Q(channel__in=CHANNELS), name="contribution_channel_known"),
            CheckConstraint(condition=Q(sha256__regex=SHA256), name="contribution_sha256_is_one"),
            CheckConstraint(
                condition=Q(counting_mode__in=COUNTING_MODES), name="contribution_counting_known"
            ),
            CheckConstraint(
                condition=Q(period_from__lte=F("period_to")), name="contribution_period_in_order"
            ),
            CheckConstraint(
                condition=Q(state=TAKEN, withdrawn_at__isnull=True)
                | Q(state=WITHDRAWN, withdrawn_at__isnull=False),
                name="contribution_withdrawn_once",
            ),
            UniqueConstraint(
                fields=["organisation", "sha256"],
                condition=Q(state=TAKEN),
                name="contribution_taken_once",
            ),
        ]
        indexes = [Index(fields=["series", "cut_off"], name="contribution_by_cut_off")]

    def __str__(self) -> str:
        return f"contribution {self.pk}"

    @property
    def path(self) -> Path:
        """The package, as ``check_contribution`` reads it; load ``organisation`` along."""
        return package_file(self.organisation.code, self.pk)

    @property
    def tables(self) -> Path:
        """The folder with its rows, a Parquet file for each table that has any."""
        return tables_folder(self.organisation.code, self.pk)

    @property
    def is_nil(self) -> bool:
        """Whether it says: we looked, and there is nothing to report."""
        return bool(self.nil) and not self.rows

    @property
    def row_count(self) -> int:
        return sum(self.rows.values())

    @property
    def is_taken(self) -> bool:
        return self.state == TAKEN


class Package(models.Model):
    """A large package that is checked later; what became of it, and what was wrong with it."""

    organisation = models.ForeignKey("partners.Organisation", models.PROTECT, related_name="+")
    sent_by = models.ForeignKey("partners.Person", models.PROTECT, null=True, related_name="+")
    roles = models.JSONField(default=list)
    channel = models.CharField(max_length=10)
    on_behalf_of = models.CharField(max_length=40, blank=True)
    on_behalf_reason = models.TextField(blank=True)
    sent_at = models.DateTimeField(db_default=Now())
    job = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, default="waiting")
    problem_count = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)  # places and texts, without the values found there
    contribution = models.ForeignKey(
        Contribution, models.PROTECT, null=True, related_name="packages"
    )

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=PACKAGE_STATES), name="package_state_known"),
            CheckConstraint(
                condition=Q(state="taken", contribution__isnull=False)
                | (~Q(state="taken") & Q(contribution__isnull=True)),
                name="package_taken_is_contribution",
            ),
        ]

    def __str__(self) -> str:
        return f"package {self.pk}"


class Trace(models.Model):
    """Where the numbers of a contribution went in one published version; rows lie beside it."""

    contribution = models.ForeignKey(Contribution, models.PROTECT, related_name="traces")
    version = models.ForeignKey(EditionVersion, models.PROTECT, related_name="traces")
    made_at = models.DateTimeField(db_default=Now())
    job = models.BigIntegerField(null=True)
    content = models.JSONField(null=True)  # none until it was computed

    class Meta:
        constraints = [
            UniqueConstraint(fields=["contribution", "version"], name="trace_once_a_version")
        ]

    def __str__(self) -> str:
        return f"trace {self.pk}"
