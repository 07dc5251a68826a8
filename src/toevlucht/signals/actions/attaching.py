"""Keep files with a report: each original sealed as evidence, and then a clean copy of it."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from toevlucht.records.actions import record_change
from toevlucht.records.attachments.facts import seal_facts
from toevlucht.records.attachments.isolated import clean_copy_apart
from toevlucht.records.attachments.scanning import is_infected
from toevlucht.records.attachments.taking import GivenFile
from toevlucht.records.jobs import ask
from toevlucht.records.sealed import custody
from toevlucht.records.sealed.files import destroy_file, read_file, write_file
from toevlucht.records.viewer import PUBLIC, Viewer
from toevlucht.signals.models import Attachment, Report

CLEANING = "report.clean_copies"

_log = logging.getLogger("toevlucht.attachments")


def attach_files(
    report: Report,
    key: bytes,
    files: Sequence[GivenFile],
    from_reporter: bool = True,
    viewer: Viewer = PUBLIC,
) -> list[Attachment]:
    """All of them or none; ``files`` come from `taking.given_files`, ``key`` is the report's.

    The originals are kept at once. Clean copies are made by the worker a moment later.
    """
    if not files:
        return []
    written: list[str] = []
    try:
        for file in files:
            written.append(write_file(key, report.record, file.content))
        with transaction.atomic():
            return _kept(viewer, report, key, list(zip(files, written, strict=True)), from_reporter)
    except BaseException:
        for name in written:
            destroy_file(name)
        raise


def _kept(
    viewer: Viewer,
    report: Report,
    key: bytes,
    files: list[tuple[GivenFile, str]],
    from_reporter: bool,
) -> list[Attachment]:
    Report.objects.select_for_update().get(pk=report.pk)  # numbers are given one after another
    first = Attachment.objects.filter(report=report).count() + 1
    made = [
        Attachment(
            report=report,
            number=number,
            added_on=timezone.localdate(),
            from_reporter=from_reporter,
            original=name,
            state="waiting",
            facts=seal_facts(key, report.record, number, file),
        )
        for number, (file, name) in enumerate(files, start=first)
    ]
    Attachment.objects.bulk_create(made)
    Report.objects.filter(pk=report.pk).update(has_attachments=True)
    record_change(viewer, "report.files_added", "report", [report.reference])
    ask(viewer, CLEANING, reference=report.reference)
    return made


def make_clean_copies(reference: str) -> dict[str, int]:
    """Of the files of a report that have none yet; may run twice. Raises `ScannerFailed`.

    A report that was destroyed meanwhile has nothing to copy and no key to do it with.
    """
    waiting = Attachment.objects.select_related("report").filter(
        report__reference=reference, state="waiting"
    )
    made = 0
    for attachment in waiting:
        try:
            key = custody.open_key(attachment.report.record, attachment.report.handler)
        except custody.NoKey:
            _log.warning("there is no key for the files of a report that waits for clean copies")
            break
        _make_clean_copy(key, attachment)
        made += 1
    return {"copies": made}


def _make_clean_copy(key: bytes, attachment: Attachment) -> None:
    record = attachment.report.record
    original = read_file(key, record, attachment.original)
    if is_infected(original):
        _settle(attachment, "refused_by_scanner")
        return
    clean = clean_copy_apart(original)
    if clean is None:
        _settle(attachment, "only_original")
        return
    name = write_file(key, record, clean)
    if not _settle(attachment, "clean", name):
        destroy_file(name)  # another worker was first, or the report was destroyed


def _settle(attachment: Attachment, state: str, clean_copy: str = "") -> bool:
    waiting = Attachment.objects.filter(pk=attachment.pk, state="waiting")
    return bool(waiting.update(state=state, clean_copy=clean_copy))
