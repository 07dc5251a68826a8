"""What became of the reports that an organisation received in a month, counted once a day."""

from __future__ import annotations

from django.db import models
from django.db.models import UniqueConstraint


class FollowUp(models.Model):
    """Counts of reports, by the month in which they were received. Sums only, never which.

    Reports that are kept from somebody of the organisation are left out: that person would find
    them by comparing with a list. What is counted for the picture leaves out every report that is
    kept from anybody, for others read it, and what came in a flood and nobody looked at.
    """

    organisation = models.CharField(max_length=40)
    month = models.DateField()  # its first day
    is_for_picture = models.BooleanField(default=False)
    received = models.PositiveIntegerField()
    acknowledged_in_time = models.PositiveIntegerField()  # within seven days
    acted_in_a_day = models.PositiveIntegerField(default=0)  # on the day it came or the next
    acted_in_a_week = models.PositiveIntegerField(default=0)
    acted_on = models.PositiveIntegerField()  # somebody did something with it
    days_to_first_action = models.PositiveIntegerField(null=True)  # the median of those
    referred = models.PositiveIntegerField()
    taken_up = models.PositiveIntegerField()  # a partner accepted or answered
    closed = models.PositiveIntegerField()
    answered = models.PositiveIntegerField()  # the reporter heard what came of it
    outcomes = models.JSONField(default=dict)
    counted_on = models.DateField()

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["organisation", "month", "is_for_picture"], name="follow_up_once_a_month"
            )
        ]

    def __str__(self) -> str:
        return f"follow-up of {self.month} at {self.organisation}"
