"""Take a file of reports: every row of it, or none."""

from __future__ import annotations

from django.db import transaction

from toevlucht.records.viewer import NotAllowed, Viewer
from toevlucht.signals.actions.calling import report_by_program
from toevlucht.signals.report_files import read_report_file
from toevlucht.signals.table_files import Taken


def take_report_file(viewer: Viewer, content: bytes) -> Taken:
    """Sent twice within a day, a file reports nothing new."""
    if not viewer.has("reporter") or viewer.person is None:
        raise NotAllowed("report.received", "report")
    file = read_report_file(content)
    if file.problems:
        return Taken(problems=tuple(file.problems))
    with transaction.atomic():
        called = [
            report_by_program(
                viewer, told.telling(), f"file {file.digest} {line}", told.language, False
            )
            for line, told in file.rows.items()
        ]
    again = sum(one.is_again for one in called)
    return Taken(len(called) - again, again)
