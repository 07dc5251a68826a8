"""Editions in the making: what is set up, whom it is asked of, how far it is, and each step.

Texts and judgements of a draft stand in ``draft_words``, what partners say of it in
``draft_review``. Every change gives the draft a new revision; what was approved is a revision.
"""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint
from django.db.models.functions import Now

from toevlucht.picture.models.published import COUNTING_MODES, EditionVersion, Series

COLLECTING, DRAFTING, REVIEW = "collecting", "drafting", "partner_review"
PUBLISHING, PUBLISHED, CORRECTED, DROPPED = "publishing", "published", "corrected", "dropped"
STATES = (COLLECTING, DRAFTING, REVIEW, PUBLISHING, PUBLISHED, CORRECTED, DROPPED)
WRITABLE = (COLLECTING, DRAFTING, REVIEW)
IN_REVIEW = (REVIEW, PUBLISHING)
OUT = (PUBLISHED, CORRECTED)
HANDLING = ("clear", "green", "amber", "amber_strict", "red")
DECIDED = Q(state__in=(PUBLISHING, *OUT))


class Draft(models.Model):
    """An edition that is being made, from asking for contributions to the published version."""

    series = models.ForeignKey(Series, models.PROTECT, related_name="drafts")
    number = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    corrects = models.ForeignKey(EditionVersion, models.PROTECT, null=True, related_name="+")
    contributions_of = models.CharField(max_length=60)  # an exercise may take another series'
    state = models.CharField(max_length=20, default=COLLECTING)
    revision = models.PositiveIntegerField(default=1)
    setup_revision = models.PositiveIntegerField(default=1)  # when it was last set up
    period_from = models.DateField()
    period_to = models.DateField()
    cut_off = models.DateField()
    counting_mode = models.CharField(max_length=20)
    geography_on = models.DateField()
    handling = models.CharField(max_length=20)
    title_nl = models.TextField()
    title_en = models.TextField()
    title_uk = models.TextField()
    reason_nl = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)
    reason_uk = models.TextField(blank=True)
    opened_by = models.ForeignKey("partners.Person", models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(db_default=Now())
    submitted_by = models.ForeignKey("partners.Person", models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey("partners.Person", models.PROTECT, null=True, related_name="+")
    frozen = models.CharField(max_length=40, blank=True)  # the folder that the review froze
    override_reason = models.TextField(blank=True)  # why it is published over an objection
    published_on = models.DateField(null=True)
    published = models.OneToOneField(
        EditionVersion, models.PROTECT, null=True, related_name="draft"
    )

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=STATES), name="draft_state_known"),
            CheckConstraint(condition=Q(number__gte=1), name="draft_number_from_one"),
            CheckConstraint(
                condition=Q(version=1, corrects__isnull=True)
                | Q(version__gt=1, corrects__isnull=False),
                name="draft_later_version_corrects",
            ),
            CheckConstraint(
                condition=Q(counting_mode__in=COUNTING_MODES), name="draft_counting_known"
            ),
            CheckConstraint(condition=Q(handling__in=HANDLING), name="draft_handling_known"),
            CheckConstraint(
                condition=Q(period_from__lte=F("period_to")), name="draft_period_in_order"
            ),
            # Four eyes. That the approver wrote nothing in it, a trigger holds.
            CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | (
                    Q(submitted_by__isnull=False)
                    & ~Q(approved_by=F("submitted_by"))
                    & ~Q(approved_by=F("opened_by"))
                ),
                name="draft_approved_by_somebody_else",
            ),
            CheckConstraint(
                condition=(DECIDED & Q(approved_by__isnull=False, published_on__isnull=False))
                | (~DECIDED & Q(approved_by__isnull=True, published_on__isnull=True)),
                name="draft_decided_by_somebody",
            ),
            CheckConstraint(
                condition=Q(state__in=OUT, published__isnull=False)
                | (~Q(state__in=OUT) & Q(published__isnull=True)),
                name="draft_published_is_a_version",
            ),
            UniqueConstraint(
                fields=["series", "number", "version"],
                condition=~Q(state=DROPPED),
                name="draft_version_once",
            ),
        ]

    def __str__(self) -> str:
        return f"draft {self.pk}"

    def title(self, language: str) -> str:
        return str(getattr(self, f"title_{language}"))

    def reason(self, language: str) -> str:
        """Why it corrects the version before it."""
        return str(getattr(self, f"reason_{language}"))

    @property
    def is_writable(self) -> bool:
        return self.state in WRITABLE


class Invitation(models.Model):
    """An organisation that is asked to contribute; it receives the partners' rendition too."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="invitations")
    organisation = models.CharField(max_length=40)  # its code; it may have no people here

    class Meta:
        constraints = [
            UniqueConstraint(fields=["draft", "organisation"], name="draft_invites_once")
        ]
        indexes = [Index(fields=["organisation"], name="invitation_by_organisation")]

    def __str__(self) -> str:
        return f"{self.draft} {self.organisation}"


class DraftStep(models.Model):
    """Who set a draft up anew or moved it on, when and why. Steps are added, never changed."""

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="steps")
    person = models.ForeignKey("partners.Person", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())
    kind = models.CharField(max_length=20)  # setup, or the state that it came into
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(kind__in=("setup", *STATES)), name="draft_step_known")
        ]

    def __str__(self) -> str:
        return f"{self.draft} {self.kind}"
