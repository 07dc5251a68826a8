"""Records that somebody must not know of, also not from the audit trail.

The room that keeps such records says which of them are hidden from whom. A line about one of
them is left out for these viewers; of a list that held others too, they read the others. What the
viewer did stays readable to the viewer: that it is left out would tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from toevlucht.records.models import AuditLine
from toevlucht.records.viewer import Viewer

Hidden = Callable[[Viewer, frozenset[str]], set[str]]
"""Which of these ids name a record that the viewer must not know of."""

AT_ONCE = 500
SEARCHED = "record:"  # how a search of the trail for one record stands in the trail
LISTS = (".listed", ".searched")  # what the events of lists end with
TRAIL = "audit"

_rooms: list[Hidden] = []


def hide(hidden: Hidden) -> None:
    """Called once by a room that keeps records from people."""
    _rooms.append(hidden)


def readable(viewer: Viewer, lines: Iterator[AuditLine]) -> Iterator[AuditLine]:
    while some := list(islice(lines, AT_ONCE)):
        yield from without_hidden(viewer, some)


def without_hidden(viewer: Viewer, lines: Iterable[AuditLine]) -> list[AuditLine]:
    """These lines as the viewer may read them; each room is asked once for all of them."""
    lines = list(lines)
    named = frozenset(_record(one) for line in lines for one in line.ids)
    hidden: set[str] = set().union(*(room(viewer, named) for room in _rooms))
    return [line for line in lines if _is_left(viewer, line, hidden)] if hidden else lines


def _is_left(viewer: Viewer, line: AuditLine, hidden: set[str]) -> bool:
    """Takes the ids of what is hidden out of a list; whether the line stays."""
    if line.person is not None and line.person == viewer.person:
        return True
    left = [one for one in line.ids if _record(one) not in hidden]
    if len(left) == len(line.ids):
        return True
    line.ids = left
    return bool(left) and line.kind != TRAIL and line.event.endswith(LISTS)


def _record(one: str) -> str:
    return one.removeprefix(SEARCHED)
