"""Open, in an emergency, what one otherwise may not see: an hour long, with a reason, and seen.

The centre's approvers and administrators may, for the content of one organisation; a room may have
a narrower rule for what is its own. That it was
opened is on record, each record that was
read under it too, and that organisation's administrators see it on their desk.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from toevlucht.records.actions import record_change, record_read
from toevlucht.records.events import BREAK_GLASS_REASONS
from toevlucht.records.models import BreakGlass
from toevlucht.records.viewer import NotAllowed, Viewer

LASTS = datetime.timedelta(hours=1)
SHOWN = datetime.timedelta(days=90)


def open_break_glass(viewer: Viewer, organisation: str, reason: str) -> BreakGlass:
    """For this person and this organisation; where it is open already that one, no longer."""
    if not may_open(viewer):
        raise NotAllowed("break_glass.opened", "organisation", (organisation,))
    return break_open(viewer, organisation, reason)


def break_open(viewer: Viewer, organisation: str, reason: str) -> BreakGlass:
    """For rooms with a rule of their own: they have checked that this viewer may."""
    if viewer.person is None:
        raise NotAllowed("break_glass.opened", "organisation", (organisation,))
    if reason not in BREAK_GLASS_REASONS:
        raise ValueError("a break-glass has one of three reasons")
    with transaction.atomic():
        if found := lasting_break_glass(viewer, organisation):
            return found
        now = timezone.now()
        glass = BreakGlass.objects.create(
            person=viewer.person,
            organisation=organisation,
            reason=reason,
            opened_at=now,
            until=now + LASTS,
        )
        record_change(viewer, "break_glass.opened", "organisation", [organisation], ground=reason)
    return glass


def may_open(viewer: Viewer) -> bool:
    return viewer.is_centre_with("approver", "administrator")


def is_open_for(viewer: Viewer, organisation: str) -> bool:
    return open_break_glass_of(viewer, organisation) is not None


def open_break_glass_of(viewer: Viewer, organisation: str) -> BreakGlass | None:
    """The one under which this viewer may read content of this organisation now."""
    return lasting_break_glass(viewer, organisation) if may_open(viewer) else None


def lasting_break_glass(viewer: Viewer, organisation: str) -> BreakGlass | None:
    """The one that this person opened and that still lasts, by whichever rule it was opened."""
    if viewer.person is None:
        return None
    return lasting_break_glasses(viewer).filter(organisation=organisation).order_by("pk").first()


def lasting_break_glasses(viewer: Viewer) -> QuerySet[BreakGlass]:
    now = timezone.now()
    own = Q(person=viewer.person) if viewer.person is not None else Q(pk=None)
    return BreakGlass.objects.filter(own, opened_at__lte=now, until__gt=now)


def record_read_under(viewer: Viewer, glass: BreakGlass, kind: str, ids: Iterable[object]) -> None:
    """Put on record what was read because the glass was broken, on the ground of its reason."""
    record_read(viewer, "break_glass.read", kind, ids, ground=glass.reason)


def break_glasses(viewer: Viewer) -> list[BreakGlass]:
    """Those of the last months that concern the viewer, newest first.

    Administrators and approvers see who opened content of the own organisation, the centre's
    administrator every one, and who opened one sees it too.
    """
    if viewer.person is None:
        return []
    found = BreakGlass.objects.filter(opened_at__gt=timezone.now() - SHOWN)
    if not viewer.is_centre_with("administrator"):
        concerning = Q(person=viewer.person)
        if viewer.has("administrator", "approver"):
            concerning |= Q(organisation=viewer.organisation)
        found = found.filter(concerning)
    return list(found.order_by("-opened_at", "-pk"))


def open_break_glasses(viewer: Viewer) -> list[BreakGlass]:
    """Those that are open now: what an administrator must see without looking for it."""
    now = timezone.now()
    return [glass for glass in break_glasses(viewer) if glass.until > now]
