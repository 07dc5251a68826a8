"""What the page for reports remembers: receipts, tokens that were used, and how many return."""

from __future__ import annotations

from django.db import models
from django.db.models import Index


class Receipt(models.Model):
    """Finds a report by the words of its receipt; the words themselves are nowhere."""

    lookup = models.CharField(max_length=64, primary_key=True)  # of the words, under a key
    report = models.OneToOneField("signals.Report", models.CASCADE, related_name="receipt")
    was_returned_to = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"receipt of report {self.report_id}"


class UsedToken(models.Model):
    """A form that was sent: it makes one report, however often it is sent."""

    digest = models.CharField(max_length=64, primary_key=True)
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [Index(fields=["expires_at"], name="used_tokens_by_expiry")]

    def __str__(self) -> str:
        return f"token {self.digest[:8]}"


class ProgramCall(models.Model):
    """A call with which a program made a report: made once more, it finds that report.

    Both digests are made under keys that lie in no database.
    """

    digest = models.CharField(max_length=64, primary_key=True)  # of the caller and its own key
    content = models.CharField(max_length=64)  # of what was told
    report = models.OneToOneField("signals.Report", models.CASCADE, related_name="call")
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [Index(fields=["expires_at"], name="program_calls_by_expiry")]

    def __str__(self) -> str:
        return f"call {self.digest[:8]}"


class ReceiptVisits(models.Model):
    """How many reports that came in within a month were returned to with their receipt: a sum."""

    month = models.DateField(primary_key=True)
    returned = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"receipts of {self.month}"
