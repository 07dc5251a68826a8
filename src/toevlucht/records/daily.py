"""A clock for work that is done every day: asked for once a day, however many workers there are."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from toevlucht.records.jobs import Work, ask, job
from toevlucht.records.models import DailyWork
from toevlucht.records.viewer import Viewer

CLOCK = Viewer(channel="task")

_kinds: list[str] = []


def daily(kind: str) -> Callable[[Work], Work]:
    """Register the function that does this work, as `jobs.job` does; it is done every day."""
    _kinds.append(kind)
    return job(kind)


def ask_for_daily_work() -> int:
    """What was not asked for today yet; how many kinds that were."""
    return sum(_ask_once(kind) for kind in sorted(set(_kinds)))


def _ask_once(kind: str) -> bool:
    """Of several workers that look at once, the one that changes the day asks."""
    today = timezone.localdate()
    if DailyWork.objects.filter(kind=kind, asked_on__gte=today).exists():
        return False
    with transaction.atomic():
        _, is_new = DailyWork.objects.get_or_create(kind=kind, defaults={"asked_on": today})
        earlier = DailyWork.objects.filter(kind=kind, asked_on__lt=today)
        if not is_new and not earlier.update(asked_on=today):
            return False
        ask(CLOCK, kind)
    return True
