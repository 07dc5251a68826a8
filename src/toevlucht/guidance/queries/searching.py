"""Find passages of the newest handbooks: by stem, inside compounds, by synonym, in any form.

Always the same four queries, however many words are asked for and however much is found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count

from toevlucht.guidance.models import Occurrence, Passage, Word
from toevlucht.guidance.words import (
    WORD,
    asked_words,
    grams_of,
    likeness,
    sentences_of,
    stem_of,
    synonyms_of,
    words_of,
)

LONGEST_QUESTION = 200  # characters
MOST_WORDS = 8
MOST_FOUND = 30
MOST_CANDIDATES = 300  # words that share trigrams with what is asked
EXACT, SAME_STEM, INSIDE, ALIKE, SYNONYM = 1.0, 0.9, 0.7, 0.5, 0.4
# How many of its trigrams a form of a word shares; where stems are known less is left to them.
ALIKE_FROM = {"nl": 0.75, "en": 0.75, "uk": 0.6}

# For each word of the vocabulary, how well it answers each word that is asked for.
Weights = Mapping[int, Mapping[str, float]]


@dataclass(frozen=True)
class Part:
    text: str
    is_found: bool


@dataclass(frozen=True)
class Hit:
    """A passage, and its sentence that answers best, with the words that were found."""

    passage: Passage
    sentence: Sequence[Part]


def search(question: str, language: str) -> list[Hit]:
    """The best first. What answers all that is asked stands alone, where there is any."""
    asked = asked_words(question[:LONGEST_QUESTION], language)[:MOST_WORDS]
    if not asked:
        return []
    words, weights = _answering(asked, language)
    scores = _scores(weights)
    best = max((len(one) for one in scores.values()), default=0)
    ranked = sorted(
        (passage for passage, one in scores.items() if len(one) == best),
        key=lambda passage: (-sum(scores[passage].values()), passage),
    )[:MOST_FOUND]
    found = Passage.objects.select_related("version__handbook").in_bulk(ranked)
    marked = {words[pk]: sum(weight.values()) for pk, weight in weights.items()}
    return [Hit(found[pk], _sentence(found[pk], marked)) for pk in ranked]


def _answering(asked: list[str], language: str) -> tuple[dict[int, str], Weights]:
    stems = {word: stem_of(word, language) for word in asked}
    wider = {word: synonyms_of(stem, language) for word, stem in stems.items()}
    known = Word.objects.filter(language=language)
    by_stem = known.filter(stem__in=set().union(stems.values(), *wider.values()))
    grams = frozenset().union(*(grams_of(word) for word in asked))
    by_gram = (
        known.filter(grams__language=language, grams__gram__in=grams)
        .annotate(shared=Count("grams"))
        .order_by("-shared", "pk")[:MOST_CANDIDATES]
    )
    words: dict[int, str] = {}
    weights: dict[int, dict[str, float]] = defaultdict(dict)
    for one in {*by_stem, *by_gram}:
        for word in asked:
            weight = _weight(word, stems[word], wider[word], one, language)
            if weight:
                words[one.pk] = one.word
                weights[one.pk][word] = weight
    return words, weights


def _weight(asked: str, stem: str, wider: frozenset[str], word: Word, language: str) -> float:
    if word.word == asked:
        return EXACT
    if word.stem == stem:
        return SAME_STEM
    alike = likeness(asked, word.word)
    if alike == 1.0:
        return INSIDE
    if alike >= ALIKE_FROM[language]:
        return ALIKE * alike
    return SYNONYM if word.stem in wider else 0.0


def _scores(weights: Weights) -> dict[int, dict[str, float]]:
    """For each passage, how well its best word answers each word that is asked for."""
    scores: dict[int, dict[str, float]] = defaultdict(dict)
    rows = Occurrence.objects.filter(word__in=weights).values_list("passage_id", "word_id")
    for passage, word in rows:
        for asked, weight in weights[word].items():
            scores[passage][asked] = max(weight, scores[passage].get(asked, 0.0))
    return scores


def _sentence(passage: Passage, marked: Mapping[str, float]) -> list[Part]:
    """Of sentences that answer as well the first."""
    sentences = sentences_of(passage.text) or [passage.text]
    best = max(sentences, key=lambda one: sum(marked.get(word, 0.0) for word in set(words_of(one))))
    parts: list[Part] = []
    at = 0
    for found in WORD.finditer(best):
        if "".join(words_of(found[0])) in marked:
            parts += [Part(best[at : found.start()], False), Part(found[0], True)]
            at = found.end()
    return [part for part in (*parts, Part(best[at:], False)) if part.text]
