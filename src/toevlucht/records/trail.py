"""Read the audit trail: an administrator that of the own organisation, the centre's all of it.

What others did on behalf of an organisation belongs to its trail too.

Reading it is recorded in it. What is recorded are the search itself and the first and last line
that were shown, never the lines one by one: they would grow with every look at them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import merge
from itertools import islice

from django.db.models import Q, QuerySet

from toevlucht.records.actions import record_read
from toevlucht.records.hiding import readable, without_hidden
from toevlucht.records.models import AuditLine, AuditSubject
from toevlucht.records.tokens import tokens_of_a_refusal
from toevlucht.records.viewer import ROLES, NotAllowed, Viewer

PAGE = 50

# What belongs to a person goes by the number of that person: the means to log in, and the roles.
OF_A_PERSON = ("person", "password", "sessions", "totp", "webauthn", "recovery_codes", *ROLES)


@dataclass(frozen=True)
class Search:
    """What the reader of the trail is after; empty for everything in the own scope."""

    event: str = ""
    person: int | None = None
    kind: str = ""
    record: str = ""
    since: datetime.datetime | None = None
    until: datetime.datetime | None = None  # not itself in it

    def tokens(self) -> list[str]:
        """The search in codes, as it is written in the line about it."""
        named = {
            "event": self.event,
            "person": "" if self.person is None else str(self.person),
            "kind": self.kind,
            "record": self.record,
            "since": self.since.date().isoformat() if self.since else "",
            "until": self.until.date().isoformat() if self.until else "",
        }
        return tokens_of_a_refusal(f"{name}:{value}" for name, value in named.items() if value)


@dataclass(frozen=True)
class TrailPage:
    """Lines, newest first, and the line after which older ones follow."""

    lines: list[AuditLine]
    older: int | None


@dataclass(frozen=True)
class Trace:
    """That somebody of an organisation did something with a record; not who."""

    at: datetime.datetime
    event: str
    organisation: str
    roles: tuple[str, ...]
    outcome: str
    is_own: bool  # done by the viewer


def read_trail(viewer: Viewer, search: Search, after: int | None = None) -> TrailPage:
    found = _one_page(viewer, search, after)
    shown = found[:PAGE]
    asked = search.tokens()
    ends = [f"line:{line.pk}" for line in (*shown[:1], *shown[1:][-1:])]
    record_read(viewer, "audit.searched" if asked else "audit.read", "audit", [*asked, *ends])
    return TrailPage(shown, shown[-1].pk if len(found) > PAGE else None)


def export_trail(viewer: Viewer, search: Search) -> Iterator[AuditLine]:
    """Every line that was found; that it was asked for is on record before the first of them."""
    found = _found(viewer, search)
    record_read(viewer, "audit.exported", "audit", search.tokens())
    return readable(viewer, _together([lines.iterator(chunk_size=2_000) for lines in found]))


def lines_about(
    viewer: Viewer, kind: str, ids: Iterable[object], at_most: int = PAGE
) -> list[Trace]:
    """Who did or saw something of these records, newest first, as organisation and role.

    Other rooms call this for records that they have found the viewer may see; it cannot know.
    """
    return [] if viewer.is_public else _traces(viewer, [kind], ids, at_most)


def lines_about_me(viewer: Viewer, at_most: int = 200) -> list[Trace]:
    """Who read or changed what is kept about the viewer: GDPR, article 15."""
    if viewer.person is None:
        raise NotAllowed("audit.own_read", "person")
    record_read(viewer, "audit.own_read", "audit", [f"person:{viewer.person}"])
    return _traces(viewer, OF_A_PERSON, [viewer.person], at_most)


def _traces(
    viewer: Viewer, kinds: Iterable[str], ids: Iterable[object], at_most: int
) -> list[Trace]:
    lines = _newest_first(AuditLine.objects.filter(_about(kinds, ids)))
    return [
        Trace(
            line.at,
            line.event,
            line.organisation,
            tuple(line.roles),
            line.outcome,
            line.person == viewer.person and viewer.person is not None,
        )
        for line in lines[:at_most]
    ]


def _one_page(viewer: Viewer, search: Search, after: int | None) -> list[AuditLine]:
    """One more than a page; what is hidden from the viewer is made up for by older lines."""
    found: list[AuditLine] = []
    while len(found) <= PAGE:
        older = Q() if after is None else _older_than(after)
        parts = [lines.filter(older)[: PAGE + 1] for lines in _found(viewer, search)]
        some = list(islice(_together(parts), PAGE + 1))
        found += without_hidden(viewer, some)
        if len(some) <= PAGE:
            break
        after = some[-1].pk
    return found[: PAGE + 1]


def _found(viewer: Viewer, search: Search) -> list[QuerySet[AuditLine]]:
    """In parts, each in the order of an index: one query with OR would sort all it finds."""
    return [_newest_first(_matching(lines, search)) for lines in _in_scope(viewer)]


def _matching(lines: QuerySet[AuditLine], search: Search) -> QuerySet[AuditLine]:
    if search.event:
        lines = lines.filter(event=search.event)
    if search.person is not None:
        lines = lines.filter(person=search.person)
    if search.record:
        lines = lines.filter(_about([search.kind], [search.record]))
    elif search.kind:
        lines = lines.filter(kind=search.kind)
    if search.since:
        lines = lines.filter(at__gte=search.since)
    if search.until:
        lines = lines.filter(at__lt=search.until)
    return lines


def _in_scope(viewer: Viewer) -> list[QuerySet[AuditLine]]:
    if not viewer.has("administrator"):
        raise NotAllowed("audit.read", "audit")
    if viewer.is_centre:
        return [AuditLine.objects.all()]
    own = Q(organisation=viewer.organisation)
    behalf = ~Q(on_behalf_of="") & Q(on_behalf_of=viewer.organisation)
    return [AuditLine.objects.filter(own), AuditLine.objects.filter(behalf & ~own)]


def _together(parts: Iterable[Iterable[AuditLine]]) -> Iterator[AuditLine]:
    return merge(*parts, key=lambda line: (line.at, line.pk), reverse=True)


def _about(kinds: Iterable[str], ids: Iterable[object]) -> Q:
    named = [str(one) for one in ids]
    subjects = AuditSubject.objects.filter(kind__in=list(kinds), subject__in=named)
    return Q(pk__in=subjects.values("line"))


def _older_than(line: int) -> Q:
    at = AuditLine.objects.filter(pk=line).values_list("at", flat=True).first()
    if at is None:
        return Q()
    # The first condition says nothing new; it lets the database begin in the right place.
    return Q(at__lte=at) & (Q(at__lt=at) | Q(pk__lt=line))


def _newest_first(lines: QuerySet[AuditLine]) -> QuerySet[AuditLine]:
    return lines.order_by("-at", "-pk")
