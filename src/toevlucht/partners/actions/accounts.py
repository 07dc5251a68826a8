"""What people change of their own account."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, QuerySet

from toevlucht.partners.models import Person
from toevlucht.partners.queries import viewer_of_person
from toevlucht.records.actions import record_change
from toevlucht.records.viewer import NotAllowed, Viewer


@transaction.atomic
def change_own_account(viewer: Viewer, name: str, language: str) -> None:
    _own(viewer).update(name=name.strip(), language=language)
    record_change(viewer, "person.changed", "person", (viewer.person,))


@transaction.atomic
def end_other_sessions(viewer: Viewer) -> Person:
    """Every session of this person; the page keeps the one that asks."""
    _own(viewer).update(session_series=F("session_series") + 1)
    record_change(viewer, "person.changed", "sessions", (viewer.person,))
    return _own(viewer).get()


@transaction.atomic
def choose_password(person: Person, password: str) -> None:
    """With a link: whoever holds it acts for the person. Ends every session."""
    person.set_password(password)
    person.save(update_fields=["password"])
    record_change(viewer_of_person(person.pk), "person.changed", "password", (person.pk,))


def _own(viewer: Viewer) -> QuerySet[Person]:
    """Only people have an account, and they change it in pages: a key does not."""
    if viewer.person is None or viewer.channel != "page":
        raise NotAllowed("person.changed", "person")
    return Person.objects.filter(pk=viewer.person)
