"""Lines to test with."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from toevlucht.records.actions import record_change, record_read
from toevlucht.records.events import EVENTS
from toevlucht.records.models import AuditLine
from toevlucht.records.viewer import Viewer

READER = Viewer(person=11, organisation="politie", roles=frozenset({"reader"}))
ADMINISTRATOR = Viewer(person=12, organisation="politie", roles=frozenset({"administrator"}))
COLLEAGUE = Viewer(person=13, organisation="politie", roles=frozenset({"contributor"}))
OUTSIDER = Viewer(person=21, organisation="kmar", roles=frozenset({"administrator"}))
CENTRE = Viewer(person=1, organisation="emm", roles=frozenset({"administrator"}), is_centre=True)
EDITOR = Viewer(person=2, organisation="emm", roles=frozenset({"editor"}), is_centre=True)


def line(
    viewer: Viewer = READER,
    event: str = "contribution.read",
    kind: str = "contribution",
    ids: Iterable[object] = ("5",),
) -> AuditLine:
    """Written now, and read back as the database keeps it."""
    record = record_change if EVENTS[event].is_change else record_read
    record(viewer, event, kind, ids)
    return AuditLine.objects.latest("pk")


def lines(count: int, viewer: Viewer = READER) -> list[AuditLine]:
    return [line(viewer, ids=[number]) for number in range(count)]


def a_full_trail(count: int = 4_000) -> None:
    """Lines as of a year of work, and the database told how many, for it to choose its plans by."""
    events = [name for name in EVENTS if name.startswith(("draft.", "contribution."))]
    AuditLine.objects.bulk_create(
        AuditLine(
            person=number % 500,
            organisation=f"partner-{number % 40}",
            on_behalf_of=f"partner-{number % 7}" if number % 20 == 0 else "",
            channel="page",
            event=events[number % len(events)],
            kind="draft",
            ids=[str(number % 900)],
            outcome="done",
        )
        for number in range(count)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
