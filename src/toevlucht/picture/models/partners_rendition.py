"""The partners' rendition of a published version: every number, for those who may have it.

Like the public one it never changes (migration ``drafts_stay``). Its files lie apart from the
public ones, and only pages for people who are logged in lead there.
"""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.db.models.functions import Now

from toevlucht.language import LANGUAGES
from toevlucht.picture.models.drafts import HANDLING
from toevlucht.picture.models.published import SHA256, EditionVersion


class PartnersVersion(models.Model):
    """What partners receive of a version, and how they may handle it (Traffic Light Protocol)."""

    version = models.OneToOneField(EditionVersion, models.PROTECT, related_name="for_partners")
    handling = models.CharField(max_length=20)
    manifest_sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(handling__in=HANDLING), name="partners_handling_known"),
            CheckConstraint(condition=Q(manifest_sha256__regex=SHA256), name="partners_sha256"),
        ]

    def __str__(self) -> str:
        return f"{self.version} for partners"


class Recipient(models.Model):
    """An organisation to which a version goes by name, whatever its handling."""

    edition = models.ForeignKey(PartnersVersion, models.PROTECT, related_name="recipients")
    organisation = models.CharField(max_length=40)

    class Meta:
        constraints = [UniqueConstraint(fields=["edition", "organisation"], name="recipient_once")]

    def __str__(self) -> str:
        return f"{self.edition} to {self.organisation}"


class PartnersRendition(models.Model):
    """It in one language, as its page shows it."""

    edition = models.ForeignKey(PartnersVersion, models.PROTECT, related_name="renditions")
    language = models.CharField(max_length=2)
    title = models.TextField()
    marks = models.JSONField(default=list)
    body_html = models.TextField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["edition", "language"], name="partners_once_a_language"),
            CheckConstraint(condition=Q(language__in=LANGUAGES), name="partners_language_known"),
        ]

    def __str__(self) -> str:
        return f"{self.edition} {self.language}"


class PartnersFile(models.Model):
    """A file of it, by its path below its own folder."""

    edition = models.ForeignKey(PartnersVersion, models.PROTECT, related_name="files")
    path = models.CharField(max_length=200)
    language = models.CharField(max_length=2, blank=True)
    media_type = models.CharField(max_length=100)
    bytes = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["edition", "path"], name="partners_path_once"),
            CheckConstraint(condition=Q(sha256__regex=SHA256), name="partners_file_sha256"),
        ]

    def __str__(self) -> str:
        return f"{self.edition} {self.path}"


class Opening(models.Model):
    """The first time that a person opened it: who received what a correction now corrects."""

    edition = models.ForeignKey(PartnersVersion, models.PROTECT, related_name="openings")
    person = models.ForeignKey("partners.Person", models.PROTECT, related_name="+")
    organisation = models.CharField(max_length=40)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [UniqueConstraint(fields=["edition", "person"], name="opening_first_only")]

    def __str__(self) -> str:
        return f"{self.edition} opened by {self.person_id}"
