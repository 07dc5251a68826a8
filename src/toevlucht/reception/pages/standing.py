"""What rounds found of a place and how people live there, as the page of that place shows it."""

from __future__ import annotations

from toevlucht.reception.models import HostHousehold, Location
from toevlucht.reception.queries.inspections import Standing, standing_of
from toevlucht.reception.queries.living import Living, living_at
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import Viewer


def read_standing(viewer: Viewer, place: Location | HostHousehold) -> Standing:
    """The last round and what is to be mended; it goes on record what was read of that."""
    standing = standing_of(viewer, place)
    if standing.to_mend:
        codes = [one.code for one in standing.to_mend]
        record_read(viewer, "improvements.listed", "improvement", codes)
    return standing


def read_living(viewer: Viewer, location: Location) -> Living:
    """Open incidents and house rules; it goes on record which incidents were read."""
    living = living_at(viewer, location)
    if living.open_incidents:
        codes = [one.incident.code for one in living.open_incidents]
        record_read(viewer, "incidents.listed", "incident", codes)
    return living
