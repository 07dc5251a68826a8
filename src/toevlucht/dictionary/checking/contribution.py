"""Check a contribution whole: every file, every row, every reference, before anything is taken."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from toevlucht.dictionary.checking.area_rules import check_areas
from toevlucht.dictionary.checking.areas import Geography
from toevlucht.dictionary.checking.code_rules import check_dated_codes
from toevlucht.dictionary.checking.container import opened
from toevlucht.dictionary.checking.files import Sorted, sort_files
from toevlucht.dictionary.checking.findings import Findings
from toevlucht.dictionary.checking.judging import judge_values
from toevlucht.dictionary.checking.limits import Limits
from toevlucht.dictionary.checking.manifest import read_manifest
from toevlucht.dictionary.checking.narrative import read_narrative
from toevlucht.dictionary.checking.problems import ProblemCode
from toevlucht.dictionary.checking.reading import Progress, Reading
from toevlucht.dictionary.checking.reading_csv import read_csv
from toevlucht.dictionary.checking.reading_parquet import read_parquet
from toevlucht.dictionary.checking.reading_xlsx import read_workbook
from toevlucht.dictionary.checking.references import References
from toevlucht.dictionary.checking.result import Checked, ContributionManifest
from toevlucht.dictionary.checking.row_rules import RowCheck, check_rows
from toevlucht.dictionary.checking.rows import Rows
from toevlucht.dictionary.checking.sources import MANIFEST, Source
from toevlucht.dictionary.loading import dictionary as this_dictionary
from toevlucht.dictionary.model import Dictionary

WORKBOOK_SUFFIX = ".xlsx"
READERS = {".csv": read_csv, ".parquet": read_parquet}


def check_contribution(
    path: Path,
    *,
    known_ids: Mapping[str, frozenset[str]] | None = None,
    taken_ids: Mapping[str, frozenset[str]] | None = None,
    sender: str = "",
    geography: Geography | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
    dictionary: Dictionary | None = None,
    today: datetime.date | None = None,
) -> Checked:
    """Check the folder or zip at ``path`` and give its data, or everything that is wrong with it.

    ``known_ids``: for each table the references ``organisation/id`` that were accepted earlier;
    without it, references to other organisations are left for freezing. ``taken_ids``: the same
    for rows that may not come a second time. ``sender``: the organisation that it must be of,
    where that is known. ``geography``: areas by date; without it only the form of area codes is
    checked. ``today`` is the last day that is not the future. Wrong input never raises, and
    nothing is left behind on disk.
    """
    limits = limits or Limits()
    findings = Findings(limits.shown)
    reading = Reading(dictionary or this_dictionary(), limits, findings, progress)
    day = today or datetime.datetime.now().astimezone().date()
    with opened(path, limits, findings) as sources:
        check = _Contribution(reading, day, known_ids, taken_ids or {}, sender, geography)
        return check.checked(sort_files(sources, reading)) if sources else check.refused()


class _Contribution:
    def __init__(
        self,
        reading: Reading,
        today: datetime.date,
        known_ids: Mapping[str, frozenset[str]] | None,
        taken_ids: Mapping[str, frozenset[str]],
        sender: str,
        geography: Geography | None,
    ) -> None:
        self.reading = reading
        self.findings = reading.findings
        self.today = today
        self.known_ids = known_ids
        self.taken_ids = taken_ids
        self.sender = sender
        self.geography = geography

    def refused(self) -> Checked:
        if not self.findings.count:
            self.findings.add(ProblemCode.MANIFEST_MISSING)
        return self._answer(None, None, {})

    def checked(self, files: Sorted) -> Checked:
        reading = self.reading
        manifest = read_manifest(
            files.manifest, reading.dictionary, self.today, reading.limits, self.findings
        )
        self._sender(manifest)
        narrative = read_narrative(files.narrative, reading.limits, self.findings)
        tables = self._tables(files)
        for rows in tables.values():
            judge_values(rows, reading, self.today)
        self._rules(tables, manifest)
        self._nil(files, tables, manifest)
        if not files.tables and not narrative and not (manifest and manifest.nil):
            self.findings.add(ProblemCode.NOTHING_SUPPLIED)
        if self.findings.count:
            return self._answer(manifest, None, narrative)
        return self._answer(manifest, {t: rows.arrow() for t, rows in tables.items()}, narrative)

    def _answer(
        self,
        manifest: ContributionManifest | None,
        tables: dict[str, pa.Table] | None,
        narrative: dict[str, str],
    ) -> Checked:
        problems = self.findings.chosen()
        return Checked(problems, self.findings.count, manifest, tables, narrative)

    def _tables(self, files: Sorted) -> dict[str, Rows]:
        found: dict[str, Rows] = {}
        for source in files.tables:
            for table, rows in self._read(source).items():
                if table in found:
                    self.findings.add(
                        ProblemCode.TABLE_TWICE, source.label, sheet=rows.sheet, table=table
                    )
                else:
                    found[table] = rows
        return {table: found[table] for table in self.reading.dictionary.tables if table in found}

    def _read(self, source: Source) -> dict[str, Rows]:
        if source.size == 0:
            self.findings.add(ProblemCode.EMPTY_FILE, source.label)
            return {}
        self.reading.report(source.label, 0.0)
        try:
            if source.suffix == WORKBOOK_SUFFIX:
                return read_workbook(source, self.reading)
            table = self.reading.dictionary.table(source.stem)
            rows = READERS[source.suffix](source, table, self.reading)
        except OSError:
            self.findings.add(ProblemCode.UNREADABLE_FILE, source.label)
            return {}
        self.reading.report(source.label, 1.0)
        return {table.id: rows} if rows is not None else {}

    def _rules(self, tables: dict[str, Rows], manifest: ContributionManifest | None) -> None:
        checks = {t: RowCheck(rows, manifest, self.reading) for t, rows in tables.items()}
        for check in checks.values():
            check_rows(check)
            check_dated_codes(check)
            if self.geography:
                check_areas(check, self.geography)
        organisation = manifest.organisation if manifest else ""
        References(organisation, checks, self.known_ids, self.taken_ids).check()

    def _sender(self, manifest: ContributionManifest | None) -> None:
        """Nobody speaks for another organisation by naming it, or sends what nobody may use."""
        if not (manifest and self.sender):
            return
        if manifest.organisation != self.sender:
            code, key, value = ProblemCode.OTHER_SENDER, "organisation", manifest.organisation
            self.findings.add(code, MANIFEST, column=key, value=value, expected=self.sender)
        if manifest.handling == "red":
            code, key = ProblemCode.HANDLING_TOO_NARROW, "handling"
            self.findings.add(code, MANIFEST, column=key, value=manifest.handling)

    def _nil(
        self, files: Sorted, tables: dict[str, Rows], manifest: ContributionManifest | None
    ) -> None:
        """A table without rows is a statement, and the partner makes it in so many words."""
        if manifest is None:
            return
        for table, rows in tables.items():
            if len(rows) and table in manifest.nil:
                self.findings.add(
                    ProblemCode.NIL_WITH_ROWS, MANIFEST, column="nil", table=table, n=len(rows)
                )
            elif not len(rows) and table not in manifest.nil:
                self.findings.add(
                    ProblemCode.NO_ROWS_WITHOUT_NIL, rows.file, sheet=rows.sheet, table=table
                )
