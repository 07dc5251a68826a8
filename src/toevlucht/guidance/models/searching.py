"""What is searched: passages of the newest versions, their words, stems and trigrams.

Made anew with each publication from what was published; the same rows on every database.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Index, UniqueConstraint

from toevlucht.guidance.models.published import Version


class Passage(models.Model):
    """A chapter or a requirement in one language, as plain text."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="passages")
    language = models.CharField(max_length=2)
    chapter = models.SlugField(max_length=60)
    code = models.CharField(max_length=12, blank=True)  # of a requirement
    title = models.TextField()
    text = models.TextField()

    def __str__(self) -> str:
        return f"{self.version} {self.code or self.chapter}"


class Word(models.Model):
    language = models.CharField(max_length=2)
    word = models.CharField(max_length=80)
    stem = models.CharField(max_length=80)

    class Meta:
        constraints = [UniqueConstraint(fields=["language", "word"], name="guidance_word_once")]
        indexes = [Index(fields=["language", "stem"], name="guidance_word_by_stem")]

    def __str__(self) -> str:
        return self.word


class Gram(models.Model):
    """Three letters in a row of a word."""

    word = models.ForeignKey(Word, models.CASCADE, related_name="grams", db_index=False)
    language = models.CharField(max_length=2)
    gram = models.CharField(max_length=3)

    class Meta:
        indexes = [
            Index(fields=["language", "gram", "word"], name="guidance_word_by_gram"),
            Index(fields=["word"], name="guidance_gram_of_word"),
        ]

    def __str__(self) -> str:
        return self.gram


class Occurrence(models.Model):
    """A word that stands in a passage."""

    word = models.ForeignKey(Word, models.CASCADE, related_name="occurrences")
    passage = models.ForeignKey(Passage, models.CASCADE, related_name="occurrences")

    class Meta:
        constraints = [
            UniqueConstraint(fields=["word", "passage"], name="guidance_occurrence_once")
        ]

    def __str__(self) -> str:
        return f"{self.word} {self.passage}"
