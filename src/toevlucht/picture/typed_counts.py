"""Numbers that people typed into narrative and judgements, beside what the figures say of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from toevlucht.language import Coded, Language, Message, Value, language
from toevlucht.picture.editorial import Edition
from toevlucht.picture.number_words import numbers_in
from toevlucht.picture.protection.cells import ENTRY, places
from toevlucht.picture.rendering.cells import phrase, words
from toevlucht.picture.tables import Cell, Count, Figure, Protected, Span, Table

# How many letters of the text stand on either side of a number in what is shown of it.
AROUND = 40
# Words of a row that are too common to tell that a sentence speaks of it.
SHORT = 4
WORD = re.compile(r"[^\W\d_]+")

# From worst to best.
KINDS = ("hidden", "elsewhere", "nowhere", "public")


@dataclass(frozen=True)
class TypedCount:
    """A number in a text that people wrote.

    ``kind`` is ``hidden`` (the true value of a protected number, in words that speak of it),
    ``elsewhere`` (such a value, in other words), ``nowhere`` (in no figure) or ``public`` (it
    stands in ``figure``). ``start`` is where it begins in the text, ``line`` counts from 1.
    """

    kind: str
    language: str
    section: str
    line: int
    start: int
    excerpt: str
    number: int
    figure: str = ""
    row: Value = ""

    @property
    def message(self) -> Message:
        """What to tell the editor, in any of the languages."""
        values: dict[str, Value] = {
            "where": self._where,
            "words": self.excerpt,
            "number": str(self.number),
        }
        if self.kind == "nowhere":
            return Message("disclosure.typed.nowhere", values)
        title = f"figures.{self.figure.replace('-', '_')}.title"
        values["figure"] = Message(title)
        if self.kind == "elsewhere":
            return Message("disclosure.typed.elsewhere", values)
        values["row"] = self.row
        if self.kind == "hidden":
            return Message("disclosure.typed.hidden", values)
        return Message("disclosure.typed.public", values)

    @property
    def _where(self) -> Message:
        spoken = Message(f"language.name.{self.language}")
        kind, _, name = self.section.partition(":")
        if kind == "judgement":
            return Message("disclosure.typed.judgement", {"id": name, "language": spoken})
        section = Message(f"drafts.section.{name}")
        values: dict[str, Value] = {"section": section, "language": spoken, "line": str(self.line)}
        return Message("disclosure.typed.section", values)


@dataclass(frozen=True)
class _Known:
    """A number of a figure: what it is, and the words that tell of its row."""

    figure: str
    row: Value
    names: Mapping[str, frozenset[str]]


def typed_counts(
    edition: Edition,
    figures: Mapping[str, Figure],
    found: Mapping[str, Table] | None = None,
) -> list[TypedCount]:
    """Every count typed by hand in ``edition``, the most dangerous first.

    ``figures`` are the public ones by their id, and ``found`` their tables before protection: with
    these, a number that is protected is told from one that stands nowhere. Whoever is shown the
    result must be allowed to see the partners' rendition. Dates, years, times, articles of law,
    percentages, telephone numbers and the numbers of editions are no counts. Nothing is refused.
    """
    public, hidden = _numbers(figures, found or {})
    result = []
    for section, tag, text in _texts(edition):
        for number, start, end in numbers_in(text, tag):
            kind, known = _judged(number, text, tag, start, public, hidden)
            result.append(
                TypedCount(
                    kind,
                    tag,
                    section,
                    text.count("\n", 0, start) + 1,
                    start,
                    _excerpt(text, start, end),
                    number,
                    known.figure if known else "",
                    known.row if known else "",
                )
            )
    return sorted(result, key=lambda one: (KINDS.index(one.kind), one.section, one.language))


def _texts(edition: Edition) -> Iterator[tuple[str, str, str]]:
    for tag, sections in edition.narrative.items():
        for section, text in sections.items():
            yield f"section:{section}", tag, text
    for judgement in edition.judgements:
        for tag, text in judgement.statement.items():
            yield f"judgement:{judgement.id}", tag, text


Numbers = dict[int, list[_Known]]


def _numbers(figures: Mapping[str, Figure], found: Mapping[str, Table]) -> tuple[Numbers, Numbers]:
    """The numbers that readers see, and those that protection took away, with where they stand."""
    public: Numbers = {}
    hidden: Numbers = {}
    for name, figure in figures.items():
        shown = dict(places(name, figure.table))
        true = dict(places(name, found[name])) if name in found else {}
        for place, cell in shown.items():
            if isinstance(cell, Count) and not cell.rounded_to:
                public.setdefault(cell.value, []).append(_known(name, figure.table, place[1]))
            was = true.get(place)
            gone = isinstance(cell, Span | Protected) or (
                isinstance(cell, Count) and bool(cell.rounded_to)
            )
            if gone and isinstance(was, Count) and was.value:
                column = place[2].partition(ENTRY)[0]
                one = _known(name, figure.table, place[1], column)
                hidden.setdefault(was.value, []).append(one)
    return public, hidden


def _known(name: str, table: Table, row: str, column: str = "") -> _Known:
    cells = next(r for r in table.rows if r.id == row).cells
    titles = [c.title for c in table.columns if c.id == column]
    labels: list[Cell] = [
        cell for c, cell in zip(table.columns, cells, strict=True) if c.kind in ("label", "text")
    ]
    names = {}
    for tag in ("nl", "en", "uk"):
        spoken = language(tag)
        texts = [words(cell, spoken) for cell in labels] + [spoken.message(t) for t in titles]
        texts += [spoken.write(Coded("counting_unit", u)) for u in _units(cells)]
        names[tag] = _stems(" ".join(texts))
    return _Known(name, phrase(cells[0]), names)


def _units(cells: Sequence[Cell]) -> set[str]:
    return {cell.unit for cell in cells if isinstance(cell, Count | Span) and cell.unit == "person"}


def _stems(text: str) -> frozenset[str]:
    """The beginnings of its longer words: endings differ, above all in Ukrainian."""
    return frozenset(word.lower()[:6] for word in WORD.findall(text) if len(word) > SHORT)


def _short_names(text: str) -> frozenset[str]:
    """Its names of four letters, which a longer name may begin with: Haag, and Haaglanden."""
    words_of_four = [word for word in WORD.findall(text) if len(word) == SHORT]
    return frozenset(word.lower() for word in words_of_four if word[0].isupper())


def _judged(
    number: int, text: str, tag: str, start: int, public: Numbers, hidden: Numbers
) -> tuple[str, _Known | None]:
    spoken_of = _sentence(text, start)
    sentence, short = _stems(spoken_of), _short_names(spoken_of)

    def speaks_of(known: _Known) -> int:
        names = known.names[tag]
        begun = sum(any(name.startswith(word) for name in names) for word in short)
        return len(sentence & names) + begun

    def closest(among: Sequence[_Known]) -> tuple[int, _Known | None]:
        return max(
            ((speaks_of(known), known) for known in among),
            key=lambda pair: pair[0],
            default=(0, None),
        )

    speaks, secret = closest(hidden.get(number, ()))
    speaks_too, open_to_all = closest(public.get(number, ()))
    if speaks and speaks >= speaks_too:
        return "hidden", secret
    if open_to_all:
        return "public", open_to_all
    return ("elsewhere", secret) if secret else ("nowhere", None)


def _sentence(text: str, start: int) -> str:
    before = max((text.rfind(end, 0, start) for end in (". ", "! ", "? ", "\n\n")), default=-1)
    after = [at for end in (". ", "! ", "? ", "\n\n") if (at := text.find(end, start)) >= 0]
    return text[before + 1 : min(after, default=len(text))]


def _excerpt(text: str, start: int, end: int) -> str:
    """The number with some words on either side, on one line and without half words."""
    left, right = max(0, start - AROUND), min(len(text), end + AROUND)
    while 0 < left < start and not text[left - 1].isspace():
        left += 1
    while end < right < len(text) and not text[right].isspace():
        right -= 1
    return " ".join(text[left:right].split())


def warnings(found: Sequence[TypedCount], spoken: Language) -> list[str]:
    """What an editor must look at, in a language; numbers that stand in a figure are fine."""
    return [spoken.message(one.message) for one in found if one.kind != "public"]
