"""Give the demo a location where some people learned: one has to refresh it, one let it expire."""

from __future__ import annotations

import datetime
import secrets

WHERE = "De Linde (demo)"
COURSE = "recognise-at-a-location"
DAYS_LEFT = (180, 150, 20, -10)  # of each learner's certificate


def fill_learning() -> None:
    """Guests of one location, who answered everything well."""
    from toevlucht.records.actions import unit_of_work

    with unit_of_work():
        for left in DAYS_LEFT:
            _learn(left)


def _learn(days_left: int) -> None:
    from django.utils import timezone

    from toevlucht.learning.actions.answering import answer, begin_as_guest
    from toevlucht.learning.courses.answering import best_answers
    from toevlucht.learning.courses.loading import courses
    from toevlucht.learning.models import Enrolment
    from toevlucht.reception.models import Location
    from toevlucht.records.viewer import PUBLIC

    course, place = courses()[COURSE], Location.objects.get(name=WHERE)
    guest = begin_as_guest(PUBLIC, secrets.token_hex(32), course, place.municipality, place)
    for step in course.steps:
        for item, chosen in best_answers(step):
            answer(PUBLIC, course, guest, step, item, chosen)
    until = timezone.localdate() + datetime.timedelta(days=days_left)
    Enrolment.objects.filter(pk=guest.pk).update(valid_until=until)
