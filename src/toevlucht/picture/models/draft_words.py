"""What editors write in a draft: each revision of a text or judgement is a row that stays."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.db.models.functions import Now

from toevlucht.language import LANGUAGES
from toevlucht.picture.editorial import CHANGE_WORDS, CONFIDENCE_WORDS, LIKELIHOOD_WORDS, SECTIONS
from toevlucht.picture.models.drafts import Draft
from toevlucht.picture.models.published import SLUG


class DraftText(models.Model):
    """One section in one language, as somebody left it; the newest revision holds."""

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="texts")
    section = models.CharField(max_length=20)
    language = models.CharField(max_length=2)
    revision = models.PositiveIntegerField()  # of the draft, when this was written
    text = models.TextField(blank=True)
    author = models.ForeignKey("partners.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["draft", "section", "language", "revision"], name="draft_text_once"
            ),
            CheckConstraint(condition=Q(section__in=SECTIONS), name="draft_text_section_known"),
            CheckConstraint(condition=Q(language__in=LANGUAGES), name="draft_text_language_known"),
        ]

    def __str__(self) -> str:
        return f"{self.draft} {self.section} {self.language} r{self.revision}"


class DraftJudgement(models.Model):
    """One judgement as somebody left it; a judgement that was taken out is a revision too."""

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="judgements")
    name = models.CharField(max_length=60)
    revision = models.PositiveIntegerField()
    position = models.PositiveIntegerField()
    confidence = models.CharField(max_length=20)
    likelihood = models.CharField(max_length=20)
    change = models.CharField(max_length=20)
    statement_nl = models.TextField(blank=True)
    statement_en = models.TextField(blank=True)
    statement_uk = models.TextField(blank=True)
    is_taken_out = models.BooleanField(default=False)
    author = models.ForeignKey("partners.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            UniqueConstraint(fields=["draft", "name", "revision"], name="draft_judgement_once"),
            CheckConstraint(condition=Q(name__regex=SLUG), name="draft_judgement_name_fits"),
            CheckConstraint(
                condition=Q(confidence__in=CONFIDENCE_WORDS), name="draft_judgement_confidence"
            ),
            CheckConstraint(
                condition=Q(likelihood__in=LIKELIHOOD_WORDS), name="draft_judgement_likelihood"
            ),
            CheckConstraint(condition=Q(change__in=CHANGE_WORDS), name="draft_judgement_change"),
        ]

    def __str__(self) -> str:
        return f"{self.draft} {self.name} r{self.revision}"

    def statement(self, language: str) -> str:
        return str(getattr(self, f"statement_{language}"))
