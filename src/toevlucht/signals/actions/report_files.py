"""Take a file of reports: every row of it, or none."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction

from toevlucht.records.viewer import NotAllowed, Viewer
from toevlucht.signals.actions.calling import report_by_program, unknown_locations
from toevlucht.signals.report_files import ReportFile, read_report_file
from toevlucht.signals.table_files import FileProblem, Taken


def take_report_file(viewer: Viewer, content: bytes) -> Taken:
    """Sent twice within a day, a file reports nothing new."""
    if not viewer.has("reporter") or viewer.person is None:
        raise NotAllowed("report.received", "report")
    file = read_report_file(content)
    if problems := [*file.problems, *_unknown_places(file)]:
        return Taken(problems=tuple(problems))
    with transaction.atomic():
        called = [
            report_by_program(
                viewer, told.telling(), f"file {file.digest} {line}", told.language, False
            )
            for line, told in file.rows.items()
        ]
    again = sum(one.is_again for one in called)
    return Taken(len(called) - again, again)


def _unknown_places(file: ReportFile) -> Iterator[FileProblem]:
    unknown = unknown_locations({told.location for told in file.rows.values()})
    for line, told in file.rows.items():
        if told.location in unknown:
            yield FileProblem("location", line, "location")
