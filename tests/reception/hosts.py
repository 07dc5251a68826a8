"""Host households to test with, at each step of their way."""

from __future__ import annotations

import datetime

from django.utils import timezone
from tests.partners.people import organisation, person
from tests.signals.telling import viewer

from toevlucht.partners.models import Person
from toevlucht.reception.actions.host_steps import (
    Step,
    add_adult,
    record_certificate,
    record_step,
)
from toevlucht.reception.actions.households import AboutHousehold, add_household
from toevlucht.reception.models import HostAdult, HostHousehold

SEEN = "A room of their own with a key, a smoke alarm on each floor."
ABOUT = AboutHousehold("Fam. Jansen", "Beukenlaan 3", "06 12345678")


def ago(days: int) -> datetime.date:
    return timezone.localdate() - datetime.timedelta(days=days)


def initiative() -> Person:
    """Coordinates at an aid organisation that finds hosts."""
    organisation("takecare", kind="aid")
    return person("tess", "takecare", "coordinator")


def household(keeper: Person, days: int = 60, host: Person | None = None) -> HostHousehold:
    about = AboutHousehold(ABOUT.name, ABOUT.address, person=host.pk if host else None)
    return add_household(viewer(keeper), about, ago(days))


def step(
    keeper: Person, home: HostHousehold, kind: str, outcome: str = "suitable", days: int = 20
) -> None:
    record_step(viewer(keeper), home, Step(kind, outcome, ago(days), SEEN))
    home.refresh_from_db()


def adult(keeper: Person, home: HostHousehold, outcome: str = "", days: int = 20) -> HostAdult:
    made = add_adult(viewer(keeper), home, "Jan Jansen")
    if outcome:
        record_certificate(viewer(keeper), made, outcome, ago(days))
    home.refresh_from_db()
    return made


def suitable_household(keeper: Person, host: Person | None = None) -> HostHousehold:
    home = household(keeper, host=host)
    step(keeper, home, "called", "reached")
    step(keeper, home, "screened")
    adult(keeper, home, "issued")
    step(keeper, home, "visited")
    return home
