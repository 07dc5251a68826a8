"""The work of reception that is done later, or every day."""

from __future__ import annotations

from typing import Any

from toevlucht.reception.actions.forgetting import (
    forget_families,
    forget_households,
    forget_incidents,
    forget_inspections,
    forget_locations,
)
from toevlucht.reception.actions.inspecting import CLEANING, make_clean_photos
from toevlucht.reception.actions.placing import PLACING, end_proposals, make_run
from toevlucht.reception.actions.watching import watch
from toevlucht.reception.queries.inspections import inspections_with_waiting_photos
from toevlucht.records.daily import CLOCK, daily
from toevlucht.records.jobs import Report, ask, job
from toevlucht.records.sealed import custody

AT_ONCE = 200


@job(CLEANING)
def clean_photos(report: Report, code: str) -> dict[str, Any]:
    return make_clean_photos(code)


@daily("inspection.copies_left")
def photos_left(report: Report) -> None:
    """Ask again for clean copies that could not be made, because a scanner did not answer."""
    for code in sorted(inspections_with_waiting_photos()):
        ask(CLOCK, CLEANING, code=code)


@daily("reception.retention")
def retention(report: Report) -> dict[str, Any]:
    """In steps, so that a worker that dies has done some of it and the next does the rest."""
    forgotten = 0
    for forget in (
        forget_families,
        forget_households,
        forget_locations,
        forget_inspections,
        forget_incidents,
    ):
        while done := forget(AT_ONCE):
            forgotten += done
            report(forgotten, forgotten + AT_ONCE, "")
    custody.overwrite_destroyed()
    return {"destroyed": forgotten}


@daily("reception.watch")
def watching(report: Report) -> dict[str, Any]:
    return {"raised": watch()}


@job(PLACING)
def place_families(report: Report, run: int) -> dict[str, Any]:
    return make_run(report, run)


@daily("proposal.ended")
def proposals_past(report: Report) -> None:
    """What nobody answered in time is not promised any longer."""
    end_proposals(CLOCK)
