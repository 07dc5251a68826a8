"""Tables for others: who proposed and decided, what went out, and what privacy that cost.

A release and a payment never change and never go (migration ``releases_stay``): noise that was
drawn once is never drawn again, and what was spent is spent, also of what is withdrawn.
"""

from __future__ import annotations

import datetime
from fractions import Fraction

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.db.models.functions import Now

PARTNERS, PUBLIC = "partners", "public"
AUDIENCES = (PARTNERS, PUBLIC)
PROPOSED, RELEASED, DROPPED = "proposed", "released", "dropped"
A_FRACTION = r"^[1-9][0-9]*(/[1-9][0-9]*)?$"


def reference_of(table: str, month: datetime.date, audience: str) -> str:
    """Names a release in addresses, in the ledger and in the trail."""
    return f"{table}-{month:%Y-%m}-{audience}"


class PrivacyLedger(models.Model):
    """What all public tables about the people of a subject in one year may cost, in rho.

    Its row is the lock under which the ledger is read and paid from.
    """

    subject = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    limit = models.CharField(max_length=40)  # a fraction

    class Meta:
        constraints = [
            UniqueConstraint(fields=["subject", "year"], name="privacy_ledger_once_a_year"),
            CheckConstraint(condition=Q(limit__regex=A_FRACTION), name="privacy_limit_fraction"),
        ]

    def __str__(self) -> str:
        return f"privacy of {self.subject} in {self.year}"


class PrivacyPayment(models.Model):
    """What one release cost. The name is that of the release; it is paid once."""

    ledger = models.ForeignKey(PrivacyLedger, models.PROTECT, related_name="payments")
    name = models.CharField(max_length=80, unique=True)
    cost = models.CharField(max_length=40)  # a fraction
    paid_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(cost__regex=A_FRACTION), name="privacy_cost_fraction"),
        ]

    def __str__(self) -> str:
        return f"{self.ledger}: {self.name}"


class ReleaseProposal(models.Model):
    """Somebody proposes that an audience gets a table of a month; somebody else decides."""

    table = models.CharField(max_length=40)
    month = models.DateField()  # its first day
    audience = models.CharField(max_length=10)
    state = models.CharField(max_length=10, default=PROPOSED)
    proposed_by = models.ForeignKey("partners.Person", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(db_default=Now())
    decided_by = models.ForeignKey("partners.Person", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(audience__in=AUDIENCES), name="proposal_audience_known"),
            CheckConstraint(
                condition=Q(state=PROPOSED, decided_by__isnull=True, decided_at__isnull=True)
                | Q(state=DROPPED, decided_by__isnull=False, decided_at__isnull=False)
                | (
                    Q(state=RELEASED, decided_by__isnull=False, decided_at__isnull=False)
                    & ~Q(decided_by=F("proposed_by"))
                ),
                name="proposal_released_by_somebody_else",
            ),
            UniqueConstraint(
                fields=["table", "month", "audience"],
                condition=~Q(state=DROPPED),
                name="proposal_once",
            ),
        ]

    def __str__(self) -> str:
        return f"proposal {self.pk}"

    @property
    def reference(self) -> str:
        return reference_of(self.table, self.month, self.audience)


class TableRelease(models.Model):
    """A table as it went out: every number, and how far it may lie from the true one."""

    reference = models.CharField(max_length=80, unique=True)
    proposal = models.OneToOneField(ReleaseProposal, models.PROTECT, related_name="release")
    table = models.CharField(max_length=40)
    month = models.DateField()
    audience = models.CharField(max_length=10)
    released_on = models.DateField()
    is_generated = models.BooleanField()
    rows = models.JSONField()  # [code, municipalities that kept the ledger, municipalities]
    columns = models.JSONField()  # codes
    values = models.JSONField()  # cell by cell, a row after the other
    margins = models.JSONField()
    most_cells = models.PositiveSmallIntegerField(null=True)  # in which somebody counts
    variance = models.CharField(max_length=40, blank=True)  # of the noise of a cell, a fraction
    payment = models.OneToOneField(
        PrivacyPayment, models.PROTECT, null=True, related_name="release"
    )

    class Meta:
        constraints = [
            UniqueConstraint(fields=["table", "month", "audience"], name="table_released_once"),
            CheckConstraint(
                condition=Q(
                    audience=PUBLIC,
                    payment__isnull=False,
                    most_cells__isnull=False,
                    variance__regex=A_FRACTION,
                )
                | Q(audience=PARTNERS, payment__isnull=True, most_cells__isnull=True, variance=""),
                name="public_release_is_paid",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_withdrawn(self) -> bool:
        return hasattr(self, "withdrawal")

    @property
    def cost(self) -> Fraction:
        return Fraction(self.payment.cost) if self.payment else Fraction(0)


class ReleaseWithdrawal(models.Model):
    """The numbers are shown no more, and this is why. The cost stays."""

    release = models.OneToOneField(TableRelease, models.PROTECT, related_name="withdrawal")
    by = models.ForeignKey("partners.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    reason_nl = models.TextField()
    reason_en = models.TextField()
    reason_uk = models.TextField()

    class Meta:
        constraints = [
            CheckConstraint(
                condition=~Q(reason_nl="") & ~Q(reason_en="") & ~Q(reason_uk=""),
                name="withdrawal_says_why",
            )
        ]

    def __str__(self) -> str:
        return f"{self.release} withdrawn"

    def reason(self, language: str) -> str:
        return str(getattr(self, f"reason_{language}"))
