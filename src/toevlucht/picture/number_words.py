"""Counts in a running text, in digits and in words, in Dutch, English and Ukrainian."""

from __future__ import annotations

import re
from collections.abc import Iterator

ENGLISH = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
DUTCH = [
    "één",
    "twee",
    "drie",
    "vier",
    "vijf",
    "zes",
    "zeven",
    "acht",
    "negen",
    "tien",
    "elf",
    "twaalf",
    "dertien",
    "veertien",
    "vijftien",
    "zestien",
    "zeventien",
    "achttien",
    "negentien",
    "twintig",
]
# The forms of each number: nominative, genitive, dative, instrumental, locative, and gender.
UKRAINIAN = (
    "один одна одне одного одної однієї одному одній одну одним одною однією",
    "два дві двох двом двома",
    "три трьох трьом трьома",
    "чотири чотирьох чотирьом чотирма",
    "п’ять п’яти п’ятьох п’ятьом п’ятьма п’ятьома",
    "шість шести шістьох шістьом шістьма шістьома",
    "сім семи сімох сімом сьома сімома",
    "вісім восьми вісьмох вісьмом вісьма вісьмома",
    "дев’ять дев’яти дев’ятьох дев’ятьом дев’ятьма дев’ятьома",
    "десять десяти десятьох десятьом десятьма десятьома",
    "одинадцять одинадцяти одинадцятьох одинадцятьом одинадцятьма одинадцятьома",
    "дванадцять дванадцяти дванадцятьох дванадцятьом дванадцятьма дванадцятьома",
    "тринадцять тринадцяти тринадцятьох тринадцятьом тринадцятьма тринадцятьома",
    "чотирнадцять чотирнадцяти чотирнадцятьох чотирнадцятьом чотирнадцятьма чотирнадцятьома",
    "п’ятнадцять п’ятнадцяти п’ятнадцятьох п’ятнадцятьом п’ятнадцятьма п’ятнадцятьома",
    "шістнадцять шістнадцяти шістнадцятьох шістнадцятьом шістнадцятьма шістнадцятьома",
    "сімнадцять сімнадцяти сімнадцятьох сімнадцятьом сімнадцятьма сімнадцятьома",
    "вісімнадцять вісімнадцяти вісімнадцятьох вісімнадцятьом вісімнадцятьма вісімнадцятьома",
    "дев’ятнадцять дев’ятнадцяти дев’ятнадцятьох дев’ятнадцятьом дев’ятнадцятьма дев’ятнадцятьома",
    "двадцять двадцяти двадцятьох двадцятьом двадцятьма двадцятьома",
)

# A capital letter seldom carries the second accent.
OTHERWISE = {"eén": 1}

WORDS: dict[str, dict[str, int]] = {
    "nl": OTHERWISE | {word: number for number, word in enumerate(DUTCH, 1)},
    "en": {word: number for number, word in enumerate(ENGLISH, 1)},
    "uk": {form: n for n, forms in enumerate(UKRAINIAN, 1) for form in forms.split()},
}
MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "en": "january february march april may june july august september october november december",
    "uk": (
        "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня "
        "січень лютий березень квітень травень червень липень серпень вересень жовтень листопад "
        "грудень"
    ),
}
# A number after one of these is a name: an article, a page, an edition, a telephone number.
NAMING = {
    "nl": "artikel art nummer nr uitgave versie pagina blz lid bijlage bel telefoon tabel figuur",
    "en": "article art section number no edition version page paragraph annex call phone table "
    "figure",
    "uk": "стаття статті статтею ст номер випуск випуску випуски версія версії сторінка пункт "
    "телефон додаток таблиця",
}
SPACE = " \u00a0\u202f"
# Thousands apart by point, comma or space; a decimal is no count.
DIGITS = re.compile(rf"(?<![\w.,/:+-])\d{{1,3}}(?:[.,{SPACE}]\d{{3}})+(?!\d)|(?<![\w.,/:+-])\d+")
WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
FIRST_YEAR, LAST_YEAR = 1900, 2100
LONGEST = 7  # digits; what is longer is a telephone number or a name
TELEPHONE = r"(?<![\w,.])(?:\+|0)\d{1,3}[- ]?\d(?:[ -]?\d){3,9}"
EMERGENCY = {112, 113, 116}


