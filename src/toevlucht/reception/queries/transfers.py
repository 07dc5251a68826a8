"""Requests for transfer: what waits for whom, what goes on, and what came of those that ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from toevlucht.reception.circles import NATIONAL, circle_of
from toevlucht.reception.models import Transfer, TransferFamily
from toevlucht.reception.models.transfers import KNOWN_TO_RECEIVER
from toevlucht.reception.queries.families import Named, named
from toevlucht.reception.reach import reach_of
from toevlucht.records.viewer import Viewer

ON_A_PAGE = 50
LISTS = ("waiting", "open", "ended")


@dataclass(frozen=True)
class TransferPage:
    """Some of them, and the reference of the last where more follow."""

    transfers: Sequence[Transfer]
    more_after: str = ""


def transfers_for(viewer: Viewer) -> QuerySet[Transfer]:
    """Those in which the viewer's area sends or receives; all of them for the whole country."""
    circle = circle_of(viewer)
    if circle.is_national:
        return Transfer.objects.all()
    if not circle.area:
        return Transfer.objects.none()
    if circle.area.startswith("VR"):
        return Transfer.objects.filter(Q(from_region=circle.area) | Q(to_region=circle.area))
    return Transfer.objects.filter(Q(municipality=circle.area) | Q(to_municipality=circle.area))


def list_transfers(viewer: Viewer, name: str = "waiting", after: str = "") -> TransferPage:
    """What waits for the viewer, the longest overdue first; else the newest first."""
    found = transfers_for(viewer)
    last = found.filter(reference=after).first() if after else None
    if name == "waiting":
        circle = circle_of(viewer)
        found = found.filter(waits_for=NATIONAL if circle.is_national else circle.region)
        if last and last.due_at:
            found = found.filter(Q(due_at__gt=last.due_at) | Q(due_at=last.due_at, pk__gt=last.pk))
        return _page(found.order_by(F("due_at").asc(nulls_last=True), "pk"))
    found = found.filter(state="ended") if name == "ended" else found.exclude(state="ended")
    if last:
        found = found.filter(pk__lt=last.pk)
    return _page(found.order_by("-pk"))


def find_transfer(viewer: Viewer, reference: str) -> Transfer | None:
    found = transfers_for(viewer).filter(reference=reference).prefetch_related("steps")
    return found.first()


@dataclass(frozen=True)
class Going:
    """A family that goes with a transfer, with its people as far as the viewer reads them."""

    row: TransferFamily
    people: list[Named]


def families_of(viewer: Viewer, transfer: Transfer) -> list[Going]:
    """For the municipality that sends, and from its acceptance for the one that receives.

    Both go on seeing the number of a family that moved over; its names are the new one's.
    """
    own = reach_of(viewer).keeps_municipality
    rows = transfer.named.select_related("family").order_by("pk")
    if not own or own not in (transfer.municipality, transfer.to_municipality):
        return []
    if own != transfer.municipality and transfer.state not in KNOWN_TO_RECEIVER:
        rows = rows.filter(moved_at__isnull=False)
    return [Going(row, named(viewer, row.family.people.order_by("pk"))) for row in rows]


def _page(found: QuerySet[Transfer]) -> TransferPage:
    rows = list(found[: ON_A_PAGE + 1])
    shown = rows[:ON_A_PAGE]
    return TransferPage(shown, shown[-1].reference if len(rows) > ON_A_PAGE else "")
