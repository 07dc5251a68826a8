"""Print how readable our Dutch is, text by text, and which texts and sentences are hard to read.

    python -m tools.plain_dutch

Reading ease is Flesch's formula as W. H. Douma fitted it to Dutch (De leesbaarheid van
landbouwbladen, Wageningen 1960): 206.84 - 0.93 x words a sentence - 77 x syllables a word. Douma
calls 60 to 70 normal and below 60 fairly difficult. We take 60 as the line for B1. That is a
custom, no finding: the formula is older than the levels, and we know no study that ties them.

It counts lengths, and knows nothing of rare words, of order or of sense
(kennisbank-begrijpelijketaal.nl/begripsvoorspelling/problemen). A text above the line may be
hard; one on "Arbeidsinspectie" and "burgerservicenummer" falls below it, whatever is said of them.
A low score is a reason to read a text again, a high one no proof that people understand it.

How we count. A sentence ends at . ! ? or …, and an item of a list also at ; or :. A line that ends
at none of these is a heading or a label, and is not measured. A number, a word with a hyphen and
what is filled in between braces are one word each. Syllables are groups of vowels, and a trema
begins a new one; a digit and each letter of an abbreviation are one. "Museum" so gets one too few,
"station" one too many.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

CONTENT = Path(str(files("toevlucht.content")))
LINE = 60
LONGEST_SENTENCE = 25
LETTERS_OF_A_LONG_WORD = 10
# Of fewer words a score says little: one long word decides.
ENOUGH_WORDS = 50

MARKS = re.compile(r"\*\*|`|^\s*(?:[-*#]+|\d+\.)\s+|\]\([^)]*\)|\[")
FILLED_IN = re.compile(r"\{[^{}]*\}")
BETWEEN_SENTENCES = re.compile(r"(?:(?<=[.!?…])|(?<=[.!?…][’”\")]))\s+(?=[^a-zà-ÿ])")
ENDED = re.compile(r"[.!?…;:][’”\")]*$")
WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:[-’'][^\W\d_]+)*")
SPELLED = re.compile(r"[A-Z]{2,4}|\d")
VOWELS = re.compile(
    r"eeu|ieu|aai|ooi|oei|eau"
    r"|aa|ee|oo|uu|ie|oe|eu|ui|ou|au|ei|ij"
    r"|[aeiouyàáâäèéêëìíîïòóôöùúûü]"
)


@dataclass(frozen=True)
class Sentence:
    words: tuple[str, ...]

    def __str__(self) -> str:
        return " ".join(self.words)


@dataclass(frozen=True)
class Text:
    """Sentences that are read together, by the name of where they stand."""

    name: str
    sentences: tuple[Sentence, ...]

    @property
    def words(self) -> list[str]:
        return [word for sentence in self.sentences for word in sentence.words]

    @property
    def sentence_length(self) -> float:
        return len(self.words) / len(self.sentences)

    @property
    def long_words(self) -> float:
        return sum(len(word) >= LETTERS_OF_A_LONG_WORD for word in self.words) / len(self.words)

    @property
    def ease(self) -> float:
        words = self.words
        a_word = sum(map(syllables, words)) / len(words)
        return 206.84 - 0.93 * self.sentence_length - 77 * a_word


def syllables(word: str) -> int:
    if SPELLED.fullmatch(word) or word[0].isdigit():
        return sum(sign.isalnum() for sign in word)
    return max(1, len(VOWELS.findall(word.lower())))


def sentences(written: str) -> Iterator[Sentence]:
    for line in map(_plain, written.splitlines()):
        if ENDED.search(line):
            for said in BETWEEN_SENTENCES.split(line):
                if words := tuple(WORD.findall(said)):
                    yield Sentence(words)


def _plain(line: str) -> str:
    """Without the marks of Markdown, and with a word for what is filled in."""
    return FILLED_IN.sub("X", MARKS.sub("", line)).strip()


def texts() -> list[Text]:
    """All that we measure: courses by step, catalogues by section, news and pages whole."""
    return [*courses(), *news(), *catalogues(), *pages()]


def courses() -> list[Text]:
    found = sorted(CONTENT.joinpath("courses").glob("*/nl.toml"))
    return [
        text for path in found for text in _sections(path, f"courses/{path.parent.name}", depth=2)
    ]


def news() -> list[Text]:
    found = sorted(CONTENT.joinpath("demo", "news").glob("*.toml"))
    return [_text(f"news/{path.stem}", _in_dutch(_read(path))) for path in found]


def catalogues() -> list[Text]:
    found = sorted(CONTENT.joinpath("texts", "nl").glob("*.toml"))
    return [text for path in found for text in _sections(path, f"texts/{path.stem}", depth=1)]


def pages() -> list[Text]:
    found = sorted(CONTENT.joinpath("pages", "nl").glob("*.md"))
    return [_text(f"pages/{path.stem}", [path.read_text("utf-8")]) for path in found]


def together(name: str, parts: Iterable[Text]) -> Text:
    return Text(name, tuple(sentence for part in parts for sentence in part.sentences))


def by_document(parts: Iterable[Text]) -> list[Text]:
    found: dict[str, list[Text]] = defaultdict(list)
    for part in parts:
        found[part.name.partition(":")[0]].append(part)
    return [together(name, of_it) for name, of_it in found.items()]


def _sections(path: Path, name: str, depth: int) -> Iterator[Text]:
    found: dict[str, list[str]] = defaultdict(list)
    for key, said in _strings(_read(path)):
        found[".".join(key[:-1][:depth])].append(said)
    for section, written in found.items():
        text = _text(f"{name}:{section}" if section else name, written)
        if text.sentences:
            yield text


def _text(name: str, written: Iterable[str]) -> Text:
    return Text(name, tuple(sentence for said in written for sentence in sentences(said)))


def _read(path: Path) -> Mapping[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def _strings(said: Any, key: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(said, str):
        yield key, said
    elif isinstance(said, Mapping):
        for name, part in said.items():
            yield from _strings(part, (*key, name))
    elif isinstance(said, list):
        for part in said:
            yield from _strings(part, key)


def _in_dutch(said: Mapping[str, Any]) -> list[str]:
    return [text for key, text in _strings(said) if key[-1] == "nl"]


def main() -> None:
    every = texts()
    print(f"{'ease':>5} {'words':>6} {'a sentence':>10} {'long':>5}  text")
    for text in by_document(every):
        print(_row(text))
    hard = [text for text in every if text.ease < LINE and len(text.words) >= ENOUGH_WORDS]
    print(f"\nBelow {LINE}, of {ENOUGH_WORDS} words or more: {len(hard)}")
    for text in sorted(hard, key=lambda text: text.ease):
        print(_row(text))
    print(f"\nSentences over {LONGEST_SENTENCE} words:")
    for text in every:
        for sentence in text.sentences:
            if len(sentence.words) > LONGEST_SENTENCE:
                print(f"{len(sentence.words):>5}  {text.name}: {sentence}")


def _row(text: Text) -> str:
    figures = f"{text.ease:5.1f} {len(text.words):6} {text.sentence_length:10.1f}"
    return f"{figures} {text.long_words:5.0%}  {text.name}"


if __name__ == "__main__":
    main()
