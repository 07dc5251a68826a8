"""Open the sealed part of a report for somebody who may read it."""

from __future__ import annotations

from dataclasses import dataclass, field

from toevlucht.records.actions import record_read
from toevlucht.records.sealed import custody
from toevlucht.records.viewer import NotAllowed, Viewer
from toevlucht.signals.models import DeskEntry, Referral
from toevlucht.signals.telling import Content, unseal_content


@dataclass(frozen=True)
class Opened:
    """What the viewer may read of the sealed part; for who handles it with the report's key.

    Of what was shared with the key of its referral instead.
    """

    content: Content = field(repr=False)
    key: bytes | None = field(repr=False)
    shared_key: bytes | None = field(default=None, repr=False)


def key_for(viewer: Viewer, entry: DeskEntry) -> bytes:
    """The key of a report that `policy` found for the viewer; raises `custody.NoKey`.

    Only for the organisation that handles it: others hold the key of their referral at most.
    """
    is_theirs = entry.organisation == viewer.organisation and entry.ground == "handling"
    if not is_theirs or not entry.reads_sealed:
        raise NotAllowed("report.opened", "report", (entry.report.reference,))
    return custody.open_key(entry.report.record, viewer.organisation)


def open_sealed(viewer: Viewer, entry: DeskEntry) -> Opened:
    """The sealed part with its key, and on record that it was read; of a referral its share."""
    if entry.referral is not None:
        return _open_shared(viewer, entry, entry.referral)
    key = key_for(viewer, entry)
    record_read(viewer, "report.opened", "report", [entry.report.reference])
    return Opened(unseal_content(key, entry.report.record, entry.report.sealed.content), key)


def open_content(viewer: Viewer, entry: DeskEntry) -> Content:
    return open_sealed(viewer, entry).content


def _open_shared(viewer: Viewer, entry: DeskEntry, referral: Referral) -> Opened:
    if entry.organisation != viewer.organisation or not entry.reads_sealed:
        raise NotAllowed("report.opened", "referral", (referral.reference,))
    key = custody.open_key(referral.record, viewer.organisation)
    record_read(viewer, "report.opened", "referral", [referral.reference])
    return Opened(unseal_content(key, referral.record, referral.shared.content), None, key)
