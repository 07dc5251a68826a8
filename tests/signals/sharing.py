"""Partners with agreements to test sharing with, and the steps between them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from tests.partners.people import organisation, person
from tests.signals.telling import municipality, telling, viewer

from toevlucht.partners.models import Agreement, Organisation, Person
from toevlucht.records.viewer import Viewer
from toevlucht.signals.actions import sharing
from toevlucht.signals.actions.receiving import Way, receive_report
from toevlucht.signals.models import Referral, Report
from toevlucht.signals.telling import Telling, Words

FACTS = "Three women wait at the back door every morning."
PLACE = "Behind the hotel on the harbour."
PERSONS = "Somebody called Vira."
CONTACT = "Ring 06 12345678 after six."
KEEP_FROM = "The night porter."
EVERY_WORD = Words(
    FACTS,
    interpretation="I think they are made to work.",
    place=PLACE,
    day="last Monday",
    persons=PERSONS,
    contact=CONTACT,
)


def agree(sender: str, receiver: str, **values: Any) -> Agreement:
    usual: dict[str, Any] = {
        "acts": ["registration", "referral", "care_request"],
        "bases": ["no_personal_data", "consent", "public_task"],
        "answer_days": 5,
        "valid_from": timezone.localdate(),
    }
    return Agreement.objects.create(
        sender=Organisation.objects.get(code=sender),
        receiver=Organisation.objects.get(code=receiver),
        **{**usual, **values},
    )


def words_report(words: Words = EVERY_WORD, **values: Any) -> Report:
    told = telling(**values)
    told = Telling(words, **{name: value for name, value in vars(told).items() if name != "words"})
    return receive_report(Viewer(), told, Way("page", "public", "uk"))


def offered(**values: Any) -> sharing.Offer:
    usual: dict[str, Any] = {
        "act": "referral",
        "receiver": "police",
        "purpose": "investigate",
        "basis": "public_task",
        "handling": "amber",
        "expires_on": timezone.localdate() + datetime.timedelta(days=30),
        "parts": ("facts",),
    }
    return sharing.Offer(**{**usual, **values})


@dataclass
class Town:
    """A municipality that handles a report, the police it agreed with, and others."""

    handler_person: Person
    police_person: Person
    colleague_person: Person
    outsider_person: Person
    report: Report

    @property
    def handler(self) -> Viewer:
        return viewer(self.handler_person)

    @property
    def police(self) -> Viewer:
        return viewer(self.police_person)

    @property
    def colleague(self) -> Viewer:
        """Another coordinator at the police."""
        return viewer(self.colleague_person)

    @property
    def outsider(self) -> Viewer:
        return viewer(self.outsider_person)

    def offer(self, **values: Any) -> Referral:
        return sharing.offer(self.handler, self.report.reference, offered(**values))

    def accepted(self, **values: Any) -> Referral:
        made = self.offer(**values)
        sharing.accept(self.police, made.reference)
        return Referral.objects.get(pk=made.pk)


def town() -> Town:
    handler = municipality()
    organisation("police", kind="police")
    organisation("fairwork", kind="aid")
    made = Town(
        handler,
        person("inspector", "police", "coordinator"),
        person("sergeant", "police", "coordinator"),
        person("olga", "fairwork", "coordinator"),
        words_report(),
    )
    agree("gm0344", "police")
    return made
