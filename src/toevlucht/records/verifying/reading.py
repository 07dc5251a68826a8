"""Read segments and sealed lines in order, a few thousand at a time, however long the trail is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q

from toevlucht.records.models import AuditLine, AuditSeal, AuditSegment, AuditSubject

AT_ONCE = 2_000


@dataclass(frozen=True)
class SealedLine:
    """A seal, the line that it belongs to, and the records by which that line is found.

    No line, though it is there: what it holds now cannot be read as a line at all.
    """

    seal: AuditSeal
    is_there: bool
    line: AuditLine | None
    found_by: frozenset[tuple[str, str]]


def segments(until: int) -> Iterator[AuditSegment]:
    last = -1
    while True:
        page = AuditSegment.objects.filter(number__gt=last, number__lte=until)
        found = list(page.order_by("number")[:AT_ONCE])
        yield from found
        if len(found) < AT_ONCE:
            return
        last = found[-1].number


def by_segment(until: int) -> Iterator[tuple[int, Iterator[SealedLine]]]:
    """The sealed lines of each segment number that any seal names, in order."""
    return groupby(_sealed_lines(until), key=lambda sealed: sealed.seal.segment)


def _sealed_lines(until: int) -> Iterator[SealedLine]:
    segment, position = -(2**62), 0
    while True:
        after = Q(segment__gt=segment) | Q(segment=segment, position__gt=position)
        # The first condition says nothing new; it lets the database begin in the right place.
        page = AuditSeal.objects.filter(segment__gte=segment, segment__lte=until).filter(after)
        seals = list(page.order_by("segment", "position")[:AT_ONCE])
        ids = [seal.line for seal in seals]
        lines = _lines(ids)
        found_by: dict[int, set[tuple[str, str]]] = {}
        subjects = AuditSubject.objects.filter(line__in=ids)
        for line, kind, subject in subjects.values_list("line", "kind", "subject"):
            found_by.setdefault(line, set()).add((kind, subject))
        for seal in seals:
            found = frozenset(found_by.get(seal.line, ()))
            yield SealedLine(seal, seal.line in lines, lines.get(seal.line), found)
        if len(seals) < AT_ONCE:
            return
        segment, position = seals[-1].segment, seals[-1].position


def _lines(ids: list[int]) -> dict[int, AuditLine | None]:
    """Together; one by one where somebody wrote into a line what is no time or no JSON."""
    try:
        found = AuditLine.objects.in_bulk(ids)
    except (ValueError, TypeError):
        there = AuditLine.objects.filter(pk__in=ids).values_list("pk", flat=True)
        return {pk: _line(pk) for pk in there}
    return {
        pk: line if line.at and isinstance(line.ids, list) else None for pk, line in found.items()
    }


def _line(pk: int) -> AuditLine | None:
    try:
        return AuditLine.objects.get(pk=pk)
    except (ValueError, TypeError):
        return None
