"""Locations and people to test with: those who keep them, those who read them, and others."""

from __future__ import annotations

from tests.partners.people import organisation, person
from tests.signals.telling import municipality, viewer

from toevlucht.partners.models import Person
from toevlucht.reception.actions.places import AboutLocation, add_location
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
    return add_location(viewer(keeper), about)
