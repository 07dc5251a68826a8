"""What a viewer may read of what partners sent."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from toevlucht.picture import received
from toevlucht.picture.models import Contribution, EditionVersion, Package, Trace
from toevlucht.picture.models.contributions import TAKEN
from toevlucht.picture.queries.frozen import holds, versions_that_take
from toevlucht.picture.tracing import kept_for_owner
from toevlucht.records.viewer import Viewer

# An administrator alone reads no content, and nobody reads another organisation's but the editors.
READERS = ("reader", "contributor", "editor", "approver")
PAGE = 50


def may_send(viewer: Viewer, organisation: str) -> bool:
    """Contributors send for their own organisation, the centre's editors for any."""
    own = viewer.has("contributor") and viewer.organisation == organisation
    return own or viewer.is_centre_with("editor")


def contributions(viewer: Viewer) -> QuerySet[Contribution]:
    """What the viewer may read: of the own organisation, and for the centre's editors of all."""
    found = Contribution.objects.select_related("organisation")
    if viewer.is_centre_with("editor"):
        return found
    if viewer.has(*READERS):
        return found.filter(organisation__code=viewer.organisation)
    return found.none()


def contributions_page(
    viewer: Viewer, before: int | None = None, series: str = "", size: int = PAGE
) -> list[Contribution]:
    """The newest first, those with a smaller number than ``before``: one more than a page holds."""
    found = contributions(viewer)
    if before is not None:
        found = found.filter(pk__lt=before)
    if series:
        found = found.filter(series=series)
    return list(found.order_by("-pk")[: size + 1])


def find_contribution(viewer: Viewer, number: int) -> Contribution | None:
    return contributions(viewer).filter(pk=number).first()


def find_package(viewer: Viewer, number: int) -> Package | None:
    """A package on its way: for those who may read what its organisation sends."""
    found = Package.objects.select_related("organisation", "contribution")
    if not viewer.is_centre_with("editor"):
        if not viewer.has(*READERS):
            return None
        found = found.filter(organisation__code=viewer.organisation)
    return found.filter(pk=number).first()


def taken_until(viewer: Viewer | None, series: str, cut_off: datetime.date) -> list[Contribution]:
    """What an edition is frozen of: taken, cut off in time, in the order of cut-off and sending.

    ``viewer`` is None for work that already decided who asks: freezing a draft.
    """
    everything = Contribution.objects.select_related("organisation")
    found = everything if viewer is None else contributions(viewer)
    found = found.filter(series=series, state=TAKEN, cut_off__lte=cut_off)
    return list(found.order_by("cut_off", "sent_at", "pk"))


def versions_with(contribution: Contribution) -> list[EditionVersion]:
    """The published versions that were made with it."""
    contributed = received.contributed(contribution)
    return [one for one in versions_that_take(contribution.series) if holds(one, contributed)]


@dataclass(frozen=True)
class Followed:
    """A published version beside a contribution: whether it is in it, and the trace if made."""

    version: EditionVersion
    is_in: bool
    trace: Trace | None


def followed(contribution: Contribution) -> list[Followed]:
    """Every published version of its series, the newest cut-off date first."""
    traces = {trace.version_id: trace for trace in contribution.traces.all()}
    contributed = received.contributed(contribution)
    return [
        Followed(version, holds(version, contributed), traces.get(version.pk))
        for version in versions_that_take(contribution.series)
    ]


def find_trace(viewer: Viewer, contribution: Contribution, version: int) -> Trace | None:
    """The trace into a version, made or still being made; only of what the viewer may read."""
    found = Trace.objects.select_related("version__edition__series").filter(version_id=version)
    return found.filter(contribution__in=contributions(viewer), contribution=contribution).first()


def trace_content(viewer: Viewer, trace: Trace) -> Mapping[str, Any]:
    """What the viewer may read of a trace: the centre's editors all of it, others their own part.

    See ``tracing.kept_for_owner`` for why.
    """
    content: dict[str, Any] = trace.content or {"rows": {}, "changes": []}
    if viewer.is_centre_with("editor"):
        return content
    return {**content, "changes": kept_for_owner(content["changes"])}


def rows_page(
    contribution: Contribution, table: str, start: int, version: int | None = None
) -> list[dict[str, Any]]:
    """A page of its rows; ``fate`` beside them where they were followed into a version."""
    if table not in contribution.rows:
        return []
    rows = received.page_of(contribution.tables / f"{table}.parquet", start, PAGE)
    if version is None:
        return rows
    file = received.traces_folder(contribution, version) / f"{table}.parquet"
    found = received.page_of(file, start, PAGE) if file.exists() else []
    return [row | fate for row, fate in zip(rows, found, strict=False)] if found else rows
