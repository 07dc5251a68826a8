"""What can be wrong with a contribution, and how it is told: to people and to machines."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from toevlucht.language import Message, Value, language

QUOTED_LENGTH = 60


class ProblemCode(StrEnum):
    """The closed list of problems; each has its texts in ``checking.toml``."""

    # the folder or zip
    NOT_A_CONTRIBUTION = "not_a_contribution"
    ZIP_UNREADABLE = "zip_unreadable"
    ZIP_ENCRYPTED = "zip_encrypted"
    ZIP_UNSAFE_PATH = "zip_unsafe_path"
    ZIP_DUPLICATE_NAME = "zip_duplicate_name"
    ZIP_BOMB = "zip_bomb"
    NESTED_ARCHIVE = "nested_archive"
    LINK = "link"
    TOO_MANY_FILES = "too_many_files"
    TOO_DEEP = "too_deep"
    FILE_TOO_LARGE = "file_too_large"
    TOTAL_TOO_LARGE = "total_too_large"
    UNREADABLE_FILE = "unreadable_file"
    UNKNOWN_FILE = "unknown_file"
    UNSUPPORTED_FORMAT = "unsupported_format"
    TABLE_TWICE = "table_twice"
    EMPTY_FILE = "empty_file"
    NOTHING_SUPPLIED = "nothing_supplied"
    # contribution.toml
    MANIFEST_MISSING = "manifest_missing"
    MANIFEST_NOT_TOML = "manifest_not_toml"
    MANIFEST_UNKNOWN_KEY = "manifest_unknown_key"
    MANIFEST_MISSING_KEY = "manifest_missing_key"
    MANIFEST_WRONG_KIND = "manifest_wrong_kind"
    MANIFEST_SCHEMA = "manifest_schema"
    OTHER_SENDER = "other_sender"
    HANDLING_TOO_NARROW = "handling_too_narrow"
    NIL_WITH_ROWS = "nil_with_rows"
    NO_ROWS_WITHOUT_NIL = "no_rows_without_nil"
    # text files
    WRONG_ENCODING = "wrong_encoding"
    NUL_BYTE = "nul_byte"
    SEMICOLONS = "semicolons"
    TABS = "tabs"
    UNBALANCED_QUOTE = "unbalanced_quote"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_CELLS = "too_many_cells"
    TOO_FEW_CELLS = "too_few_cells"
    # the header
    MISSING_COLUMN = "missing_column"
    UNKNOWN_COLUMN = "unknown_column"
    DUPLICATE_COLUMN = "duplicate_column"
    # workbooks and Parquet
    PROTECTED_OR_LEGACY_WORKBOOK = "protected_or_legacy_workbook"
    CORRUPT_WORKBOOK = "corrupt_workbook"
    UNSAFE_WORKBOOK = "unsafe_workbook"
    UNKNOWN_SHEET = "unknown_sheet"
    HIDDEN_SHEET = "hidden_sheet"
    MERGED_CELLS = "merged_cells"
    FORMULA_CELL = "formula_cell"
    ERROR_CELL = "error_cell"
    DATE_IN_OTHER_COLUMN = "date_in_other_column"
    CORRUPT_PARQUET = "corrupt_parquet"
    TOO_MANY_VALUES = "too_many_values"
    WRONG_PARQUET_TYPE = "wrong_parquet_type"
    # one value
    REQUIRED_EMPTY = "required_empty"
    UNKNOWN_CODE = "unknown_code"
    CODE_NOT_VALID_THEN = "code_not_valid_then"
    NOT_A_DATE = "not_a_date"
    LOCAL_DATE = "local_date"
    SERIAL_DATE = "serial_date"
    FUTURE_DATE = "future_date"
    NOT_WHOLE = "not_whole"
    DECIMAL_COMMA = "decimal_comma"
    THOUSANDS_SEPARATOR = "thousands_separator"
    NEGATIVE_NUMBER = "negative_number"
    NUMBER_TOO_LARGE = "number_too_large"
    NOT_A_SHARE = "not_a_share"
    NOT_A_YEAR = "not_a_year"
    NOT_AN_IDENTIFIER = "not_an_identifier"
    NOT_A_REFERENCE = "not_a_reference"
    NOT_A_COUNTRY = "not_a_country"
    NOT_A_CITIZENSHIP = "not_a_citizenship"
    NOT_AN_AREA = "not_an_area"
    NOT_AN_ADDRESS = "not_an_address"
    SPREADSHEET_FORMULA = "spreadsheet_formula"
    INVISIBLE_CHARACTER = "invisible_character"
    CELL_TOO_LONG = "cell_too_long"
    REPEATED_IN_CELL = "repeated_in_cell"
    EMPTY_PART = "empty_part"
    # a row, and rows together
    DUPLICATE_ID = "duplicate_id"
    REFERENCE_NOT_FOUND = "reference_not_found"
    REFERENCE_TO_ITSELF = "reference_to_itself"
    REFERENCE_CIRCLE = "reference_circle"
    COUNT_MISSING = "count_missing"
    COUNT_FORBIDDEN = "count_forbidden"
    ZERO_KIND_MISSING = "zero_kind_missing"
    ZERO_KIND_FORBIDDEN = "zero_kind_forbidden"
    PERIOD_REVERSED = "period_reversed"
    KNOWN_AFTER_CUT_OFF = "known_after_cut_off"
    KNOWN_BEFORE_IT_HAPPENED = "known_before_it_happened"
    PUBLISHED_AFTER_KNOWN = "published_after_known"
    AREA_UNKNOWN = "area_unknown"
    AREA_MERGED = "area_merged"
    AREA_NOT_YET = "area_not_yet"
    EUROPEAN_IN_NL = "european_in_nl"
    RANGE_REVERSED = "range_reversed"
    PART_ABOVE_WHOLE = "part_above_whole"
    PARTS_ABOVE_WHOLE = "parts_above_whole"
    LIST_NOT_AMONG_LISTS = "list_not_among_lists"
    GENERATED_MIXED = "generated_mixed"
    # narrative
    NARRATIVE_TOO_LONG = "narrative_too_long"
    NARRATIVE_HTML = "narrative_html"


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong; ``row`` counts lines from 1, the header being line 1.

    In a file without rows, such as ``contribution.toml``, ``column`` is the key and ``row`` the
    line. ``value`` is what stands there, shortened; ``values`` fill the texts.
    """

    code: ProblemCode
    file: str = ""
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None
    values: Mapping[str, Value] = field(default_factory=dict, hash=False)

    def message(self, tag: str) -> str:
        """Where it is, what is wrong and how to mend it, in one of the three languages."""
        return language(tag).say(
            "checking.problem", where=self.where(tag), what=self.what(tag), mend=self.mend(tag)
        )

    def what(self, tag: str) -> str:
        """What is wrong."""
        return language(tag).say(f"checking.{self.code}.what", **self._filled())

    def mend(self, tag: str) -> str:
        """What is expected, or what to do."""
        return language(tag).say(f"checking.{self.code}.mend", **self._filled())

    def _filled(self) -> dict[str, Value]:
        return {"value": self.value or "", "column": self.column or "", **self.values}

    def where(self, tag: str) -> str:
        speaker = language(tag)
        parts = [
            speaker.say(f"checking.place.{name}", **{name: str(found)})
            for name in ("file", "sheet", "row", "column")
            if (found := getattr(self, name)) not in (None, "")
        ]
        return ", ".join(parts) or speaker.say("checking.place.whole")

    def as_json(self) -> dict[str, Any]:
        """The same for a machine: codes and values, no sentences."""
        return {
            "code": str(self.code),
            "file": self.file or None,
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "values": {name: _plain(value) for name, value in self.values.items()},
        }


def _plain(value: Value) -> Any:
    match value:
        case Message():
            inner = {name: _plain(part) for name, part in value.values.items()}
            return {"key": value.key, "values": inner}
        case tuple():
            return [_plain(part) for part in value]
        case datetime.date():
            return value.isoformat()
        case Decimal():
            return str(value)
    return value


def quoted(text: str) -> str:
    """A value as it may stand in a message: short, on one line, nothing invisible in it."""
    head = text[: QUOTED_LENGTH * 4]
    clean = "".join(" " if c in "\t\r\n" else c for c in head if c in "\t\r\n" or _visible(c))
    clean = clean.encode("utf-8", "replace").decode("utf-8")
    whole = len(text) <= len(head) and len(clean) <= QUOTED_LENGTH
    return clean if whole else clean[: QUOTED_LENGTH - 1] + "…"


def _visible(character: str) -> bool:
    return unicodedata.category(character) not in {"Cc", "Cf", "Co", "Cn", "Zl", "Zp"}
