"""What has been published: series, editions, their versions, renditions and files.

A published version never changes: the database refuses an update of its rows (see the migration
``published_rows_stay``). What turns out wrong is corrected by a new version.
"""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from toevlucht.language import LANGUAGES

KINDS = ("real", "reconstruction", "generated", "exercise")
COUNTING_MODES = ("cumulative", "incremental")
SHA256 = r"^[0-9a-f]{64}$"
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"


class Series(models.Model):
    """Editions on the same subject that follow one another."""

    slug = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=20)
    title_nl = models.TextField()
    title_en = models.TextField()
    title_uk = models.TextField()

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(kind__in=KINDS), name="series_kind_is_known"),
            CheckConstraint(condition=Q(slug__regex=SLUG), name="series_slug_fits_an_address"),
        ]

    def __str__(self) -> str:
        return self.slug

    def title(self, language: str) -> str:
        return str(getattr(self, f"title_{language}"))


class Edition(models.Model):
    """A number in a series; all that can be corrected stands in its versions."""

    series = models.ForeignKey(Series, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["series", "number"], name="edition_number_once_in_series"),
            CheckConstraint(condition=Q(number__gte=1), name="edition_number_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.number}"


class EditionVersion(models.Model):
    """An edition as published on one day; the next version corrects it and says why."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    reason_nl = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)
    reason_uk = models.TextField(blank=True)
    period_from = models.DateField()
    period_to = models.DateField()
    cut_off = models.DateField()
    counting_mode = models.CharField(max_length=20)
    published_on = models.DateField()
    software = models.CharField(max_length=40)
    manifest_sha256 = models.CharField(max_length=64)
    frozen_sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["edition", "version"], name="version_once_in_edition"),
            CheckConstraint(condition=Q(version__gte=1), name="version_from_one"),
            CheckConstraint(
                condition=Q(version=1, corrects__isnull=True)
                | (
                    Q(version__gt=1, corrects__isnull=False)
                    & ~Q(reason_nl="")
                    & ~Q(reason_en="")
                    & ~Q(reason_uk="")
                ),
                name="later_version_corrects_with_reason",
            ),
            CheckConstraint(
                condition=Q(period_from__lte=F("period_to")),
                name="version_period_in_order",
            ),
            CheckConstraint(
                condition=Q(counting_mode__in=COUNTING_MODES),
                name="version_counting_mode_known",
            ),
            CheckConstraint(
                condition=Q(manifest_sha256__regex=SHA256) & Q(frozen_sha256__regex=SHA256),
                name="version_sha256_is_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition} v{self.version}"

    def reason(self, language: str) -> str:
        """Why this version corrects the one before it."""
        return str(getattr(self, f"reason_{language}"))


class Rendition(models.Model):
    """A version in one language, as its web page shows it."""

    version = models.ForeignKey(EditionVersion, models.PROTECT, related_name="renditions")
    language = models.CharField(max_length=2)
    title = models.TextField()
    summary = models.TextField(blank=True)
    marks = models.JSONField(default=list)
    body_html = models.TextField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["version", "language"], name="rendition_once_a_language"),
            CheckConstraint(condition=Q(language__in=LANGUAGES), name="rendition_language_known"),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.language}"


class PublishedFile(models.Model):
    """A file of a version; its bytes lie in the data folder, under the version's own folder."""

    version = models.ForeignKey(EditionVersion, models.PROTECT, related_name="files")
    path = models.CharField(max_length=200)
    language = models.CharField(max_length=2, blank=True)  # empty: the same for all languages
    media_type = models.CharField(max_length=100)
    bytes = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["version", "path"], name="file_path_once_in_version"),
            CheckConstraint(condition=Q(language__in=("", *LANGUAGES)), name="file_language_known"),
            CheckConstraint(condition=Q(sha256__regex=SHA256), name="file_sha256_is_one"),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.path}"
