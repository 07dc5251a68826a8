"""Keys, each wrapped by another one; the last of them, the master key, is in no database."""

from __future__ import annotations

from django.db import models
from django.db.models import Index, Q, UniqueConstraint
from django.db.models.functions import Now

RECEIPT = "receipt"  # the holder who wrote a report and kept its words


class OrganisationKey(models.Model):
    """The key under which an organisation holds keys of records; wrapped by a master key."""

    organisation = models.CharField(max_length=40)  # its code
    wrapped = models.BinaryField()
    master = models.CharField(max_length=16)  # the name of the master key
    made_at = models.DateTimeField(db_default=Now())
    is_current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["organisation"],
                condition=Q(is_current=True),
                name="organisation_key_current_once",
            )
        ]

    def __str__(self) -> str:
        return f"key {self.pk} of {self.organisation}"


class WrappedKey(models.Model):
    """The key of one record, as one holder has it. Without any, its content is gone for good."""

    record = models.CharField(max_length=60)  # such as report:4g7x2kq9m3tw
    holder = models.CharField(max_length=40)  # the code of an organisation, or receipt
    organisation_key = models.ForeignKey(OrganisationKey, models.PROTECT, null=True)
    wrapped = models.BinaryField()
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [UniqueConstraint(fields=["record", "holder"], name="wrapped_key_once")]
        indexes = [Index(fields=["organisation_key", "id"], name="wrapped_keys_of_one")]

    def __str__(self) -> str:
        return f"key of {self.record} as {self.holder} has it"
