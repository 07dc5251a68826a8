"""Make the index of a handbook anew from its newest version, where that is published."""

from __future__ import annotations

from collections.abc import Iterator

from toevlucht.guidance.markup import plain_text
from toevlucht.guidance.models import Gram, Handbook, Occurrence, Passage, Version, Word
from toevlucht.guidance.words import grams_of, stem_of, words_of
from toevlucht.language import LANGUAGES

BATCH = 500


def index_anew(handbook: Handbook) -> None:
    Passage.objects.filter(version__handbook=handbook).delete()
    newest = handbook.versions.order_by("-number").first()
    if newest is None:
        return
    passages = Passage.objects.bulk_create(_passages(newest), BATCH)
    for language in LANGUAGES:
        _index(language, [one for one in passages if one.language == language])
    Word.objects.filter(occurrences=None).delete()


def _passages(version: Version) -> Iterator[Passage]:
    for chapter in version.chapters.order_by("position"):
        for tag in LANGUAGES:
            yield Passage(
                version=version,
                language=tag,
                chapter=chapter.slug,
                title=chapter.title(tag),
                text=plain_text(chapter.body(tag)),
            )
    for one in version.requirements.select_related("chapter").order_by("position"):
        for tag in LANGUAGES:
            yield Passage(
                version=version,
                language=tag,
                chapter=one.chapter.slug,
                code=one.code,
                title=one.code,
                text=one.text(tag),
            )


def _index(language: str, passages: list[Passage]) -> None:
    wanted = {one.pk: set(words_of(f"{one.title} {one.text}")) for one in passages}
    known = dict(Word.objects.filter(language=language).values_list("word", "pk"))
    fresh = sorted(set().union(*wanted.values()) - known.keys())
    made = Word.objects.bulk_create(
        (Word(language=language, word=word, stem=stem_of(word, language)) for word in fresh), BATCH
    )
    known |= {one.word: one.pk for one in made}
    Gram.objects.bulk_create(
        (
            Gram(word=one, language=language, gram=gram)
            for one in made
            for gram in sorted(grams_of(one.word))
        ),
        BATCH,
    )
    Occurrence.objects.bulk_create(
        (
            Occurrence(word_id=known[word], passage_id=passage)
            for passage, words in wanted.items()
            for word in sorted(words)
        ),
        BATCH,
    )
