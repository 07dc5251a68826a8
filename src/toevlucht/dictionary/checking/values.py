"""The rules for one value in one cell, by the type of its column."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

from babel import Locale

from toevlucht.dictionary.checking.dates import date_fault, day_of
from toevlucht.dictionary.checking.faults import Fault
from toevlucht.dictionary.checking.numbers import share_fault, whole_fault
from toevlucht.dictionary.checking.problems import ProblemCode
from toevlucht.dictionary.checking.suggestions import code_hint
from toevlucht.dictionary.model import Column, Dictionary

# Zero-width and direction-changing characters make two different values look the same.
ZERO_WIDTH = "\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff"
# Halves of a pair, private use, tags, and what Unicode promises never to give a meaning.
NO_CHARACTER = "\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff" + "".join(
    f"{chr(plane | 0xFFFE)}{chr(plane | 0xFFFF)}" for plane in range(0x10000, 0xF0000, 0x10000)
)
INVISIBLE = ZERO_WIDTH + NO_CHARACTER + "\U000e0000-\U000e0fff\U000f0000-\U0010ffff"
FORMULA_START = "=+\\-@\t\r"
MAX_TEXT = 2_000
MAX_ADDRESS = 500
TEXT = re.compile(rf"(?=\s*\S)(?![{FORMULA_START}])[^\t{INVISIBLE}]{{1,{MAX_TEXT}}}")
HIDDEN = re.compile(rf"[\t{INVISIBLE}]")
IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,79}")
ADDRESS = re.compile(rf"https?://[A-Za-z0-9.-]+\.[A-Za-z]{{2,}}(:[0-9]+)?([/?#][^\s{INVISIBLE}]*)?")
AREA = re.compile(r"NL|VR[0-9]{2}|PV[0-9]{2}|GM[0-9]{4}|unknown")
SEPARATOR = ";"
SIX_DECIMALS = Decimal("0.000001")

# What Babel lists as territories and ISO 3166 does not give to a country.
GROUPINGS = frozenset(
    {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "AC", "CP", "DG", "EA", "IC", "TA", "CQ"}
)


@cache
def countries() -> frozenset[str]:
    """Alpha-2 codes of countries and dependent territories, Kosovo's XK among them."""
    known = Locale("en").territories
    codes = {str(code) for code in known}
    return frozenset(code for code in codes if len(code) == 2 and code.isalpha()) - GROUPINGS


def text_fault(value: str) -> Fault | None:
    if TEXT.fullmatch(value):
        return None
    if value[:1] in set("=+-@\t\r"):
        return Fault(ProblemCode.SPREADSHEET_FORMULA, {"sign": _sign(value[0])})
    if HIDDEN.search(value):
        return Fault(ProblemCode.INVISIBLE_CHARACTER)
    if len(value) > MAX_TEXT:
        return Fault(ProblemCode.CELL_TOO_LONG, {"limit": MAX_TEXT, "length": len(value)})
    return Fault(ProblemCode.REQUIRED_EMPTY)


def _sign(character: str) -> str:
    return {"\t": "TAB", "\r": "CR"}.get(character, character)


def identifier_fault(value: str) -> Fault | None:
    if IDENTIFIER.fullmatch(value):
        return None
    return _hidden_or_formula(value) or Fault(ProblemCode.NOT_AN_IDENTIFIER)


def _hidden_or_formula(value: str) -> Fault | None:
    fault = text_fault(value)
    return fault if fault and fault.code is not ProblemCode.REQUIRED_EMPTY else None


def address_fault(value: str) -> Fault | None:
    if len(value) <= MAX_ADDRESS and ADDRESS.fullmatch(value):
        return None
    return _hidden_or_formula(value) or Fault(ProblemCode.NOT_AN_ADDRESS)


def area_fault(value: str) -> Fault | None:
    return None if AREA.fullmatch(value) else Fault(ProblemCode.NOT_AN_AREA)


def country_fault(value: str) -> Fault | None:
    known = value in countries() or value in {"EU", "unknown"}
    return None if known else Fault(ProblemCode.NOT_A_COUNTRY)


