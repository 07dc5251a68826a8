"""What programs of partners read: their own reports with the answers, and what was passed on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Model, QuerySet

from toevlucht.records.viewer import Viewer
from toevlucht.signals import policy
from toevlucht.signals.models import Message, Referral, Report

Kept = TypeVar("Kept", bound=Model)


def reports_page(viewer: Viewer, before: str, size: int) -> list[Report]:
    """The newest first, older than the one called ``before``: one more than a page holds."""
    return _page(policy.reports_of_programs(viewer), before, size)


def find_report(viewer: Viewer, reference: str) -> Report | None:
    return policy.reports_of_programs(viewer).filter(reference=reference).first()


def referrals_page(viewer: Viewer, before: str, size: int) -> list[Referral]:
    return _page(policy.received_referrals(viewer).select_related("report"), before, size)


def answers_to(reports: Iterable[Report]) -> dict[int, str]:
    """The code of the newest answer to each report."""
    found = Message.objects.filter(report__in=list(reports), kind="outcome")
    return dict(found.order_by("number").values_list("report", "text_code"))


def _page(found: QuerySet[Kept], before: str, size: int) -> list[Kept]:
    """A name that is not the viewer's own begins nothing: the page is empty."""
    if before:
        found = found.filter(pk__lt=found.filter(reference=before).values("pk")[:1])
    return list(found.order_by("-pk")[: size + 1])
