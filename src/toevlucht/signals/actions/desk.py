"""The desk on which something is done with a report: found by the policy, and locked."""

from __future__ import annotations

from toevlucht.records.sealed import custody
from toevlucht.records.viewer import NotAllowed, Viewer
from toevlucht.signals import policy
from toevlucht.signals.actions.refusing import NotPossible
from toevlucht.signals.models import DeskEntry
from toevlucht.signals.queries.opening import key_for


def locked(viewer: Viewer, entry: DeskEntry, event: str) -> DeskEntry:
    """As it is now. Whoever it is kept from is refused, whatever was looked up before."""
    found = policy.entries(viewer).select_related("report").select_for_update(of=("self", "report"))
    now = found.filter(pk=entry.pk).first()
    if now is None:
        raise NotAllowed(event, "report", (entry.report.reference,))
    return now


def locked_by_handler(viewer: Viewer, entry: DeskEntry, event: str) -> DeskEntry:
    """For what only the organisation does that handles the report."""
    now = locked(viewer, entry, event)
    if now.ground != "handling":
        raise NotAllowed(event, "report", (now.report.reference,))
    return now


def key_of(viewer: Viewer, entry: DeskEntry) -> bytes:
    """The key under which words about the report are sealed."""
    try:
        return key_for(viewer, entry)
    except custody.NoKey as error:
        raise NotPossible("assessing.refused.no_key") from error
