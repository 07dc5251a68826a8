"""Daily life at a location in short, for its own page: open incidents and house rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from toevlucht.reception.models import HouseRules, Location
from toevlucht.reception.queries.house_rules import current_rules, without
from toevlucht.reception.queries.incidents import ListedIncident, open_at
from toevlucht.records.viewer import Viewer


@dataclass(frozen=True)
class Living:
    """``without_rules``: families that were not given the rules that hold."""

    open_incidents: Sequence[ListedIncident]
    rules: HouseRules | None
    without_rules: int


def living_at(viewer: Viewer, location: Location) -> Living:
    """Of a location that was found for the viewer."""
    rules = current_rules(location)
    return Living(open_at(viewer, location), rules, without(rules).count() if rules else 0)
