"""Let a series rest until something rises sharply, and let it resume."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from toevlucht.language import LANGUAGES
from toevlucht.picture.actions.looking import KIND
from toevlucht.picture.models import Series, Suspension
from toevlucht.picture.queries.series import may_suspend
from toevlucht.records.actions import record_change
from toevlucht.records.jobs import ask
from toevlucht.records.viewer import NotAllowed, Viewer


@dataclass(frozen=True)
class ResumeRule:
    """Which counts are watched, and what is a sharp rise of them; see ``trigger``."""

    rungs: Sequence[str]
    chance: Decimal
    factor: Decimal
    minimum: int


def suspend_series(
    viewer: Viewer, slug: str, reason: Mapping[str, str], rule: ResumeRule
) -> Suspension:
    """From now on the series reports on cause only. Suspending it again changes nothing."""
    with transaction.atomic():
        series = _series(viewer, slug, "series.suspended")
        open_one = series.suspensions.filter(until__isnull=True).first()
        if open_one:
            return open_one
        suspension = Suspension.objects.create(
            series=series,
            suspended_by_id=_person(viewer, "series.suspended", slug),
            rungs=list(rule.rungs),
            chance=rule.chance,
            factor=rule.factor,
            minimum=rule.minimum,
            **{f"reason_{language}": reason[language] for language in LANGUAGES},
        )
        record_change(viewer, "series.suspended", "series", [slug])
        ask(viewer, KIND, suspension=suspension.pk, because=None)
    return suspension


def resume_series(viewer: Viewer, slug: str) -> Suspension | None:
    """The series reports again; what was looked at stays on record."""
    with transaction.atomic():
        series = _series(viewer, slug, "series.resumed")
        suspension = series.suspensions.filter(until__isnull=True).first()
        if suspension:
            suspension.until = timezone.now()
            suspension.resumed_by_id = _person(viewer, "series.resumed", slug)
            suspension.save(update_fields=["until", "resumed_by"])
            record_change(viewer, "series.resumed", "series", [slug])
    return suspension


def _series(viewer: Viewer, slug: str, event: str) -> Series:
    """Locked, so that two editors at the same moment do not both decide."""
    series = Series.objects.select_for_update(no_key=True).filter(slug=slug).first()
    if not may_suspend(viewer) or not series:
        raise NotAllowed(event, "series", (slug,))
    return series


def _person(viewer: Viewer, event: str, slug: str) -> int:
    """A decision is somebody's: a machine takes none."""
    if viewer.person is None:
        raise NotAllowed(event, "series", (slug,))
    return viewer.person
