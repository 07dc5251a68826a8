"""Which series rest, under which rule, and what was seen each time that it was looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Prefetch, Subquery

from toevlucht.picture.editorial import Edition
from toevlucht.picture.models import EditionVersion, Look, Series, Suspension
from toevlucht.picture.queries.frozen import editorial_of
from toevlucht.records.viewer import Viewer

WATCHERS = ("reader", "editor", "approver")
LOOKS_SHOWN = 50


@dataclass(frozen=True)
class Watched:
    """A series as the centre watches it: whether it rests, and the newest looks."""

    series: Series
    suspension: Suspension | None
    looks: Sequence[Look]
    earlier: Sequence[Suspension]

    @property
    def newest(self) -> Look | None:
        return self.looks[0] if self.looks else None


def may_watch(viewer: Viewer) -> bool:
    """Counts since the last edition are not published: the expertise centre alone sees them."""
    return viewer.is_centre_with(*WATCHERS)


def may_suspend(viewer: Viewer) -> bool:
    return viewer.is_centre_with("editor")


def watched_series(viewer: Viewer) -> list[Watched]:
    """Every series with what is watched of it; nothing for who may not watch."""
    if not may_watch(viewer):
        return []
    suspensions = Suspension.objects.order_by("-since")
    found = Series.objects.order_by("slug").prefetch_related(
        Prefetch("suspensions", queryset=suspensions)
    )
    return [_watched(series, looks=False) for series in found]


def find_watched(viewer: Viewer, slug: str) -> Watched | None:
    if not may_watch(viewer):
        return None
    suspensions = Suspension.objects.order_by("-since")
    found = Series.objects.filter(slug=slug).prefetch_related(
        Prefetch("suspensions", queryset=suspensions)
    )
    series = found.first()
    return _watched(series, looks=True) if series else None


def _watched(series: Series, *, looks: bool) -> Watched:
    every = list(series.suspensions.all())
    current = next((one for one in every if one.until is None), None)
    shown = current.looks.order_by("-pk")[:LOOKS_SHOWN] if current and looks else []
    return Watched(series, current, list(shown), [one for one in every if one.until])


def met_rules(viewer: Viewer) -> list[Suspension]:
    """Suspensions whose newest look says that their rule is met: the desk tells it."""
    if not may_watch(viewer):
        return []
    newest = Look.objects.filter(suspension=OuterRef("suspension")).order_by("-pk").values("pk")
    found = Look.objects.filter(suspension__until__isnull=True, met=True, pk=Subquery(newest[:1]))
    return [look.suspension for look in found.select_related("suspension__series").order_by("pk")]


def current_suspension(viewer: Viewer, series: Series) -> Suspension | None:
    """Everybody may know that a series rests, why, and when it will not any more."""
    return series.suspensions.filter(until__isnull=True).first()


def open_suspensions_of(contributions: str) -> list[Suspension]:
    """The suspended series that are made of contributions which name this series."""
    found = Suspension.objects.select_related("series").filter(until__isnull=True)
    return [one for one in found if contributions_of_series(one.series) == contributions]


def contributions_of_series(series: Series) -> str:
    last = last_edition(series)
    return last.series_of_contributions if last else series.slug


def last_edition(series: Series) -> Edition | None:
    """The editorial file of the newest version with the latest cut-off date."""
    newest = (
        EditionVersion.objects.select_related("edition__series")
        .filter(edition__series=series, corrected_by__isnull=True)
        .order_by("-cut_off", "-pk")
        .first()
    )
    return editorial_of(newest) if newest else None
