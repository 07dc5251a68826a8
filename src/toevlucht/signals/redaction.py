"""Likely personal data in free text, marked before somebody shares it: an aid, a person decides."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

KINDS = ("mail", "iban", "phone", "bsn", "address", "postcode", "plate", "name")

# Countries from which people or wages come, with how many characters an IBAN has there.
IBANS = (
    "AT20 BE16 BG22 CH21 CZ24 DE22 DK18 EE20 ES24 FI18 FR27 GB22 HU28 IE22 IT27 LT20 LU20 LV21 "
    "MD24 NL18 PL28 PT25 RO24 SE24 SK24 TR26 UA29"
)
IBAN_LENGTHS = {one[:2]: int(one[2:]) for one in IBANS.split()}

MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
IBAN_BEGINS = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}", re.IGNORECASE)
ABROAD = r"(?:\+|(?<!\d)00)[1-9](?:[ .\-/()]{0,2}\d){7,13}"
AT_HOME = r"(?<![\w+])0[1-9](?:[ .\-/]{0,2}\d){8}"
PHONE = re.compile(rf"(?:{ABROAD}|{AT_HOME})(?!\d)")
DATE = re.compile(r"0?\d{1,2}[-./ ]\d{1,2}[-./ ](?:19|20)\d\d")
NINE_DIGITS = re.compile(r"(?<!\d)\d(?:[ .-]?\d){8}(?!\d)")
POSTCODE = re.compile(
    r"(?<!\d)[1-9]\d{3} ?(?!SA|SD|SS)[A-Z]{2}(?!\w)|(?<!\d)[1-9]\d{3}[a-z]{2}(?!\w)"
)

# L stands for a letter and 9 for a figure: the shapes of Dutch plates, and the one of Ukraine.
PLATES = (
    *("LL-99-99", "99-99-LL", "99-LL-99", "LL-99-LL", "LL-LL-99", "99-LL-LL", "99-LLL-9"),
    *("9-LLL-99", "LL-999-L", "L-999-LL", "LLL-99-L", "L-99-LLL", "9-LL-999", "999-LL-9"),
    "LL-9999-LL",
)

DUTCH_STREETS = (
    "straat|laan|weg|plein|kade|gracht|steeg|hof|dijk|singel|dreef|pad|markt|plantsoen|wal|"
    "haven|baan|ring|park|kamp|oord|burg|veld|akker|straatje"
)
DUTCH_ADDRESS = (
    rf"[^\W\d_][\w'’.-]{{1,40}}(?:{DUTCH_STREETS})[ ]\d{{1,4}}(?:[ -]?[a-zA-Z](?!\w))?"
    r"|(?:[A-Z][\w'’.-]{0,30}[ ]){1,3}(?:straat|laan|weg|plein)[ ]\d{1,4}[a-zA-Z]?(?!\w)"
)
ENGLISH_ADDRESS = (
    r"\d{1,4}[a-zA-Z]?[ ](?:[A-Z][\w'’.-]{1,30}[ ]){1,3}(?:Street|Road|Avenue|Lane|Square)(?!\w)"
)
UKRAINIAN_STREETS = r"вул\.|вулиц[яіюею]+|просп\.|проспект|бульвар|пров\.|провулок|ул\.|улица"
UKRAINIAN_ADDRESS = (
    rf"(?:{UKRAINIAN_STREETS})[ ]?[^\W\d_][\w’'.-]{{1,30}}(?:[ ][^\W\d_][\w’'.-]{{1,30}})?,?[ ]"
    r"(?:буд\.?[ ])?\d{1,4}[^\W\d_]?(?!\w)"
)
ADDRESS = re.compile(rf"(?<!\w)(?:{DUTCH_ADDRESS}|{ENGLISH_ADDRESS}|{UKRAINIAN_ADDRESS})")

# After these comes a name, however it is written.
INTRODUCTIONS = (
    *("mijn naam is", "zijn naam is", "haar naam is", "hun naam is", "ik heet", "hij heet"),
    *("zij heet", "ze heet", "my name is", "his name is", "her name is", "name is"),
    *("мене звати", "його звати", "її звати", "моє ім’я", "моє ім'я", "на ім’я", "на ім'я"),
    *("меня зовут", "его зовут", "её зовут", "ее зовут"),
)
# After these comes a name if it begins with a capital.
TITLES = (
    *("dhr", "de heer", "meneer", "mevr", "mevrouw", "mw", "mej", "dr", "drs", "ir", "ing"),
    *("mr", "mrs", "ms", "miss", "sir", "madam", "named", "called", "heet", "genaamd"),
    *("noemt zich", "noemde zich", "пан", "пані", "панна", "гр", "громадянин", "громадянка"),
    *("звати", "зовут", "господин", "госпожа"),
)
PARTICLES = {"van", "de", "der", "den", "ter", "ten", "te", "la", "el", "al", "von", "ван", "де"}
WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’ʼ-](?=[^\W\d_]))*\.?")
MOST_WORDS = 5  # of one name


@dataclass(frozen=True)
class Mark:
    """A stretch of the text, and which of ``KINDS`` it looks like."""

    start: int
    end: int
    kind: str


def find_personal_data(text: str) -> list[Mark]:
    """In the order of the text, none over another; there may always be more than is found."""
    found = [
        Mark(start, end, kind)
        for kind in KINDS
        for start, end in FINDERS[kind](text)
        if start < end
    ]
    rank = {kind: place for place, kind in enumerate(KINDS)}
    marks: list[Mark] = []
    for mark in sorted(found, key=lambda mark: (mark.start, mark.end)):
        if marks and mark.start < marks[-1].end:
            before = marks.pop()
            kind = min(before.kind, mark.kind, key=rank.__getitem__)
            mark = Mark(before.start, max(before.end, mark.end), kind)
        marks.append(mark)
    return marks


def pieces(text: str) -> list[tuple[str, str]]:
    """The whole text in pieces to show: each with its kind, or none where nothing is marked."""
    marks = find_personal_data(text)
    edges = sorted({0, len(text), *(edge for mark in marks for edge in (mark.start, mark.end))})
    kinds = {mark.start: mark.kind for mark in marks}
    return [(text[start:end], kinds.get(start, "")) for start, end in pairwise(edges)]


def is_iban(written: str) -> bool:
    """Of the length of its country, and with check digits that fit."""
    plain = written.replace(" ", "").upper()
    if len(plain) != IBAN_LENGTHS.get(plain[:2]) or not (plain.isascii() and plain.isalnum()):
        return False
    return int("".join(str(int(sign, 36)) for sign in plain[4:] + plain[:4])) % 97 == 1


def is_bsn(digits: str) -> bool:
    """Nine digits that pass the eleven-test of Dutch citizen service numbers."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    total = sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True))
    return total % 11 == 0 and bool(int(digits))


