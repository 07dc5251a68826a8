"""Who may have what was shared of reports packed for the picture, and which drafts ask for it."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from toevlucht.partners.models import Agreement, Organisation
from toevlucht.picture.models import Draft
from toevlucht.picture.models.drafts import COLLECTING, DRAFTING
from toevlucht.records.viewer import Viewer
from toevlucht.signals.queries.for_the_picture import (
    shared_by,
    sharing_organisations,
    supplier_of,
)


def may_ask(viewer: Viewer) -> bool:
    """The centre's editors where anybody shares, a contributor where its organisation does."""
    today = timezone.localdate()
    if viewer.is_centre_with("editor"):
        return bool(sharing_organisations(today))
    return viewer.has("contributor") and bool(shared_by(viewer.organisation, today))


def sharing_in_vain(viewer: Viewer) -> list[Organisation]:
    """Who agreed to share and stands under no code; for administrators, theirs and the centre's."""
    if not viewer.has("administrator"):
        return []
    today = timezone.localdate()
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    made = Agreement.objects.filter(
        lasting, valid_from__lte=today, receiver__is_centre=True, sender__is_active=True
    )
    if not viewer.is_centre:
        made = made.filter(sender__code=viewer.organisation)
    senders = {one.sender for one in made.select_related("sender") if "picture" in one.acts}
    active = set(Organisation.objects.filter(is_active=True).values_list("code", flat=True))
    in_vain = [one for one in senders if supplier_of(one) not in active]
    return sorted(in_vain, key=lambda one: one.code)


def asking_drafts() -> list[Draft]:
    """Editions that are not frozen yet, the first cut-off date first."""
    return list(Draft.objects.filter(state__in=(COLLECTING, DRAFTING)).order_by("cut_off", "pk"))
