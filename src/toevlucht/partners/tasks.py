"""The work of the partners that is done every day."""

from __future__ import annotations

from typing import Any

from toevlucht.partners.actions.rosters import forget_entries
from toevlucht.records.daily import daily
from toevlucht.records.jobs import Report
from toevlucht.records.sealed import custody

AT_ONCE = 200


@daily("roster.retention")
def retention(report: Report) -> dict[str, Any]:
    """In steps, so that a worker that dies has done some of it and the next does the rest."""
    forgotten = 0
    while done := forget_entries(AT_ONCE):
        forgotten += done
        report(forgotten, forgotten + AT_ONCE, "")
    custody.overwrite_destroyed()
    return {"destroyed": forgotten}