Found = Iterator[tuple[int, int]]


def _mails(text: str) -> Found:
    return (match.span() for match in MAIL.finditer(text))


def _ibans(text: str) -> Found:
    for match in IBAN_BEGINS.finditer(text):
        length = IBAN_LENGTHS.get(match[0][:2].upper(), 0)
        signs = [
            place
            for place in range(match.start(), min(len(text), match.start() + 2 * length))
            if text[place] != " "
        ][:length]
        end = signs[-1] + 1 if signs else 0
        if is_iban(text[match.start() : end]):
            yield match.start(), end


def _phones(text: str) -> Found:
    return (match.span() for match in PHONE.finditer(text) if not DATE.match(match[0]))


def _bsns(text: str) -> Found:
    for match in NINE_DIGITS.finditer(text):
        if is_bsn("".join(sign for sign in match[0] if sign.isdigit())):
            yield match.span()


LETTERS = "[A-ZАВЕІКМНОРСТХ]"


def _plate_pattern() -> re.Pattern[str]:
    """With dashes however it is written; with spaces, or with nothing between, in capitals."""
    ways = [(between, LETTERS) for between in (" ", "")] + [("-", r"[^\W\d_]")]
    patterns = [
        "".join({"L": letter, "9": "[0-9]", "-": between}[sign] for sign in shape)
        for shape in PLATES
        for between, letter in ways
    ]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(patterns)})(?![\w-])")


PLATE = _plate_pattern()


def _plates(text: str) -> Found:
    return (match.span() for match in PLATE.finditer(text))


def _addresses(text: str) -> Found:
    return (match.span() for match in ADDRESS.finditer(text))


def _postcodes(text: str) -> Found:
    return (match.span() for match in POSTCODE.finditer(text))


def _after(words: tuple[str, ...]) -> re.Pattern[str]:
    listed = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)
    return re.compile(rf"(?<!\w)(?:{listed})(?!\w)\.?\s*:?\s*", re.IGNORECASE)


INTRODUCED = _after(INTRODUCTIONS)
TITLED = _after(TITLES)


def _names(text: str) -> Found:
    for pattern, needs_capital in ((INTRODUCED, False), (TITLED, True)):
        for match in pattern.finditer(text):
            yield match.end(), _end_of_name(text, match.end(), needs_capital)


def _end_of_name(text: str, start: int, needs_capital: bool) -> int:
    """Words with capitals, and the small ones that stand between them; ``start`` where none is."""
    end = place = start
    for number in range(MOST_WORDS):
        word = WORD.match(text, place)
        if not word:
            break
        is_initial = len(word[0]) == 2 and word[0].endswith(".")
        counts = word[0][0].isupper() or (number == 0 and not needs_capital)
        if not counts and word[0].lower() not in PARTICLES:
            break
        if counts:
            end = word.end() if is_initial else word.end() - word[0].endswith(".")
        if word[0].endswith(".") and not is_initial:
            break
        place = word.end()
        while place < len(text) and text[place] in " \t":
            place += 1
    return end


FINDERS: dict[str, Callable[[str], Found]] = {
    "mail": _mails,
    "iban": _ibans,
    "phone": _phones,
    "bsn": _bsns,
    "plate": _plates,
    "address": _addresses,
    "postcode": _postcodes,
    "name": _names,
}
