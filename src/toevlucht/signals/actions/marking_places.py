"""Mark the places of reports that were received before marks were made, as an upgrade does."""

from __future__ import annotations

from toevlucht.records.sealed import custody
from toevlucht.records.sealed.envelope import CannotOpen
from toevlucht.signals.models import Report, SealedPart
from toevlucht.signals.place_marks import marks_of, place_marks_key
from toevlucht.signals.telling import unseal_content

AT_ONCE = 500


def mark_places_left() -> int:
    """How many were marked. What nobody holds a key of any more is found at no place."""
    marked, last = 0, 0
    while found := _without_marks(last):
        last = found[-1].pk
        marked += _mark(found)
    return marked


def _without_marks(after: int) -> list[Report]:
    found = Report.objects.filter(pk__gt=after, sealed__location_mark="")
    return list(found.select_related("sealed").order_by("pk")[:AT_ONCE])


def _mark(reports: list[Report]) -> int:
    by_handler: dict[str, list[str]] = {}
    for one in reports:
        by_handler.setdefault(one.handler, []).append(one.record)
    keys: dict[str, bytes] = {}
    for handler, records in by_handler.items():
        keys |= custody.open_keys(records, handler)
    made, own = [], place_marks_key()
    for report in reports:
        try:
            content = unseal_content(keys[report.record], report.record, report.sealed.content)
        except (KeyError, CannotOpen):
            continue
        for name, mark in marks_of(own, report.reference, content).items():
            setattr(report.sealed, name, mark)
        made.append(report.sealed)
    return SealedPart.objects.bulk_update(made, ["location_mark", "household_mark"])
