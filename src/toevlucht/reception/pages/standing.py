"""What rounds found of a place, as the page of that place shows it."""

from __future__ import annotations

from toevlucht.reception.models import HostHousehold, Location
from toevlucht.reception.queries.inspections import Standing, standing_of
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import Viewer


def read_standing(viewer: Viewer, place: Location | HostHousehold) -> Standing:
    """The last round and what is to be mended; it goes on record what was read of that."""
    standing = standing_of(viewer, place)
    if standing.to_mend:
        codes = [one.code for one in standing.to_mend]
        record_read(viewer, "improvements.listed", "improvement", codes)
    return standing
