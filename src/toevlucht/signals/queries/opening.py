"""Open the sealed part of a report for somebody who may read it."""

from __future__ import annotations

from toevlucht.records.actions import record_read
from toevlucht.records.sealed import custody
from toevlucht.records.viewer import NotAllowed, Viewer
from toevlucht.signals.models import DeskEntry
from toevlucht.signals.telling import Content, unseal_content


def key_for(viewer: Viewer, entry: DeskEntry) -> bytes:
    """The key of a report that `policy` found for the viewer; raises `custody.NoKey`."""
    if entry.organisation != viewer.organisation or not entry.reads_sealed:
        raise NotAllowed("report.opened", "report", (entry.report.reference,))
    return custody.open_key(entry.report.record, viewer.organisation)


def open_content(viewer: Viewer, entry: DeskEntry) -> Content:
    """The sealed part, and on record that it was read."""
    key = key_for(viewer, entry)
    record_read(viewer, "report.opened", "report", [entry.report.reference])
    return unseal_content(key, entry.report.record, entry.report.sealed.content)
