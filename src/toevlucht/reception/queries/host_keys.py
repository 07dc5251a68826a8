"""The key of a household, for who keeps it."""

from __future__ import annotations

from toevlucht.reception.models import HostHousehold
from toevlucht.reception.sealed.words import HouseholdKey
from toevlucht.records.sealed import custody
from toevlucht.records.viewer import Viewer


def key_for(viewer: Viewer, household: HostHousehold) -> HouseholdKey | None:
    """For coordinators only: a host works for the same organisation."""
    if not viewer.has("coordinator"):
        return None
    try:
        return HouseholdKey(household, viewer.organisation)
    except custody.NoKey:
        return None
