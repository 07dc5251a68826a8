"""Items in the making: what is written in them, by whom, and how far they are."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.db.models.functions import Now

from toevlucht.news.models.items import Item, ItemVersion
from toevlucht.news.written import WrittenItem, item_from

WRITING, REVIEW, PUBLISHED, DROPPED = "writing", "review", "published", "dropped"
STATES = (WRITING, REVIEW, PUBLISHED, DROPPED)
OPEN = (WRITING, REVIEW)


class Draft(models.Model):
    """A new item or the correction of one; there is one at a time of each."""

    slug = models.SlugField(max_length=60)
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="drafts")
    state = models.CharField(max_length=20, default=WRITING)
    revision = models.PositiveIntegerField(default=1)
    opened_by = models.ForeignKey("partners.Person", models.PROTECT, related_name="+")
    submitted_by = models.ForeignKey("partners.Person", models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey("partners.Person", models.PROTECT, null=True, related_name="+")
    published = models.OneToOneField(ItemVersion, models.PROTECT, null=True, related_name="draft")

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=STATES), name="news_draft_state_known"),
            UniqueConstraint(
                fields=["slug"], condition=Q(state__in=OPEN), name="news_one_open_draft"
            ),
            # Four eyes. That the approver wrote nothing in it, a trigger holds.
            CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | (
                    Q(submitted_by__isnull=False)
                    & ~Q(approved_by=F("submitted_by"))
                    & ~Q(approved_by=F("opened_by"))
                ),
                name="news_approved_by_somebody_else",
            ),
            CheckConstraint(
                condition=Q(state=PUBLISHED, published__isnull=False, approved_by__isnull=False)
                | (~Q(state=PUBLISHED) & Q(published__isnull=True, approved_by__isnull=True)),
                name="news_published_is_approved",
            ),
        ]

    def __str__(self) -> str:
        return f"news draft {self.pk}"

    @property
    def written(self) -> WrittenItem:
        """As it was saved last."""
        return item_from(self.saves.latest("revision").content)


class DraftSave(models.Model):
    """All of a draft as somebody saved it. Saves are added, never changed."""

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="saves")
    revision = models.PositiveIntegerField()
    content = models.JSONField()
    author = models.ForeignKey("partners.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [UniqueConstraint(fields=["draft", "revision"], name="news_save_once")]

    def __str__(self) -> str:
        return f"{self.draft} save {self.revision}"


class DraftStep(models.Model):
    """Who moved a draft on, when and why. Steps are added, never changed."""

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="steps")
    person = models.ForeignKey("partners.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    kind = models.CharField(max_length=20)  # the state that it came into
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [CheckConstraint(condition=Q(kind__in=STATES), name="news_step_known")]

    def __str__(self) -> str:
        return f"{self.draft} {self.kind}"
