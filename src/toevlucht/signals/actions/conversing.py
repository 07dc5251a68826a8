"""What a reporter does later: add facts, questions and files."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from toevlucht.records.actions import record_change
from toevlucht.records.attachments.taking import GivenFile
from toevlucht.records.viewer import PUBLIC, Viewer
from toevlucht.signals.actions.attaching import attach_files
from toevlucht.signals.actions.receiving import Token
from toevlucht.signals.conversation import append_message
from toevlucht.signals.models import Message, Report, UsedToken


def add_message_from_reporter(
    report: Report,
    key: bytes,
    text: str,
    token: Token | None = None,
    files: Sequence[GivenFile] = (),
    viewer: Viewer = PUBLIC,
) -> Message:
    """All of it or nothing. ``key`` is the report's own, which words or a known reporter gave.

    An `IntegrityError` on the token says that it was added before.
    """
    with transaction.atomic():
        if token:
            UsedToken.objects.create(digest=token.digest, expires_at=token.expires_at)
        message = append_message(report, key, text, from_reporter=True)
        record_change(viewer, "report.added_to", "report", [report.reference])
        attach_files(report, key, files, viewer=viewer)
        return message
