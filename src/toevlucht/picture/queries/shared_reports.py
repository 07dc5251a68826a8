"""Who may have what was shared of reports packed for the picture, and which drafts ask for it."""

from __future__ import annotations

from django.utils import timezone

from toevlucht.picture.models import Draft
from toevlucht.picture.models.drafts import COLLECTING, DRAFTING
from toevlucht.records.viewer import Viewer
from toevlucht.signals.queries.for_the_picture import shared_by, sharing_organisations


def may_ask(viewer: Viewer) -> bool:
    """The centre's editors where anybody shares, a contributor where its organisation does."""
    today = timezone.localdate()
    if viewer.is_centre_with("editor"):
        return bool(sharing_organisations(today))
    return viewer.has("contributor") and bool(shared_by(viewer.organisation, today))


def asking_drafts() -> list[Draft]:
    """Editions that are not frozen yet, the first cut-off date first."""
    return list(Draft.objects.filter(state__in=(COLLECTING, DRAFTING)).order_by("cut_off", "pk"))
