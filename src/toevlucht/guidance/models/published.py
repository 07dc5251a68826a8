"""Handbooks as published: versions, chapters, requirements, and what each version changed.

A published version never changes: the database refuses an update of its rows and their removal.
"""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from toevlucht.guidance.codes import EVIDENCE, FORCES, PROVENANCES

CHANGES = ("added", "removed", "changed")


class Handbook(models.Model):
    """Guidance on one subject, in versions that follow one another."""

    code = models.SlugField(max_length=20, unique=True)
    title_nl = models.TextField()
    title_en = models.TextField()
    title_uk = models.TextField()
    about_nl = models.TextField()
    about_en = models.TextField()
    about_uk = models.TextField()

    def __str__(self) -> str:
        return self.code

    def title(self, language: str) -> str:
        return str(getattr(self, f"title_{language}"))

    def about(self, language: str) -> str:
        return str(getattr(self, f"about_{language}"))


class Version(models.Model):
    """A handbook as it holds from one day until a later version does."""

    handbook = models.ForeignKey(Handbook, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    valid_from = models.DateField()
    published_on = models.DateField()  # here
    act_by = models.DateField()  # when whoever must act on what changed is to be done
    note_nl = models.TextField()
    note_en = models.TextField()
    note_uk = models.TextField()
    sha256 = models.CharField(max_length=64)  # of all that is written in it

    class Meta:
        constraints = [
            UniqueConstraint(fields=["handbook", "number"], name="guidance_version_once"),
            CheckConstraint(condition=Q(number__gte=1), name="guidance_version_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.handbook} {self.number}"

    def note(self, language: str) -> str:
        """What this version is and where it comes from."""
        return str(getattr(self, f"note_{language}"))


class Chapter(models.Model):
    version = models.ForeignKey(Version, models.PROTECT, related_name="chapters")
    position = models.PositiveSmallIntegerField()
    slug = models.SlugField(max_length=60)
    title_nl = models.TextField()
    title_en = models.TextField()
    title_uk = models.TextField()
    body_nl = models.TextField()  # Markdown
    body_en = models.TextField()
    body_uk = models.TextField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["version", "slug"], name="guidance_chapter_once"),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.slug}"

    def title(self, language: str) -> str:
        return str(getattr(self, f"title_{language}"))

    def body(self, language: str) -> str:
        return str(getattr(self, f"body_{language}"))


class Requirement(models.Model):
    """What is asked, under an identifier that stays the same in every version."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="requirements")
    chapter = models.ForeignKey(Chapter, models.PROTECT, related_name="requirements")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=12)
    text_nl = models.TextField()
    text_en = models.TextField()
    text_uk = models.TextField()
    provenance = models.CharField(max_length=20)
    force = models.CharField(max_length=20)
    evidence = models.CharField(max_length=20)
    source = models.TextField()
    source_on = models.CharField(max_length=10, blank=True)  # a day, a month or a year
    valid_from = models.DateField()  # since when it holds in these words
    valid_until = models.DateField(null=True, blank=True)  # its last day
    norms = models.JSONField()  # of bound, value and unit
    audiences = models.JSONField()
    occasions = models.JSONField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["version", "code"], name="guidance_requirement_once"),
            CheckConstraint(
                condition=Q(provenance__in=PROVENANCES), name="guidance_provenance_known"
            ),
            CheckConstraint(condition=Q(force__in=FORCES), name="guidance_force_known"),
            CheckConstraint(condition=Q(evidence__in=EVIDENCE), name="guidance_evidence_known"),
            CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="guidance_requirement_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def text(self, language: str) -> str:
        return str(getattr(self, f"text_{language}"))


class Change(models.Model):
    """What a version did to a requirement of the version before it, and whom that is for."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="changes")
    code = models.CharField(max_length=12)
    kind = models.CharField(max_length=10)
    audiences = models.JSONField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["version", "code"], name="guidance_change_once"),
            CheckConstraint(condition=Q(kind__in=CHANGES), name="guidance_change_known"),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.code}"
