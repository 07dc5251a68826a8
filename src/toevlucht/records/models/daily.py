"""On which day each kind of daily work was asked for, so that it is asked for once."""

from __future__ import annotations

from django.db import models


class DailyWork(models.Model):
    kind = models.CharField(max_length=60, primary_key=True)
    asked_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.kind} on {self.asked_on}"
