"""Sort the files of a contribution: manifest, tables, narrative, and what does not belong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from toevlucht.dictionary.checking.archives import ARCHIVES
from toevlucht.dictionary.checking.narrative import FILES as NARRATIVE_FILES
from toevlucht.dictionary.checking.problems import ProblemCode
from toevlucht.dictionary.checking.reading import Reading
from toevlucht.dictionary.checking.reading_xlsx import WORKBOOK
from toevlucht.dictionary.checking.sources import MANIFEST, Source
from toevlucht.dictionary.checking.suggestions import name_hint

TABLE_SUFFIXES = (".csv", ".xlsx", ".parquet")
OTHER_FORMATS = frozenset(
    {".xls", ".xlsm", ".xlsb", ".ods", ".txt", ".tsv", ".json", ".xml", ".docx", ".pdf"}
)


@dataclass(frozen=True)
class Sorted:
    manifest: Source | None
    tables: tuple[Source, ...]
    narrative: tuple[Source, ...]


def sort_files(sources: Sequence[Source], reading: Reading) -> Sorted:
    """What each file is; files that are nothing known are told."""
    manifest = next((source for source in sources if source.label == MANIFEST), None)
    tables: dict[str, Source] = {}
    narrative = []
    for source in sorted(sources, key=lambda source: source.label):
        if source.label in NARRATIVE_FILES:
            narrative.append(source)
        elif _is_table(source, reading):
            _add_table(source, tables, reading)
        elif source is not manifest:
            _tell(source, reading)
    return Sorted(manifest, tuple(tables.values()), tuple(narrative))


def _is_table(source: Source, reading: Reading) -> bool:
    if len(source.name.parts) > 1 or source.suffix not in TABLE_SUFFIXES:
        return False
    workbook = source.stem == WORKBOOK and source.suffix == ".xlsx"
    return workbook or source.stem in reading.dictionary.tables


def _add_table(source: Source, tables: dict[str, Source], reading: Reading) -> None:
    if source.stem in tables:
        reading.findings.add(ProblemCode.TABLE_TWICE, source.label, table=source.stem)
    else:
        tables[source.stem] = source


def _tell(source: Source, reading: Reading) -> None:
    if source.suffix in ARCHIVES:
        code = ProblemCode.NESTED_ARCHIVE
    elif source.suffix in OTHER_FORMATS:
        code = ProblemCode.UNSUPPORTED_FORMAT
    else:
        code = ProblemCode.UNKNOWN_FILE
    known = [f"{table}.csv" for table in reading.dictionary.tables]
    if source.suffix in TABLE_SUFFIXES:
        known = [f"{table}{source.suffix}" for table in reading.dictionary.tables]
    hint = name_hint(source.label, (*known, MANIFEST, *NARRATIVE_FILES))
    reading.findings.add(code, source.label, hint=hint)
