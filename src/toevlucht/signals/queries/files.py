"""The files of a report, for who may open it: what they are, a clean copy, or the original."""

from __future__ import annotations

from dataclasses import dataclass

from toevlucht.records.actions import record_read
from toevlucht.records.attachments.facts import Facts, unseal_facts
from toevlucht.records.attachments.taking import ENDINGS, kind_of
from toevlucht.records.sealed.files import read_file
from toevlucht.records.viewer import Viewer
from toevlucht.signals.models import Attachment, DeskEntry
from toevlucht.signals.queries.opening import Opened, key_for


@dataclass(frozen=True)
class Listed:
    """A file as the page of its report shows it."""

    row: Attachment
    facts: Facts

    @property
    def is_clean(self) -> bool:
        """Whether there is a copy to look at, and to pass on."""
        return self.row.state == "clean"


@dataclass(frozen=True)
class Fetched:
    """A file to send: its name on the reader's disk tells nothing but the reference."""

    name: str
    kind: str
    content: bytes


def listed_files(entry: DeskEntry, opened: Opened | None) -> list[Listed]:
    """None for who has no key of the report; that it was opened is on record already."""
    if opened is None or opened.key is None:
        return []
    record = entry.report.record
    found = Attachment.objects.filter(report=entry.report).order_by("number")
    return [Listed(row, unseal_facts(opened.key, record, row.number, row.facts)) for row in found]


def find_file(entry: DeskEntry, number: int) -> Attachment | None:
    return Attachment.objects.filter(report=entry.report, number=number).first()


def fetch_clean_copy(viewer: Viewer, entry: DeskEntry, file: Attachment) -> Fetched:
    """Raises `custody.NoKey`; ``file`` has a clean copy."""
    return _fetch(viewer, entry, file, file.clean_copy, "report.file_read")


def fetch_original(viewer: Viewer, entry: DeskEntry, file: Attachment) -> Fetched:
    """The evidence as it was sent, with all that it may carry. Raises `custody.NoKey`."""
    return _fetch(viewer, entry, file, file.original, "report.original_read")


def _fetch(viewer: Viewer, entry: DeskEntry, file: Attachment, stored: str, event: str) -> Fetched:
    key = key_for(viewer, entry)
    content = read_file(key, entry.report.record, stored)
    record_read(viewer, event, "report", [entry.report.reference, file.number])
    kind = kind_of(content) or "application/octet-stream"
    name = f"{entry.report.reference}-{file.number}.{ENDINGS.get(kind, 'bin')}"
    return Fetched(name, kind, content)
