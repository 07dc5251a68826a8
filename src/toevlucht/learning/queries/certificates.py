"""What a certificate says to whoever checks it: the course and the days, and never who."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from toevlucht.learning.courses.loading import courses
from toevlucht.learning.courses.written import Course
from toevlucht.learning.models import Certificate


@dataclass(frozen=True)
class Shown:
    """``state`` is valid, expired or revoked."""

    certificate: Certificate
    course: Course

    @property
    def valid_until(self) -> datetime.date | None:
        return self.certificate.enrolment.valid_until

    def state(self, today: datetime.date) -> str:
        if self.certificate.revoked_at is not None:
            return "revoked"
        until = self.valid_until
        return "expired" if until is None or until < today else "valid"


def find_certificate(code: str) -> Shown | None:
    found = Certificate.objects.filter(code=code).select_related("enrolment__learner").first()
    course = courses().get(found.enrolment.course) if found else None
    return Shown(found, course) if found and course else None
