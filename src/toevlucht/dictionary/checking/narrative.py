"""The partner's own words: Markdown without HTML, one file a language."""

from __future__ import annotations

import re
from collections.abc import Sequence

from toevlucht.dictionary.checking.findings import Findings
from toevlucht.dictionary.checking.limits import Limits
from toevlucht.dictionary.checking.plain_text import is_text
from toevlucht.dictionary.checking.problems import ProblemCode
from toevlucht.dictionary.checking.sources import Source
from toevlucht.dictionary.checking.values import INVISIBLE
from toevlucht.language import LANGUAGES

FOLDER = "narrative"
FILES = tuple(f"{FOLDER}/{tag}.md" for tag in LANGUAGES)
# A tag, a comment or a declaration; an address between angle brackets is Markdown's own.
HTML = re.compile(r"<(?!https?:)(?:[A-Za-z][^\s<>]*[\s>/]|/[A-Za-z]|!|\?)")
HIDDEN = re.compile(rf"[{INVISIBLE}]")
BYTES_PER_CHARACTER = 4


def read_narrative(sources: Sequence[Source], limits: Limits, findings: Findings) -> dict[str, str]:
    """The text of each supplied language; what is wrong goes to ``findings``."""
    found: dict[str, str] = {}
    for source in sources:
        text = _text(source, limits, findings)
        if text is not None and _is_plain(text, source.label, findings):
            found[source.stem] = text
    return found


def _text(source: Source, limits: Limits, findings: Findings) -> str | None:
    if source.size > limits.narrative * BYTES_PER_CHARACTER:
        findings.add(ProblemCode.NARRATIVE_TOO_LONG, source.label, limit=limits.narrative)
        return None
    if not is_text(source.path, source.label, findings):
        return None
    text = source.path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    if len(text) > limits.narrative:
        findings.add(ProblemCode.NARRATIVE_TOO_LONG, source.label, limit=limits.narrative)
        return None
    if not text.strip():
        findings.add(ProblemCode.EMPTY_FILE, source.label)
        return None
    return text


def _is_plain(text: str, label: str, findings: Findings) -> bool:
    for pattern, code in (
        (HTML, ProblemCode.NARRATIVE_HTML),
        (HIDDEN, ProblemCode.INVISIBLE_CHARACTER),
    ):
        found = pattern.search(text)
        if found:
            row = text.count("\n", 0, found.start()) + 1
            findings.add(code, label, row=row, value=found[0])
            return False
    return True
