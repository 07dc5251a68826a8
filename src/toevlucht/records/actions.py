"""Record who did or saw what on content that is not public.

A change is recorded inside its own transaction: both happen or neither does. Reads and refusals
are kept until the outermost unit of work (a request, a task, a command) ends, and written then,
so that a rollback does not take them away; nothing is answered before they are written.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from toevlucht.records.events import BREAK_GLASS_REASONS, EVENTS
from toevlucht.records.models import AuditLine
from toevlucht.records.tokens import code, tokens, tokens_of_a_refusal
from toevlucht.records.viewer import NotAllowed, Viewer
from toevlucht.records.work import keep, request_name, unit_of_work

__all__ = ["record_change", "record_read", "record_refusal", "unit_of_work"]


class WrongKind(ValueError):
    """A change was recorded as a read or the other way round; one of the two would be lost."""


def record_change(
    viewer: Viewer,
    event: str,
    kind: str = "",
    ids: Iterable[object] = (),
    on_behalf_of: str = "",
    ground: str = "",
) -> None:
    """Write the line of a change now, in the transaction of the change."""
    if not EVENTS[event].is_change:
        raise WrongKind(f"{event} changes nothing: record_read keeps it when all is rolled back")
    _line(viewer, event, kind, tokens(ids), on_behalf_of, ground).save(force_insert=True)


def record_read(
    viewer: Viewer,
    event: str,
    kind: str = "",
    ids: Iterable[object] = (),
    on_behalf_of: str = "",
    ground: str = "",
) -> None:
    """One line for a page, a search or an export, with the ids of all records that it shows.

    ``ground`` is for what is read under a break-glass: its reason.
    """
    if EVENTS[event].is_change:
        raise WrongKind(f"{event} is a change: record_change writes it in the same transaction")
    keep(_line(viewer, event, kind, tokens(ids), on_behalf_of, ground))


def record_refusal(viewer: Viewer, refusal: NotAllowed) -> None:
    ids = tokens_of_a_refusal(refusal.ids)
    line = _line(viewer, refusal.event, refusal.kind, ids, "", "")
    line.outcome = "refused"
    keep(line)


def _line(
    viewer: Viewer, event: str, kind: str, ids: list[str], on_behalf_of: str, ground: str
) -> AuditLine:
    about = EVENTS[event]
    if ground and ground not in BREAK_GLASS_REASONS:
        raise ValueError("only a break-glass gives a line another ground")
    return AuditLine(
        at=timezone.now(),  # when it was done, not when the work ended and it was written
        request=request_name(),
        person=viewer.person,
        organisation=code(viewer.organisation),
        roles=sorted(viewer.roles),
        channel=viewer.channel,
        on_behalf_of=code(on_behalf_of),
        event=event,
        kind=code(kind),
        ids=ids,
        purpose=about.purpose,
        ground=ground or about.ground,
        outcome="done",
    )