def numbers_in(text: str, tag: str) -> Iterator[tuple[int, int, int]]:
    """Each count in the text: its value, and where it begins and ends.

    No counts are dates, years, times, percentages, decimals, articles of law, numbers of editions
    and pages, telephone numbers, what stands in an address or in code, and vague words.
    """
    hidden = _blanked(text)
    found = [*_digits(hidden, tag), *_spelled(hidden, tag)]
    yield from sorted(found, key=lambda one: one[1])


def _blanked(text: str) -> str:
    """The text of the same length without addresses of links and numbers of list items."""
    for pattern in (TELEPHONE, r"\]\([^)]*\)", r"https?://\S+", r"`[^`]*`", r"(?m)^\s*\d+[.)]\s"):
        text = re.sub(pattern, lambda match: " " * len(match[0]), text)
    return text


def _digits(text: str, tag: str) -> Iterator[tuple[int, int, int]]:
    for match in DIGITS.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        number, before, after = int(digits), text[: match.start()], text[match.end() :]
        grouped = len(digits) < len(match[0])
        if len(digits) > LONGEST or (digits.startswith("0") and len(digits) > 1):
            continue
        if not grouped and (FIRST_YEAR <= number <= LAST_YEAR or number in EMERGENCY):
            continue
        if re.match(
            rf"[{SPACE}]?%|[.,:/]\d|-\d|[{SPACE}](?:procent|percent|per cent|відсот)", after
        ):
            continue
        if _is_dated(after, tag) or _is_named(before, tag):
            continue
        yield number, match.start(), match.end()


def _is_dated(after: str, tag: str) -> bool:
    """Whether a month follows, also after a second day: 3 en 4 april, 5-7 May."""
    following = [word.lower() for word in WORD.findall(after[:40])[:2]]
    months = MONTHS[tag].split()
    return bool(following) and (
        following[0] in months
        or (len(following) > 1 and following[1] in months and bool(re.match(r"\W+\w+\W+\d", after)))
    )


def _is_named(before: str, tag: str) -> bool:
    if before.endswith("№ "):
        return True
    last = WORD.findall(before[-24:])
    beside = re.search(r"[^\W\d_][.:№]?[\s\u00a0]*$", before[-24:])
    return bool(last) and beside is not None and last[-1].lower() in NAMING[tag].split()


def _spelled(text: str, tag: str) -> Iterator[tuple[int, int, int]]:
    for match in WORD.finditer(text):
        word = match[0].lower().replace("'", "’").replace("ʼ", "’")
        number = WORDS[tag].get(word)
        if number is None or _is_figure_of_speech(word, text, match, tag):
            continue
        if _is_dated(text[match.end() :], tag) or _is_named(text[: match.start()], tag):
            continue
        yield number, match.start(), match.end()


# "one of", "no one", "one another": words that count nothing.
IDIOMS = {
    "en": re.compile(
        r"(?i)\b(no|any|every|some|each) one\b"
        r"|\bone (of|another|day|can|should|must|side)\b"
    ),
    "nl": re.compile(r"(?i)\béén (van|voor|dag)\b"),
    "uk": re.compile(r"(?i)\bодин (одного|одному)\b|\bодн\w+ (із|зі|з|дня|разу|одну)\b"),
}


def _is_figure_of_speech(word: str, text: str, match: re.Match[str], tag: str) -> bool:
    near = range(max(0, match.start() - 12), min(len(text), match.end() + 12))
    return any(
        idiom.start() <= match.start() < idiom.end()
        for idiom in IDIOMS[tag].finditer(text, near.start, near.stop)
    )
