"""Establish how old somebody is; who turns out to be a minor does not just stay where they are."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from toevlucht.reception.actions.families import AboutAge
from toevlucht.reception.actions.kinds_of_stay import Exceptional
from toevlucht.reception.actions.moving_in import follow, one_at_a_time
from toevlucht.reception.books import Home, hold
from toevlucht.reception.models import Person, Stay
from toevlucht.reception.problems import CannotDo
from toevlucht.reception.queries.families import find_family
from toevlucht.reception.sealed.people import key_of, open_words, seal_words
from toevlucht.records.actions import record_change
from toevlucht.records.viewer import NotAllowed, Viewer


def establish_age(
    viewer: Viewer, person: Person, about: AboutAge, exceptional: Exceptional | None = None
) -> None:
    """``exceptional`` for who stays as an adult and is none, and for the children with them."""
    event = "resident.age_established"
    if find_family(viewer, person.family.code) is None:
        raise NotAllowed(event, "person", (person.code,))
    today = timezone.localdate()
    was_minor = person.counts_as_minor(today)
    changed = Person(**about.told)
    is_minor = changed.counts_as_minor(today)
    if was_minor and not is_minor and about.basis == "statement":
        raise CannotDo("age_needs_proof", (person.code,))
    with one_at_a_time():
        affected = _affected(person) if is_minor and not was_minor else []
        if affected:
            home: Home = affected[0].location or affected[0].household  # type: ignore[assignment]
            hold([home])
            follow(
                viewer,
                home,
                affected,
                timezone.now(),
                {},
                exceptional,
                is_changed=True,
                meanwhile=lambda: _write(viewer, person, about),
            )
        else:
            _write(viewer, person, about)
        record_change(viewer, event, "person", (person.code,))


def _affected(person: Person) -> list[Stay]:
    """The own stay, and those of children who stay by this person."""
    found = Stay.objects.filter(
        Q(person=person) | Q(relation__adult=person), departed_at=None, kind="ordinary"
    )
    return list(found.select_related("person__family", "place", "location", "household"))


def _write(viewer: Viewer, person: Person, about: AboutAge) -> None:
    key = key_of(person.family, viewer.organisation)
    words = open_words(key, person, person.details) if person.details else {}
    if about.birthday:
        words["birthday"] = about.birthday.isoformat()
    told = {**about.told, "details": seal_words(key, person, words)}
    Person.objects.filter(pk=person.pk).update(**told)
    for name, value in told.items():
        setattr(person, name, value)