def citizenship_fault(value: str) -> Fault | None:
    known = value in countries() or value in {"stateless", "unknown"}
    return None if known else Fault(ProblemCode.NOT_A_CITIZENSHIP)


def parts_of(value: str) -> list[str]:
    return [part.strip(" ") for part in value.split(SEPARATOR)]


@dataclass(frozen=True)
class Rule:
    """How the cells of one column are judged and kept: ``fault`` and ``parse`` see one cell.

    ``form``, where there is one, is quicker than ``fault`` and accepts exactly the same.
    """

    fault: Callable[[str], Fault | None]
    parse: Callable[[str], Any] = field(default=str)
    form: re.Pattern[str] | None = None

    @property
    def accepts(self) -> Callable[[str], object]:
        if self.form:
            return self.form.fullmatch
        return lambda value: self.fault(value) is None


def rule_for(column: Column, dictionary: Dictionary, today: datetime.date) -> Rule:
    """The rule of a column; cells that are empty are not its business."""
    single = _single(column, dictionary, today)
    return Rule(_each(single.fault), parts_of) if column.many else single


def _single(column: Column, dictionary: Dictionary, today: datetime.date) -> Rule:
    match column.type:
        case "code" | "codes":
            return Rule(_code_rule(column, dictionary))
        case "reference" | "references":
            return Rule(_reference_rule(dictionary))
        case "date":
            return Rule(lambda value: date_fault(value, today), day_of)
        case "year":
            return Rule(lambda value: _year_fault(value, today), int)
    return SIMPLE[column.type]


def _share(value: str) -> Decimal:
    return Decimal(value).quantize(SIX_DECIMALS)


SIMPLE: Mapping[str, Rule] = {
    "identifier": Rule(identifier_fault, form=IDENTIFIER),
    "names": Rule(identifier_fault),
    "text": Rule(text_fault, form=TEXT),
    "address": Rule(address_fault),
    "area": Rule(area_fault, form=AREA),
    "country": Rule(country_fault),
    "citizenship": Rule(citizenship_fault),
    "whole": Rule(whole_fault, int),
    "share": Rule(share_fault, _share),
}


def _code_rule(column: Column, dictionary: Dictionary) -> Callable[[str], Fault | None]:
    codes = dictionary.codes_of(column)
    known = codes.by_code

    def fault(value: str) -> Fault | None:
        if value in known:
            return None
        return Fault(ProblemCode.UNKNOWN_CODE, {"hint": code_hint(value, codes)})

    return fault


def _reference_rule(dictionary: Dictionary) -> Callable[[str], Fault | None]:
    organisations = dictionary.code_list("organisation")

    def fault(value: str) -> Fault | None:
        organisation, slash, identifier = value.rpartition("/")
        if not IDENTIFIER.fullmatch(identifier) or bool(slash) != bool(organisation):
            return _hidden_or_formula(value) or Fault(ProblemCode.NOT_A_REFERENCE)
        if not slash or organisation in organisations:
            return None
        return Fault(ProblemCode.UNKNOWN_CODE, {"hint": code_hint(organisation, organisations)})

    return fault


def _each(fault: Callable[[str], Fault | None]) -> Callable[[str], Fault | None]:
    """The rule of a cell with several values: each of them, none empty, none twice."""

    def of_list(value: str) -> Fault | None:
        if len(value) > MAX_TEXT:
            return Fault(ProblemCode.CELL_TOO_LONG, {"limit": MAX_TEXT, "length": len(value)})
        parts = parts_of(value)
        if "" in parts:
            return Fault(ProblemCode.EMPTY_PART)
        if len(set(parts)) < len(parts):
            return Fault(ProblemCode.REPEATED_IN_CELL)
        return next((found for part in parts if (found := fault(part))), None)

    return of_list


def _year_fault(value: str, today: datetime.date) -> Fault | None:
    if not re.fullmatch(r"(19|20)[0-9]{2}", value):
        return Fault(ProblemCode.NOT_A_YEAR)
    if int(value) > today.year:
        return Fault(ProblemCode.FUTURE_DATE, {"today": today})
    return None
