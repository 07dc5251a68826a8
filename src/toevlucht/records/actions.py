"""Record who did or saw what on content that is not public.

A change is recorded inside its own transaction: both happen or neither does. Reads and refusals
are kept until the outermost unit of work (a request, a task, a command) ends, and written then,
so that a rollback does not take them away; nothing is answered before they are written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from toevlucht.records.events import EVENTS
from toevlucht.records.models import AuditLine
from toevlucht.records.viewer import NotAllowed, Viewer

__all__ = ["record_change", "record_read", "record_refusal", "unit_of_work"]

_pending: ContextVar[list[AuditLine] | None] = ContextVar("pending_audit_lines", default=None)


def record_change(
    viewer: Viewer, event: str, kind: str = "", ids: Iterable[object] = (), on_behalf_of: str = ""
) -> None:
    """Write the line of a change now, in the transaction of the change."""
    _line(viewer, event, kind, ids, on_behalf_of).save()


def record_read(
    viewer: Viewer, event: str, kind: str = "", ids: Iterable[object] = (), on_behalf_of: str = ""
) -> None:
    """One line for a page, a search or an export, with the ids of all records that it shows."""
    _keep(_line(viewer, event, kind, ids, on_behalf_of))


def record_refusal(viewer: Viewer, refusal: NotAllowed) -> None:
    line = _line(viewer, refusal.event, refusal.kind, refusal.ids, "")
    line.outcome = "refused"
    _keep(line)


@contextmanager
def unit_of_work() -> Iterator[None]:
    """Everything that is read or refused inside is on record when this ends, whatever happens."""
    if _pending.get() is not None:
        yield
        return
    lines: list[AuditLine] = []
    token = _pending.set(lines)
    try:
        yield
    finally:
        _pending.reset(token)
        AuditLine.objects.bulk_create(lines)


def _keep(line: AuditLine) -> None:
    pending = _pending.get()
    if pending is None:
        line.save()
    else:
        pending.append(line)


def _line(
    viewer: Viewer, event: str, kind: str, ids: Iterable[object], on_behalf_of: str
) -> AuditLine:
    about = EVENTS[event]
    return AuditLine(
        person=viewer.person,
        organisation=viewer.organisation,
        roles=sorted(viewer.roles),
        channel=viewer.channel,
        on_behalf_of=on_behalf_of,
        event=event,
        kind=kind,
        ids=[str(one) for one in ids],
        purpose=about.purpose,
        ground=about.ground,
        outcome="done",
    )
