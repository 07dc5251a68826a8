"""What is asked of an area on a day in each scheme: what was published, and what was added."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

from toevlucht.reception.models import Target
from toevlucht.reception.models.coordination import SCHEMES
from toevlucht.reception.published_targets import Asked, published_targets

Targets = Mapping[str, Mapping[str, Asked]]
"""By area, then by scheme."""


def targets_on(day: datetime.date, wanted: Iterable[str]) -> Targets:
    """What holds on that day; a scheme that asks nothing of an area is not there."""
    found: dict[str, dict[str, Asked]] = {area: {} for area in wanted}
    for one in _by_day(list(found)):
        if one.valid_from <= day and one.area in found:
            found[one.area][one.scheme] = one
    return {
        area: {name: held[name] for name in SCHEMES if _asks(held.get(name))}
        for area, held in found.items()
    }


def targets_of(area: str) -> list[Asked]:
    """All that was ever asked of it, the newest first, with what was changed later."""
    return _by_day([area])[::-1]


def _by_day(wanted: list[str]) -> list[Asked]:
    """What comes later in the list stands instead of what has the same area, scheme and day."""
    added = Target.objects.filter(area__in=wanted).order_by("valid_from", "pk")
    published = [one for one in published_targets() if one.area in set(wanted)]
    both = [*published, *(_asked(one) for one in added)]
    return sorted(both, key=lambda one: one.valid_from)


def _asked(row: Target) -> Asked:
    names = ("scheme", "area", "valid_from", "places", "due_on", "source", "organisation")
    return Asked(**{name: getattr(row, name) for name in names}, recorded_at=row.recorded_at)


def _asks(one: Asked | None) -> bool:
    return one is not None and one.places is not None
