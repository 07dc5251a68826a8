"""Make sure that a file is UTF-8 text before anybody reads it as such."""

from __future__ import annotations

import codecs
from pathlib import Path

from toevlucht.dictionary.checking.findings import Findings
from toevlucht.dictionary.checking.problems import ProblemCode

BLOCK = 1 << 20
UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def is_text(path: Path, label: str, findings: Findings) -> bool:
    """Whether the whole file is UTF-8 without NUL; if not, it is told in which line."""
    fault = _fault(path)
    if fault:
        code, row = fault
        findings.add(code, label, row=row)
    return fault is None


def _fault(path: Path) -> tuple[ProblemCode, int] | None:
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines = 1
    with path.open("rb") as file:
        if _looks_like_utf_16(file.read(512)):
            return ProblemCode.WRONG_ENCODING, 1
        file.seek(0)
        while block := file.read(BLOCK):
            if b"\0" in block:
                return ProblemCode.NUL_BYTE, lines + block[: block.index(b"\0")].count(b"\n")
            held = len(decoder.getstate()[0])
            try:
                decoder.decode(block)
            except UnicodeDecodeError as error:
                good = block[: max(0, error.start - held)]
                return ProblemCode.WRONG_ENCODING, lines + good.count(b"\n")
            lines += block.count(b"\n")
    return (ProblemCode.WRONG_ENCODING, lines) if decoder.getstate()[0] else None


def _looks_like_utf_16(head: bytes) -> bool:
    even, odd = head[0::2].count(0), head[1::2].count(0)
    return head.startswith(UTF_16_MARKS) or max(even, odd) > len(head) // 4 > 0
