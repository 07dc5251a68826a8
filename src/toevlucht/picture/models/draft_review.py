"""What a draft looks like built, and what partners say of it: comments, approvals, objections."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.db.models.functions import Now

from toevlucht.picture.models.drafts import Draft
from toevlucht.picture.models.published import SHA256

APPROVE, OBJECT = "approve", "object"


class DraftBuild(models.Model):
    """Both renditions of one revision, made to look at; the newest one of a draft is shown.

    ``is_review``: its data are what the review froze, and what will be published.
    """

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="builds")
    revision = models.PositiveIntegerField()
    is_review = models.BooleanField(default=False)
    folder = models.CharField(max_length=40)  # its name below the draft's own folder
    data_sha256 = models.CharField(max_length=64)  # of the frozen tables
    parts = models.JSONField(default=dict)  # by organisation: its rows by table, and its figures
    checks = models.JSONField(default=dict)  # what the build itself says of what it protects
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            UniqueConstraint(fields=["draft", "folder"], name="draft_build_folder_once"),
            CheckConstraint(condition=Q(data_sha256__regex=SHA256), name="draft_build_data"),
        ]

    def __str__(self) -> str:
        return f"{self.draft} build {self.pk}"


class Answer(models.Model):
    """What a partner answers about its own part of one revision; the newest answer holds.

    An approval lapses when anything changes after it. An objection stays until the partner
    answers anew.
    """

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="answers")
    organisation = models.CharField(max_length=40)
    person = models.ForeignKey("partners.Person", models.PROTECT, related_name="+")
    answer = models.CharField(max_length=10)
    reason = models.TextField(blank=True)
    revision = models.PositiveIntegerField()
    data_sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(answer=APPROVE) | (Q(answer=OBJECT) & ~Q(reason="")),
                name="answer_objection_has_reason",
            ),
            CheckConstraint(condition=Q(data_sha256__regex=SHA256), name="answer_data"),
        ]

    def __str__(self) -> str:
        return f"{self.draft} {self.organisation} {self.answer}"

    @property
    def is_objection(self) -> bool:
        return self.answer == OBJECT


class Comment(models.Model):
    """A remark of a partner about one part of a draft, and the editor's reply to it."""

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="comments")
    organisation = models.CharField(max_length=40)
    person = models.ForeignKey("partners.Person", models.PROTECT, related_name="+")
    part = models.CharField(max_length=80)  # section:…, judgement:… or figure:…
    revision = models.PositiveIntegerField()
    text = models.TextField()
    at = models.DateTimeField(db_default=Now())
    reply = models.TextField(blank=True)
    replied_by = models.ForeignKey("partners.Person", models.PROTECT, null=True, related_name="+")
    replied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            CheckConstraint(condition=~Q(text=""), name="comment_says_something"),
            CheckConstraint(
                condition=Q(reply="", replied_by__isnull=True, replied_at__isnull=True)
                | (~Q(reply="") & Q(replied_by__isnull=False, replied_at__isnull=False)),
                name="comment_replied_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"comment {self.pk}"
