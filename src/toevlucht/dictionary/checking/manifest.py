"""Read ``contribution.toml``: every key known, of the right kind, and no key missing."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Callable, Mapping
from typing import Any

from toevlucht.dictionary.checking.findings import Findings
from toevlucht.dictionary.checking.limits import Limits
from toevlucht.dictionary.checking.problems import ProblemCode
from toevlucht.dictionary.checking.result import ContributionManifest
from toevlucht.dictionary.checking.sources import MANIFEST, Source
from toevlucht.dictionary.checking.suggestions import code_hint, name_hint
from toevlucht.dictionary.checking.values import text_fault
from toevlucht.dictionary.model import CodeList, Dictionary
from toevlucht.language import Message

SECTION = "contribution"
LINE = re.compile(r"at line (\d+)")
SERIES = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")

# A key of very many parts takes Python's reader the square of their number: an hour for a MiB.
MOST_DOTS_ON_A_LINE = 200

# Each key: its kind, and the code list that its value comes from.
KEYS: Mapping[str, tuple[str, str]] = {
    "organisation": ("text", "organisation"),
    "series": ("text", ""),
    "period_from": ("date", ""),
    "period_to": ("date", ""),
    "cut_off": ("date", ""),
    "counting_mode": ("text", "counting_mode"),
    "handling": ("text", "tlp"),
    "purpose": ("text", ""),
    "origin": ("text", "origin"),
    "contact": ("text", ""),
    "recipients": ("texts", "organisation"),
    "nil": ("texts", ""),
    "seed": ("number", ""),
}
OPTIONAL = frozenset({"recipients", "nil", "seed"})


def _is_date(value: Any) -> bool:
    return isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(part, str) for part in value)


def _shown(value: Any) -> str:
    """A value as a problem shows it; Python refuses to write out huge numbers and deep lists."""
    try:
        return str(value)
    except (ValueError, RecursionError):
        return "…"


KINDS: Mapping[str, Callable[[Any], bool]] = {
    "text": lambda value: isinstance(value, str) and value.strip() != "",
    "date": _is_date,
    "texts": _is_texts,
    "number": lambda value: type(value) is int and 0 <= value < 2**63,
}


def read_manifest(
    source: Source | None,
    dictionary: Dictionary,
    today: datetime.date,
    limits: Limits,
    findings: Findings,
) -> ContributionManifest | None:
    """The manifest, or None where anything is wrong with it."""
    before = findings.count
    content = _content(source, limits, findings)
    if content is None:
        return None
    reader = _Reader(dictionary, findings)
    reader.schema(content)
    section = reader.section(content)
    if section is None:
        return None
    values = {key: reader.value(section, key) for key in KEYS if key in section}
    reader.keys(section)
    reader.order(values, today)
    if findings.count > before:
        return None
    for key in ("recipients", "nil"):
        values[key] = tuple(values.get(key, ()))
    return ContributionManifest(**values)


def _content(source: Source | None, limits: Limits, findings: Findings) -> dict[str, Any] | None:
    if source is None:
        findings.add(ProblemCode.MANIFEST_MISSING)
        return None
    if source.size > limits.manifest:
        findings.add(ProblemCode.FILE_TOO_LARGE, MANIFEST, limit=limits.manifest >> 20)
        return None
    try:
        text = source.path.read_bytes().decode("utf-8-sig")
        for row, line in enumerate(text.split("\n"), 1):
            if line.count(".") > MOST_DOTS_ON_A_LINE:
                findings.add(ProblemCode.MANIFEST_NOT_TOML, MANIFEST, row=row)
                return None
        return tomllib.loads(text)
    except UnicodeDecodeError:
        findings.add(ProblemCode.WRONG_ENCODING, MANIFEST)
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
        told = LINE.search(str(error))
        findings.add(ProblemCode.MANIFEST_NOT_TOML, MANIFEST, row=int(told[1]) if told else None)
    except OSError:
        findings.add(ProblemCode.UNREADABLE_FILE, MANIFEST)
    return None


class _Reader:
    """Checks the parts of the manifest, each telling its own key."""

    def __init__(self, dictionary: Dictionary, findings: Findings) -> None:
        self.dictionary = dictionary
        self.findings = findings

    def schema(self, content: Mapping[str, Any]) -> None:
        expected = self.dictionary.contribution_schema
        found = content.get("schema")
        if found is None:
            self._add(ProblemCode.MANIFEST_MISSING_KEY, "schema")
        elif type(found) is not int or found != expected:
            self._add(ProblemCode.MANIFEST_SCHEMA, "schema", _shown(found), expected=str(expected))
        for key in sorted(content.keys() - {"schema", SECTION}):
            self._unknown(key, ("schema", SECTION, *KEYS))

    def section(self, content: Mapping[str, Any]) -> dict[str, Any] | None:
        section = content.get(SECTION)
        if isinstance(section, dict):
            return section
        self._add(ProblemCode.MANIFEST_MISSING_KEY, f"[{SECTION}]")
        return None

    def keys(self, section: Mapping[str, Any]) -> None:
        for key in sorted(section.keys() - KEYS.keys()):
            self._unknown(key, tuple(KEYS))
        for key in KEYS:
            if key not in section and key not in OPTIONAL:
                self._add(ProblemCode.MANIFEST_MISSING_KEY, key)

    def value(self, section: Mapping[str, Any], key: str) -> Any:
        """The value under ``key``, or None where something is wrong with it."""
        kind, code_list = KEYS[key]
        value = section[key]
        if not KINDS[kind](value):
            wanted = Message(f"checking.kind.{kind}")
            self._add(ProblemCode.MANIFEST_WRONG_KIND, key, _shown(value), kind=wanted)
            return None
        parts = value if kind == "texts" else [value] if kind == "text" else []
        return value if False not in [self._part(key, code_list, part) for part in parts] else None

    def _part(self, key: str, code_list: str, part: str) -> bool:
        if key == "nil":
            return part in self.dictionary.tables or self._not_a_table(part)
        if code_list:
            codes = self.dictionary.code_list(code_list)
            return part in codes or self._not_a_code(key, codes, part)
        if fault := text_fault(part):
            self._add(fault.code, key, part, **fault.values)
            return False
        if key == "series" and not SERIES.fullmatch(part):
            self._add(ProblemCode.NOT_AN_IDENTIFIER, key, part)
            return False
        return True

    def order(self, values: Mapping[str, Any], today: datetime.date) -> None:
        start, end = values.get("period_from"), values.get("period_to")
        if start and end and start > end:
            self._add(ProblemCode.PERIOD_REVERSED, "period_to", str(end), start=start, end=end)
        for key in ("period_from", "cut_off"):
            day = values.get(key)
            if day and day > today:
                self._add(ProblemCode.FUTURE_DATE, key, str(day), today=today)

    def _not_a_table(self, part: str) -> bool:
        hint = name_hint(part, tuple(self.dictionary.tables))
        self._add(ProblemCode.UNKNOWN_CODE, "nil", part, hint=hint)
        return False

    def _not_a_code(self, key: str, codes: CodeList, part: str) -> bool:
        self._add(ProblemCode.UNKNOWN_CODE, key, part, hint=code_hint(part, codes))
        return False

    def _unknown(self, key: str, known: tuple[str, ...]) -> None:
        self._add(ProblemCode.MANIFEST_UNKNOWN_KEY, key, key, hint=name_hint(key, known))

    def _add(self, code: ProblemCode, key: str, value: str | None = None, **values: Any) -> None:
        self.findings.add(code, MANIFEST, column=key, value=value, **values)
