"""Incidents, services and house rules to test with."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone
from tests.signals.telling import viewer

from toevlucht.partners.models import Person as Account
from toevlucht.reception.actions.house_rules import publish_rules
from toevlucht.reception.actions.incidents import AboutIncident, add_step, enter_incident
from toevlucht.reception.actions.services import AboutStep, take_service_step
from toevlucht.reception.house_rules import default_texts
from toevlucht.reception.models import Family, HouseRules, Incident, Location, ServiceStep
from toevlucht.reception.models import Person as Resident

WORDS = "A man of 40 stood in the shower room of women."
TO_DO = "Put a lock on the door of the shower room."
NOTE = "She does not sleep and lost her brother."
RULES = {"uk": "Будь ласка, стукайте.", "nl": "Klop eerst."}


def incident(keeper: Account, place: Location, kind: str = "violence", **about: Any) -> Incident:
    told = {"happened_on": timezone.localdate(), "words": WORDS, **about}
    return enter_incident(viewer(keeper), place, AboutIncident(kind, **told))


def to_do(keeper: Account, about: Incident, days: int = 3) -> None:
    due = timezone.localdate() + datetime.timedelta(days=days)
    add_step(viewer(keeper), about, TO_DO, keeper.pk, due)


def served(
    keeper: Account,
    family: Family,
    service: str,
    step: str,
    days_ago: int = 0,
    child: Resident | None = None,
    **about: str,
) -> ServiceStep:
    on = timezone.localdate() - datetime.timedelta(days=days_ago)
    return take_service_step(viewer(keeper), family, service, AboutStep(step, on, **about), child)


def rules(keeper: Account, place: Location, **texts: str) -> HouseRules:
    given = texts or dict(default_texts())
    return publish_rules(viewer(keeper), place, given, timezone.localdate())
