"""Words as a search sees them: what counts as one, its stem, its trigrams, and what means the same.

Stems come from Snowball, which knows Dutch and English but no Ukrainian: there trigrams alone
bring forms of a word together. They also find 'opvang' inside 'opvanglocaties', which no stemmer
does. All of it happens here and not in a database, so that every database finds the same.
"""

from __future__ import annotations

import re
import threading
import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

import snowballstemmer

from toevlucht.guidance.shipped import HANDBOOKS

WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
SENTENCE = re.compile(r"[^.!?]+[.!?]*")
STEMMERS = {"nl": "dutch", "en": "english"}
LONGEST = 80
GRAM = 3
# A stemmer keeps its place in the word that it works on: one thread at a time.
_turn = threading.Lock()


def words_of(text: str) -> list[str]:
    """In small letters and in their order, each as often as it stands there."""
    return [word[:LONGEST] for word in WORD.findall(text.lower().replace("'", "’"))]


def sentences_of(text: str) -> list[str]:
    return [one.strip() for one in SENTENCE.findall(text) if one.strip()]


def stem_of(word: str, language: str) -> str:
    """The word itself where there is no stemmer for the language."""
    algorithm = STEMMERS.get(language)
    if algorithm is None:
        return word
    with _turn:
        return str(_stemmer(algorithm).stemWord(word))[:LONGEST]


@cache
def _stemmer(algorithm: str) -> Any:
    return snowballstemmer.stemmer(algorithm)


def grams_of(word: str) -> frozenset[str]:
    """Three letters in a row; with a mark in front, for how a word begins says most."""
    marked = f" {word}"
    return frozenset(marked[at : at + GRAM] for at in range(len(marked) - GRAM + 1)) or frozenset(
        {marked}
    )


def likeness(asked: str, word: str) -> float:
    """From 0 to 1: 1 where the word asked for stands inside the word, as in a compound.

    Elsewhere how many of the trigrams of both they share, so that a form of a word is found.
    """
    if len(asked) > GRAM and asked in word:
        return 1.0
    ours, theirs = grams_of(asked), grams_of(word)
    return 2 * len(ours & theirs) / (len(ours) + len(theirs))


@cache
def _lists(language: str) -> Mapping[str, Any]:
    lists = tomllib.loads(HANDBOOKS.joinpath("synonyms.toml").read_text("utf-8"))
    found: Mapping[str, Any] = lists[language]
    return found


@cache
def _synonyms(language: str) -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for group in _lists(language)["synonyms"]:
        stems = frozenset(stem_of(word, language) for word in group)
        for stem in stems:
            found[stem] = found.get(stem, frozenset()) | stems
    return found


def synonyms_of(stem: str, language: str) -> frozenset[str]:
    """Stems that mean nearly the same, without itself."""
    return _synonyms(language).get(stem, frozenset()) - {stem}


def asked_words(text: str, language: str) -> list[str]:
    """The words of a question, each once, without those that say nothing by themselves."""
    words = list(dict.fromkeys(words_of(text)))
    ignored = _lists(language)["ignored"]
    return [word for word in words if word not in ignored] or words
