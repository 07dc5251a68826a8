"""Versions in the making: what is written in them, by whom, and how far they are.

Parts are added and never changed; every save gives the draft a new revision.
"""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.db.models.functions import Now

from toevlucht.guidance.models.published import Handbook, Version

WRITING, REVIEW, PUBLISHED, DROPPED = "writing", "review", "published", "dropped"
STATES = (WRITING, REVIEW, PUBLISHED, DROPPED)
OPEN = (WRITING, REVIEW)
CHAPTER, REQUIREMENT = "chapter", "requirement"


class Draft(models.Model):
    """The next version of a handbook; there is one at a time."""

    handbook = models.ForeignKey(Handbook, models.PROTECT, related_name="drafts")
    after = models.ForeignKey(Version, models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, default=WRITING)
    revision = models.PositiveIntegerField(default=1)
    valid_from = models.DateField()
    act_within_days = models.PositiveSmallIntegerField()
    note_nl = models.TextField()
    note_en = models.TextField()
    note_uk = models.TextField()
    opened_by = models.ForeignKey("partners.Person", models.PROTECT, related_name="+")
    submitted_by = models.ForeignKey("partners.Person", models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey("partners.Person", models.PROTECT, null=True, related_name="+")
    published = models.OneToOneField(Version, models.PROTECT, null=True, related_name="draft")

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=STATES), name="guidance_draft_state_known"),
            UniqueConstraint(
                fields=["handbook"], condition=Q(state__in=OPEN), name="guidance_one_open_draft"
            ),
            # Four eyes. That the approver wrote nothing in it, a trigger holds.
            CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | (
                    Q(submitted_by__isnull=False)
                    & ~Q(approved_by=F("submitted_by"))
                    & ~Q(approved_by=F("opened_by"))
                ),
                name="guidance_approved_by_somebody_else",
            ),
            CheckConstraint(
                condition=Q(state=PUBLISHED, published__isnull=False, approved_by__isnull=False)
                | (~Q(state=PUBLISHED) & Q(published__isnull=True, approved_by__isnull=True)),
                name="guidance_published_is_approved",
            ),
        ]

    def __str__(self) -> str:
        return f"guidance draft {self.pk}"

    @property
    def number(self) -> int:
        """Of the version that it will be."""
        return self.after.number + 1

    def note(self, language: str) -> str:
        return str(getattr(self, f"note_{language}"))


class DraftPart(models.Model):
    """A chapter or requirement as it was written at a revision; the newest of a name counts."""

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="parts")
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=60)  # a chapter's slug or a requirement's code
    revision = models.PositiveIntegerField()
    content = models.JSONField()
    is_taken_out = models.BooleanField(default=False)
    author = models.ForeignKey("partners.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["draft", "kind", "name", "revision"], name="guidance_part_once"
            ),
            CheckConstraint(
                condition=Q(kind__in=(CHAPTER, REQUIREMENT)), name="guidance_part_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draft} {self.name}"


class DraftStep(models.Model):
    """Who moved a draft on, when and why. Steps are added, never changed."""

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="steps")
    person = models.ForeignKey("partners.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    kind = models.CharField(max_length=20)  # setup, or the state that it came into
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(kind__in=("setup", *STATES)), name="guidance_step_known")
        ]

    def __str__(self) -> str:
        return f"{self.draft} {self.kind}"
