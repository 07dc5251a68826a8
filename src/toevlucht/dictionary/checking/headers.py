"""Match the header of a file with the columns of the dictionary."""

from __future__ import annotations

from collections.abc import Sequence

from toevlucht.dictionary.checking.findings import Findings
from toevlucht.dictionary.checking.problems import ProblemCode
from toevlucht.dictionary.checking.suggestions import name_hint
from toevlucht.dictionary.model import Table

HEADER_ROW = 1


def match_header(
    found: Sequence[str], table: Table, file: str, sheet: str | None, findings: Findings
) -> dict[str, int]:
    """The position of every column that the dictionary knows; the first one where it is double."""
    positions: dict[str, int] = {}
    for position, name in enumerate(found):
        if name in positions:
            _tell(findings, ProblemCode.DUPLICATE_COLUMN, file, sheet, name)
        elif name in table.by_name:
            positions[name] = position
        else:
            hint = name_hint(name, table.names)
            place = name or str(position + 1)
            findings.add(
                ProblemCode.UNKNOWN_COLUMN,
                file,
                sheet=sheet,
                row=HEADER_ROW,
                column=place,
                value=name,
                hint=hint,
            )
    for column in table.columns:
        if column.required and column.name not in positions:
            _tell(findings, ProblemCode.MISSING_COLUMN, file, sheet, column.name)
    return positions


def _tell(findings: Findings, code: ProblemCode, file: str, sheet: str | None, name: str) -> None:
    findings.add(code, file, sheet=sheet, row=HEADER_ROW, column=name, value=name)
