"""The work on reports that runs later."""

from __future__ import annotations

from typing import Any

from toevlucht.records.jobs import Report, job
from toevlucht.signals.actions.attaching import CLEANING, make_clean_copies


@job(CLEANING)
def clean_copies(report: Report, reference: str) -> dict[str, Any]:
    return make_clean_copies(reference)
