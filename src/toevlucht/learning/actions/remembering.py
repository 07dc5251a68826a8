"""Remind people of a refresh, and forget who did nothing any more."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from toevlucht.language import language
from toevlucht.learning.courses.loading import courses
from toevlucht.learning.models import Enrolment, Learner
from toevlucht.learning.queries.progress import ASKED_AGAIN
from toevlucht.partners.backend import is_open
from toevlucht.partners.models import Person


def forget_learners(most: int) -> int:
    """With their answers and certificates; how many learners that were."""
    gone = Learner.objects.filter(forget_on__lt=timezone.localdate()).order_by("pk")[:most]
    numbers = [one.pk for one in gone]
    Learner.objects.filter(pk__in=numbers).delete()
    return len(numbers)


def remind(most: int) -> int:
    """Once for each time that a course is about to end; how many were looked at."""
    today = timezone.localdate()
    due = Enrolment.objects.filter(
        valid_until__lte=today + ASKED_AGAIN, reminded_on=None, learner__person__isnull=False
    ).select_related("learner")
    looked_at = list(due.order_by("pk")[:most])
    for one in looked_at:
        person = _told_first(one)
        if person and one.course in courses():
            mail_reminder(person, one.valid_until)
    return len(looked_at)


def mail_reminder(person: Person, until: datetime.date | None) -> None:
    words = language(person.language).say(
        "learning.mail.refresh", until=until or timezone.localdate()
    )
    _mail(person, words)


def mail_enrolled(enrolments: Collection[int]) -> int:
    """Once to each that something waits; how many mails went."""
    waiting = Enrolment.objects.filter(pk__in=enrolments, passed_on=None, reminded_on=None)
    mailed = 0
    for one in waiting.select_related("learner").order_by("pk"):
        person = _told_first(one)
        if person:
            _mail(person, language(person.language).say("learning.mail.enrolled"))
            mailed += 1
    return mailed


def _told_first(one: Enrolment) -> Person | None:
    """Whom to mail. The day is kept before the mail goes: rather no mail than two."""
    with transaction.atomic():
        untold = Enrolment.objects.filter(pk=one.pk, reminded_on=None)
        is_first = untold.update(reminded_on=timezone.localdate())
    found = Person.objects.select_related("organisation").filter(pk=one.learner.person or 0).first()
    return found if is_first and found and is_open(found) else None


def _mail(person: Person, words: str) -> None:
    """The subject and the text say nothing of what the course is about: others may read along."""
    spoken = language(person.language)
    with translation.override(person.language):
        address = settings.TOEVLUCHT_ADDRESS + reverse("my-courses")
    hello = spoken.say("accounts.mail.hello", email=person.email)
    where = spoken.say("learning.mail.where", address=address)
    send_mail(
        spoken.say("learning.mail.subject"),
        f"{hello}\n\n{words}\n\n{where}\n",
        from_email=None,
        recipient_list=[person.email],
    )
