"""What families of the made-up nation asked for and were given, and what happened at locations."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from toevlucht.reception.house_rules import default_texts
from toevlucht.reception.incident_kinds import every_kind
from toevlucht.reception.models import (
    Family,
    HouseRules,
    Incident,
    Location,
    Person,
    ServiceStep,
)
from toevlucht.reception.models.incidents import INCIDENT_OUTCOMES
from toevlucht.reception.models.services import SCHOOL, SCREENING, SCREENING_OUTCOMES

GIVES = {"care_intake": "done", SCREENING: "done", "allowance": "given", "registration": "done"}
BATCH = 500


@dataclass(frozen=True)
class Resident:
    """A family that stays now, since when, and its children."""

    family: Family
    since: datetime.date
    children: tuple[Person, ...] = ()


@dataclass(frozen=True)
class Living:
    """Writes until a day; ``words`` stand where something sealed must stand."""

    until: datetime.date
    chance: random.Random
    code: Callable[[], str]
    words: bytes

    def serve(self, residents: Iterable[Resident]) -> None:
        """Most have what they asked for after some days; a few wait still."""
        steps = [step for one in residents for step in self._steps(one)]
        ServiceStep.objects.bulk_create(steps, BATCH)

    def happen(self, locations: Iterable[Location]) -> None:
        """House rules everywhere, and in one of three locations an incident that is over."""
        found = list(locations)
        rules = [
            HouseRules(
                location=one,
                number=1,
                valid_from=one.opened_on or self.until,
                texts=dict(default_texts()),
                published_by=0,
            )
            for one in found
        ]
        HouseRules.objects.bulk_create(rules, BATCH)
        Incident.objects.bulk_create(
            [self._incident(one) for one in found if self.chance.random() < 0.34], BATCH
        )

    def _steps(self, resident: Resident) -> Iterator[ServiceStep]:
        for service, gives in GIVES.items():
            yield from self._asked_and_given(resident, service, gives)
        for child in resident.children:
            yield from self._asked_and_given(resident, SCHOOL, "given", child)

    def _asked_and_given(
        self, resident: Resident, service: str, gives: str, child: Person | None = None
    ) -> Iterator[ServiceStep]:
        asked = resident.since + self._days(1, 10)
        for step, on in (("asked", asked), (gives, asked + self._days(1, 40))):
            if on <= self.until:
                is_result = service == SCREENING and step == "done"
                yield ServiceStep(
                    code=self.code(),
                    family=resident.family,
                    person=child,
                    service=service,
                    step=step,
                    on=on,
                    outcome=self.chance.choice(SCREENING_OUTCOMES) if is_result else "",
                    recorded_by=0,
                )

    def _incident(self, location: Location) -> Incident:
        kinds = [kind.code for kind in every_kind().values() if not kind.confidential]
        day = self.until - self._days(30, 300)
        return Incident(
            code=self.code(),
            location=location,
            municipality=location.municipality,
            kind=self.chance.choice(kinds),
            happened_on=day,
            entered_on=day,
            entered_by=0,
            words=self.words,
            closed_on=day + self._days(1, 20),
            outcome=self.chance.choice(INCIDENT_OUTCOMES),
        )

    def _days(self, low: int, high: int) -> datetime.timedelta:
        return datetime.timedelta(days=self.chance.randint(low, high))
