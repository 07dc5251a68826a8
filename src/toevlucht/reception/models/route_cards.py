"""Whom to turn to: the contacts of an area or a location, each with the day it was confirmed."""

from __future__ import annotations

from django.db import models
from django.db.models import Index, Q, UniqueConstraint


class RouteContact(models.Model):
    """One line of a route card. Of a location it comes before that of its municipality."""

    area = models.CharField(max_length=6)  # code of a municipality or a safety region
    location = models.ForeignKey("reception.Location", models.CASCADE, null=True, blank=True)
    kind = models.CharField(max_length=40)  # what the contact is for, from content/routes.toml
    name = models.CharField(max_length=120)  # of the desk; a person's only if that person agreed
    telephone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    hours = models.CharField(max_length=120, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)  # the last time somebody tried it
    confirmed_by = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["area", "kind"],
                condition=Q(location__isnull=True),
                name="route_contact_once_an_area",
            ),
            UniqueConstraint(
                fields=["location", "kind"],
                condition=Q(location__isnull=False),
                name="route_contact_once_a_location",
            ),
        ]
        indexes = [Index(fields=["area", "kind"], name="route_contacts_of_area")]

    def __str__(self) -> str:
        return f"{self.kind} for {self.area}"
