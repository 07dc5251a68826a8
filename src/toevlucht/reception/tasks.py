"""The work of reception that is done later, or every day."""

from __future__ import annotations

from typing import Any

from toevlucht.reception.actions.inspecting import CLEANING, make_clean_photos
from toevlucht.reception.actions.watching import watch
from toevlucht.reception.queries.inspections import inspections_with_waiting_photos
from toevlucht.records.daily import CLOCK, daily
from toevlucht.records.jobs import Report, ask, job


@job(CLEANING)
def clean_photos(report: Report, code: str) -> dict[str, Any]:
    return make_clean_photos(code)


@daily("inspection.copies_left")
def photos_left(report: Report) -> None:
    """Ask again for clean copies that could not be made, because a scanner did not answer."""
    for code in sorted(inspections_with_waiting_photos()):
        ask(CLOCK, CLEANING, code=code)


@daily("reception.watch")
def watching(report: Report) -> dict[str, Any]:
    return {"raised": watch()}
