"""What reporter and handler tell each other, and the files that come with it; all of it sealed."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint


class Message(models.Model):
    """One turn: from the reporter, or from the organisation that handles the report."""

    report = models.ForeignKey("signals.Report", models.CASCADE, related_name="messages")
    number = models.PositiveIntegerField()  # within the report
    from_reporter = models.BooleanField()
    sent_on = models.DateField()
    kind = models.CharField(max_length=20, default="message")  # acknowledgement, message, outcome
    text_code = models.CharField(max_length=60, blank=True)  # a text that stands in the content
    content = models.BinaryField(null=True)  # sealed, where somebody wrote words of their own
    person = models.BigIntegerField(null=True)  # who answered
    organisation = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["report", "number"], name="message_number_once"),
            CheckConstraint(
                condition=~Q(text_code="") | Q(content__isnull=False), name="message_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"message {self.number} of report {self.report_id}"


class Attachment(models.Model):
    """A file: its original as evidence, and a clean copy to look at, both sealed on disk.

    Name, size, type and SHA-256 of the original stand in ``facts``, sealed too.
    """

    report = models.ForeignKey("signals.Report", models.CASCADE, related_name="attachments")
    number = models.PositiveIntegerField()
    added_on = models.DateField()
    from_reporter = models.BooleanField(default=True)
    original = models.CharField(max_length=40)  # the random names of the files on disk
    clean_copy = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=20)  # clean, only_original, refused_by_scanner
    facts = models.BinaryField()

    class Meta:
        constraints = [UniqueConstraint(fields=["report", "number"], name="attachment_once")]
        indexes = [Index(fields=["original"], name="attachments_by_file")]

    def __str__(self) -> str:
        return f"attachment {self.number} of report {self.report_id}"
