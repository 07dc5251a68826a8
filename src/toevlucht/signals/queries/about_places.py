"""Which reports that the viewer may know of are about a place."""

from __future__ import annotations

import hmac

from toevlucht.records.viewer import Viewer
from toevlucht.signals import policy
from toevlucht.signals.models import DeskEntry
from toevlucht.signals.place_marks import place_mark, place_marks_key

MOST = 20  # on a page
LOOKED_THROUGH = 5_000  # the newest of a desk


def reports_about(viewer: Viewer, kind: str, code: str) -> list[DeskEntry]:
    """The newest first. Who was passed one without its place does not learn it here."""
    entries = policy.entries(viewer)
    if entries.query.is_empty():
        return []
    marked = entries.exclude(report__sealed__location_mark="")
    found = marked.select_related("report__sealed", "referral").defer("report__sealed__content")
    key, about = place_marks_key(), []
    for entry in found.order_by("-pk")[:LOOKED_THROUGH]:
        mark = place_mark(key, kind, code, entry.report.reference)
        theirs = getattr(entry.report.sealed, f"{kind}_mark")
        if _tells_its_place(entry) and hmac.compare_digest(mark, theirs):
            about.append(entry)
    return about[:MOST]


def _tells_its_place(entry: DeskEntry) -> bool:
    referral = entry.referral
    return entry.ground == "handling" if referral is None else "place" in referral.included
