"""A municipality's list of host households, CSV or XLSX: each problem told at its place.

Headers are read in each of the three languages. The file is read from memory and kept nowhere.
What it says was done already is a claim: somebody has to check it here.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from toevlucht.dictionary.checking import Limits, Problem, ProblemCode
from toevlucht.dictionary.checking.findings import Findings
from toevlucht.dictionary.checking.in_memory import in_memory
from toevlucht.dictionary.checking.reading import Reading
from toevlucht.dictionary.checking.reading_csv import read_csv
from toevlucht.dictionary.checking.reading_xlsx import read_workbook
from toevlucht.dictionary.checking.rows import REFUSED, Rows
from toevlucht.dictionary.checking.sources import Source
from toevlucht.dictionary.model import Column, Dictionary, Table
from toevlucht.geography import areas
from toevlucht.language import LANGUAGES, Language, Value, language
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
LOCAL = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})")
FORMULA = ("=", "@")
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
class RowProblem:
    """What is wrong at one place, what stands there and how to mend it."""

    kind: str  # a text under hosts_own.problem, or empty for what the readers tell
    sheet: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)
    as_read: Problem | None = None

    def text(self, spoken: Language) -> str:
        if self.as_read is not None:
            return f"{self.as_read.what(spoken.tag)} {self.as_read.mend(spoken.tag)}"
        return spoken.say(f"hosts_own.problem.{self.kind}", **self.values)


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
    findings = Findings(LIMITS.shown)
    found = _read(content, suffix, findings)
    if found is not None and not len(found):
        findings.add(ProblemCode.EMPTY_FILE, NAME)
    told = [
        RowProblem("", one.sheet or "", one.row, one.column or "", one.value or "", {}, one)
        for one in findings.chosen()
    ]
    if found is None or any(one.row in (None, 1) for one in told):
        return HouseholdFile({}, told)  # without a table or its header nothing can be said of rows
    sheet = _Sheet(found, allowed, today, told)
    rows = sheet.rows()
    return HouseholdFile({} if sheet.told else rows, sheet.told)


def _read(content: bytes, suffix: str, findings: Findings) -> Rows | None:
    if not content or len(content) > MOST_BYTES:
        code = ProblemCode.FILE_TOO_LARGE if content else ProblemCode.EMPTY_FILE
        findings.add(code, NAME, limit=MOST_BYTES >> 20)
        return None
    table = _table()
    reading = Reading(Dictionary("1", datetime.date.min, 1, {NAME: table}, {}), LIMITS, findings)
    if suffix == "csv":
        content = _with_commas(content)
    with in_memory(content) as path:
        source = Source(PurePosixPath(f"{NAME}.{suffix}"), path, len(content))
        if suffix == "xlsx":
            return read_workbook(source, reading).get(NAME)
        return read_csv(source, table, reading)


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


def _with_commas(content: bytes) -> bytes:
    """Dutch spreadsheets write semicolons; text that is no UTF-8 is told by the reader."""
    first = content.split(b"\n", 1)[0]
    if first.count(b";") <= first.count(b","):
        return content
    try:
        lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
        return written("csv", NAME, list(lines))
    except (UnicodeDecodeError, csv.Error):
        return content


@dataclass
class _Sheet:
    """The rows of the file, each judged, and all that is wrong with them."""

    found: Rows
    allowed: Allowed
    today: datetime.date
    told: list[RowProblem]
    number: int = 0
    columns: dict[str, str] = field(default_factory=dict)

    def rows(self) -> dict[int, HouseholdRow]:
        keys = _keys_by_header()
        for name in self.found.cells:
            if keys[name] in self.columns:
                self._tell("column_twice", keys[name], name, row=1)
            self.columns.setdefault(keys[name], name)
        for key in NEEDED:
            if key not in self.columns:
                self._tell("column_missing", key, row=1)
        if any(one.row == 1 for one in self.told):
            return {}
        rows: dict[int, HouseholdRow] = {}
        first: dict[tuple[str, ...], int] = {}
        for at, number in enumerate(self.found.numbers.tolist()):
            self.number = number
            texts = {key: _clean(self.found.text(name, at)) for key, name in self.columns.items()}
            if not any(texts.values()):
                continue
            made = rows[number] = self._row(texts)
            if (same := first.setdefault(made.identity, number)) != number:
                self._tell("row_twice", "name", made.name, other=same)
        return rows

    def _row(self, texts: Mapping[str, str]) -> HouseholdRow:
        for key, text in texts.items():
            if text.startswith(FORMULA):
                self._tell("formula", key, text)
            if len(text) > LONGEST.get(key, 1000):
                self._tell("too_long", key, text, most=LONGEST.get(key, 1000))
        for key in NEEDED:
            if not texts[key]:
                self._tell("empty", key)
        postcode, telephone = texts["postcode"].upper(), texts.get("telephone", "")
        if postcode and not POSTCODE.fullmatch(postcode) and postcode != REFUSED.upper():
            self._tell("postcode", "postcode", postcode)
        if telephone and not TELEPHONE.fullmatch(telephone) and telephone != REFUSED:
            self._tell("telephone", "telephone", telephone)
        return HouseholdRow(
            name=texts["name"],
            address=f"{texts['address']}\n{postcode.replace(' ', '')}",
            municipality=self._municipality(texts.get("municipality", "")),
            telephone=telephone,
            signed_up_on=self._day(texts.get("signed_up_on", ""), "signed_up_on"),
            adults=self._adults(texts.get("adults", "")),
            places=self._places(texts.get("places", "")),
            claims=tuple(key for key in CLAIMS if self._claims(key, texts.get(key, ""))),
        )

    def _municipality(self, text: str) -> str:
        if not text and self.allowed.own:
            return self.allowed.own
        code = _codes(self.today).get(text.casefold(), "")
        if not text:
            self._tell("empty", "municipality")
        elif not code:
            self._tell("municipality", "municipality", text)
        elif code not in self.allowed.municipalities:
            self._tell("not_yours" if self.allowed.own else "no_part", "municipality", text)
        return code

    def _day(self, text: str, key: str) -> datetime.date | None:
        if text in ("", REFUSED):
            return None
        day = _day_of(text)
        if day is None:
            self._tell("date", key, text)
        elif day > self.today:
            self._tell("future", key, text)
        return day

    def _adults(self, text: str) -> tuple[str, ...]:
        names = [one.strip() for one in re.split(r"[;\n]", text) if one.strip()]
        for one in names:
            if SEVERAL.search(one):
                self._tell("adults", "adults", one)
        return tuple(names)

    def _places(self, text: str) -> int | None:
        if text in ("", REFUSED):
            return None
        if not re.fullmatch(r"[0-9]{1,2}", text) or not 1 <= int(text) <= 20:
            self._tell("places", "places", text)
            return None
        return int(text)

    def _claims(self, key: str, text: str) -> bool:
        word = text.casefold()
        if word in NO or text == REFUSED:
            return False
        return word in YES or self._day(text, key) is not None

    def _tell(
        self, kind: str, key: str, value: str = "", *, row: int | None = None, **values: Value
    ) -> None:
        column = self.columns.get(key) or language("nl").say(f"hosts_own.header.{key}")
        place = (self.found.sheet or "", row or self.number, column)
        self.told.append(RowProblem(kind, *place, value[:60], values))


def _codes(today: datetime.date) -> dict[str, str]:
    """Each municipality by its code and by its name."""
    spoken = language("nl")
    return {
        word.casefold(): one.code
        for one in areas.municipalities(today)
        for word in (one.code, spoken.write(one.named))
    }


def _day_of(text: str) -> datetime.date | None:
    """2026-03-01, or as the Dutch write it, day first: 1-3-2026, 1/3/2026, 1.3.2026."""
    local = LOCAL.fullmatch(text)
    try:
        if local:
            day, month, year = (int(part) for part in local.groups())
            return datetime.date(year, month, day)
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\u00a0", " ")).strip()
