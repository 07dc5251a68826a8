"""Locations and people to test with: those who keep them, those who read them, and others."""

from __future__ import annotations

from tests.partners.people import organisation, person
from tests.signals.telling import municipality, viewer

from toevlucht.partners.models import Person
from toevlucht.reception.actions.life_cycle import AboutCheck, check_location, open_location
from toevlucht.reception.actions.places import AboutLocation, add_location
from toevlucht.reception.actions.rooms import count_heads_only
from toevlucht.reception.models import Location

STREET = "Lindelaan 12, achter de kerk"


def operator() -> Person:
    """Coordinates at an organisation that runs locations."""
    organisation("shelter_foundation", kind="aid")
    return person("olaf", "shelter_foundation", "coordinator")


def neighbour() -> Person:
    """Coordinates in another municipality of another region."""
    return municipality("gm0363", "GM0363")


def location(keeper: Person, name: str = "De Linde", run_by: str = "") -> Location:
    about = AboutLocation(name=name, kind="emergency", operator=run_by, address=STREET)
    return opened(keeper, add_location(viewer(keeper), about))


def opened(keeper: Person, made: Location, heads: int = 40) -> Location:
    """By its municipality, with so many places in all or with the rooms that it has."""
    if heads:
        count_heads_only(viewer(keeper), made, heads)
    for subject in ("owner", "operator"):
        check_location(viewer(keeper), made, AboutCheck(subject, "passed"))
    open_location(viewer(keeper), made)
    return made
