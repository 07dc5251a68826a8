"""What a viewer may read of what partners sent."""

from __future__ import annotations

import datetime

from django.db.models import QuerySet

from toevlucht.picture.models import Contribution, Package
from toevlucht.picture.models.contributions import TAKEN
from toevlucht.records.viewer import Viewer

# An administrator alone reads no content, and nobody reads another organisation's but the editors.
READERS = ("reader", "contributor", "editor", "approver")
SENDERS = ("contributor",)
PAGE = 50


def contributions(viewer: Viewer) -> QuerySet[Contribution]:
    """What the viewer may read: of the own organisation, and for the centre's editors of all."""
    found = Contribution.objects.select_related("organisation", "sent_by")
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
