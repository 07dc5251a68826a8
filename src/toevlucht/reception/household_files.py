"""A municipality's list of host households, CSV or XLSX: each problem told at its place.

Headers are read in each of the three languages. The file is read from memory and kept nowhere.
What it says was done already is a claim: somebody has to check it here.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from toevlucht.dictionary.checking import Limits
from toevlucht.dictionary.checking.rows import REFUSED
from toevlucht.dictionary.model import Column, Table
from toevlucht.geography import areas
from toevlucht.language import LANGUAGES, Language, language
from toevlucht.reception.row_files import RowProblem, Sheet, read_rows
from toevlucht.reception.supplied_files import MOST_BYTES, written

NAME = "households"
MOST_ROWS = 250
CLAIMS = ("screened", "certified", "visited")
KEYS = (
    "name",
    "address",
    "postcode",
    "municipality",
    "telephone",
    "signed_up_on",
    "adults",
    "places",
    *CLAIMS,
)
NEEDED = ("name", "address", "postcode")
LONGEST = {"name": 120, "address": 250, "telephone": 40}
LIMITS = Limits(
    file=MOST_BYTES,
    workbook=MOST_BYTES,
    workbook_unpacked=64 << 20,
    rows=MOST_ROWS,
    workbook_rows=MOST_ROWS,
)
POSTCODE = re.compile(r"[1-9][0-9]{3} ?[A-Z]{2}")
TELEPHONE = re.compile(r"\+?[0-9][0-9 ()-]{5,}")
SEVERAL = re.compile(r"[,&/+]| (?:en|and|і|та) ")
YES = frozenset({"ja", "j", "yes", "y", "так", "x", "1", "ok"})
NO = frozenset({"", "nee", "n", "no", "ні", "0", "-"})


@dataclass(frozen=True)
class HouseholdRow:
    """One household as the file tells it; ``claims`` are steps that it says were done."""

    name: str
    address: str
    municipality: str
    telephone: str = ""
    signed_up_on: datetime.date | None = None
    adults: tuple[str, ...] = ()
    places: int | None = None
    claims: tuple[str, ...] = ()

    @property
    def identity(self) -> tuple[str, ...]:
        return identity_of(self.municipality, self.name, self.address)


def identity_of(municipality: str, name: str, address: str) -> tuple[str, ...]:
    """By what two rows are one household, however they are written."""
    return (municipality, *("".join(filter(str.isalnum, x.casefold())) for x in (name, address)))


@dataclass(frozen=True)
class HouseholdFile:
    """The rows by their number; none where there are problems."""

    rows: Mapping[int, HouseholdRow]
    problems: Sequence[RowProblem]


@dataclass(frozen=True)
class Allowed:
    """The municipality whose list it is, if it is of one, and all that households may be in."""

    own: str
    municipalities: frozenset[str]


def header(spoken: Language) -> list[str]:
    return [spoken.say(f"hosts_own.header.{key}") for key in KEYS]


def household_template(suffix: str, spoken: Language) -> bytes:
    return written(suffix, NAME, [header(spoken)])


def read_household_file(
    content: bytes, suffix: str, allowed: Allowed, today: datetime.date
) -> HouseholdFile:
    found, told = read_rows(content, suffix, _table(), LIMITS)
    if found is None:
        return HouseholdFile({}, told)
    sheet = _Sheet(found, _keys_by_header(), NEEDED, LONGEST, today, told, allowed)
    rows = sheet.rows()
    return HouseholdFile({} if sheet.told else rows, sheet.told)


def _table() -> Table:
    """Every column in every language; no language is asked for."""
    columns = [
        Column(name, "date" if key in ("signed_up_on", *CLAIMS) else "text")
        for name, key in _keys_by_header().items()
    ]
    return Table(NAME, "1", tuple(columns))


def _keys_by_header() -> dict[str, str]:
    return {
        name: key
        for tag in LANGUAGES
        for name, key in zip(header(language(tag)), KEYS, strict=True)
    }


@dataclass
class _Sheet(Sheet):
    """The rows of the file, each judged, and all that is wrong with them."""

    allowed: Allowed

    def rows(self) -> dict[int, HouseholdRow]:
        rows: dict[int, HouseholdRow] = {}
        first: dict[tuple[str, ...], int] = {}
        for number, texts in self.lines():
            made = rows[number] = self._row(texts)
            if (same := first.setdefault(made.identity, number)) != number:
                self.tell("row_twice", "name", made.name, other=same)
        return rows

    def _row(self, texts: Mapping[str, str]) -> HouseholdRow:
        postcode, telephone = texts["postcode"].upper(), texts.get("telephone", "")
        if postcode and not POSTCODE.fullmatch(postcode) and postcode != REFUSED.upper():
            self.tell("postcode", "postcode", postcode)
        if telephone and not TELEPHONE.fullmatch(telephone) and telephone != REFUSED:
            self.tell("telephone", "telephone", telephone)
        return HouseholdRow(
            name=texts["name"],
            address=f"{texts['address']}\n{postcode.replace(' ', '')}",
            municipality=self._municipality(texts.get("municipality", "")),
            telephone=telephone,
            signed_up_on=self.past_day("signed_up_on", texts.get("signed_up_on", "")),
            adults=self._adults(texts.get("adults", "")),
            places=self._places(texts.get("places", "")),
            claims=tuple(key for key in CLAIMS if self._claims(key, texts.get(key, ""))),
        )

    def _municipality(self, text: str) -> str:
        if not text and self.allowed.own:
            return self.allowed.own
        code = _codes(self.today).get(text.casefold(), "")
        if not text:
            self.tell("empty", "municipality")
        elif not code:
            self.tell("municipality", "municipality", text)
        elif code not in self.allowed.municipalities:
            self.tell("not_yours" if self.allowed.own else "no_part", "municipality", text)
        return code

    def _adults(self, text: str) -> tuple[str, ...]:
        names = [one.strip() for one in re.split(r"[;\n]", text) if one.strip()]
        for one in names:
            if SEVERAL.search(one):
                self.tell("adults", "adults", one)
        return tuple(names)

    def _places(self, text: str) -> int | None:
        if text in ("", REFUSED):
            return None
        if not re.fullmatch(r"[0-9]{1,2}", text) or not 1 <= int(text) <= 20:
            self.tell("places", "places", text)
            return None
        return int(text)

    def _claims(self, key: str, text: str) -> bool:
        word = text.casefold()
        if word in NO or text == REFUSED:
            return False
        return word in YES or self.past_day(key, text) is not None


def _codes(today: datetime.date) -> dict[str, str]:
    """Each municipality by its code and by its name."""
    spoken = language("nl")
    return {
        word.casefold(): one.code
        for one in areas.municipalities(today)
        for word in (one.code, spoken.write(one.named))
    }
