"""Give the demo a location where people live and work, with all that is written down of it."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toevlucht.reception.models import Family, Location
    from toevlucht.records.viewer import Viewer

WHERE = "De Linde (demo)"


def fill_living() -> None:
    """Everything goes through the actions that people use."""
    from toevlucht.reception.models import Location
    from toevlucht.records.actions import unit_of_work

    place = Location.objects.get(name=WHERE)
    viewer = _coordinator(place.municipality)
    with unit_of_work():
        _publish(viewer, place)
        _serve(viewer, _family(viewer, place))
        _incidents(viewer, place)
        _roster(viewer, place)


def _coordinator(municipality: str) -> Viewer:
    from toevlucht.partners.models import Person
    from toevlucht.partners.queries import viewer_of_person

    there = {"organisation__area": municipality, "email__startswith": "coordinator."}
    return viewer_of_person(Person.objects.get(**there).pk, "command")


def _day(ago: int) -> datetime.date:
    from django.utils import timezone

    return timezone.localdate() - datetime.timedelta(days=ago)


def _publish(viewer: Viewer, place: Location) -> None:
    from toevlucht.reception.actions.house_rules import publish_rules
    from toevlucht.reception.house_rules import default_texts

    publish_rules(viewer, place, default_texts(), _day(0))


def _family(viewer: Viewer, place: Location) -> Family:
    """Somebody who came a month ago, in the room of all."""
    from django.utils import timezone

    from toevlucht.reception.actions.families import AboutAge, AboutPerson, register_family
    from toevlucht.reception.actions.moving_in import Arrival, arrive

    about = AboutPerson("(Demo) Olena", AboutAge("adult", "document"), "female")
    family = register_family(viewer, [about], ["uk"])
    came = timezone.now() - datetime.timedelta(days=30)
    arrive(viewer, place, family, Arrival({family.people.get().code: ""}, came))
    return family


def _serve(viewer: Viewer, family: Family) -> None:
    from toevlucht.reception.actions.services import AboutStep, take_service_step

    steps = (("allowance", "asked", 28), ("allowance", "given", 20), ("registration", "asked", 25))
    for service, step, ago in steps:
        take_service_step(viewer, family, service, AboutStep(step, _day(ago)))


def _incidents(viewer: Viewer, place: Location) -> None:
    from toevlucht.reception.actions.incidents import (
        AboutIncident,
        add_step,
        close_incident,
        enter_incident,
    )

    about = AboutIncident("theft", _day(3), "(Demo) Verzonnen: een fiets is weg.", ("police",))
    close_incident(viewer, enter_incident(viewer, place, about), "handed_over")
    words = "(Demo) Verzonnen: iemand van een uitzendbureau sprak mensen aan bij de poort."
    open_still = enter_incident(viewer, place, AboutIncident("agency_at_the_gate", _day(1), words))
    assert viewer.person is not None
    add_step(viewer, open_still, "(Demo) Naam van het bureau vragen.", viewer.person, _day(-7))


def _roster(viewer: Viewer, place: Location) -> None:
    """One certificate ends soon, and one person has none."""
    from toevlucht.partners.actions.rosters import AboutEntry, add_to_roster

    at, seen = place.code, _day(300)
    for one in (
        AboutEntry("(Demo) Mila", "manager", _day(320), place=at, checked_on=seen),
        AboutEntry(
            "(Demo) Tom", "staff", _day(310), place=at, checked_on=seen, valid_until=_day(-20)
        ),
        AboutEntry("(Demo) Sara", "volunteer", _day(12), place=at),
    ):
        add_to_roster(viewer, one)
