"""Of which kind a stay is: ordinary, by guardianship, or an emergency that ends.

A minor stays in the ordinary way with its verified parent or guardian alone; a guest only with a
household that is suitable. The database holds the same rules.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from toevlucht.reception.actions.oversight import raise_task
from toevlucht.reception.books import Home
from toevlucht.reception.models import Location, Person, Relation, Stay
from toevlucht.reception.models.relations import WITH_AUTHORITY
from toevlucht.reception.models.stays import EMERGENCIES, EMERGENCY_AT_MOST
from toevlucht.reception.problems import CannotDo
from toevlucht.reception.sealed.people import key_of, seal_words
from toevlucht.records.actions import record_change
from toevlucht.records.sealed import custody
from toevlucht.records.viewer import NotAllowed, Viewer

NIGHT = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Exceptional:
    """Why somebody is placed who could not stay in the ordinary way.

    ``words``: the reference of the decision of the guardianship body, or the reason of an
    emergency. They are sealed; an emergency ends 72 hours after it began.
    """

    kind: str  # guardianship or emergency
    words: str
    reason: str = ""  # of an emergency

    def __post_init__(self) -> None:
        known = self.reason in EMERGENCIES if self.kind == "emergency" else not self.reason
        if self.kind not in ("guardianship", "emergency") or not known or not self.words.strip():
            raise CannotDo("no_words")


def make_of_a_kind(
    viewer: Viewer,
    home: Home,
    stay: Stay,
    exceptional: Exceptional | None,
    with_them: Sequence[Person] = (),
) -> None:
    """Ordinary for an adult, and for a minor with its parent or guardian; else as was decided."""
    day, today = timezone.localdate(stay.arrived_at), timezone.localdate()
    is_minor = stay.person.counts_as_minor(day) or stay.person.counts_as_minor(today)
    stay.kind, stay.reason, stay.expires_at = "ordinary", "", None
    stay.relation = stay.decision = stay.reason_in_words = stay.decided_by = None
    takes_in = isinstance(home, Location) or (
        home.suitable_until is not None and home.suitable_until >= today
    )
    who = (stay.person.code,)
    if takes_in and not is_minor:
        return
    if takes_in and (shown := verified_relation(stay.person, home, with_them, day)):
        stay.relation = shown
        return
    if exceptional is None:
        raise CannotDo("child_without_adult" if takes_in else "host_not_suitable", who)
    if exceptional.kind == "guardianship" and not takes_in:
        raise CannotDo("host_not_suitable", who)
    if exceptional.kind == "guardianship" and not is_minor:
        raise CannotDo("not_a_minor", who)
    _seal_decision(viewer, stay, exceptional)


def _seal_decision(viewer: Viewer, stay: Stay, exceptional: Exceptional) -> None:
    """Bound to the person: it goes along when the same kind of stay goes on in another bed."""
    family, words = stay.person.family, {"words": exceptional.words.strip()}
    try:
        key = key_of(family, viewer.organisation)
    except custody.NoKey as error:
        raise NotAllowed("stay.began", "family", (family.code,)) from error
    stay.kind, stay.reason = exceptional.kind, exceptional.reason
    stay.decided_by = viewer.person
    sealed = seal_words(key, stay.person, words, exceptional.kind)
    if exceptional.kind == "guardianship":
        stay.decision = sealed
    else:
        stay.reason_in_words = sealed
        stay.expires_at = stay.arrived_at + EMERGENCY_AT_MOST


def verified_relation(
    child: Person, home: Home, with_them: Sequence[Person], day: datetime.date
) -> Relation | None:
    """To an adult who stays here or comes along."""
    where = {"location": home} if isinstance(home, Location) else {"household": home}
    here = Stay.objects.filter(**where, departed_at=None).values("person")
    found = Relation.objects.filter(child=child, kind__in=WITH_AUTHORITY, withdrawn_at=None)
    for shown in found.select_related("adult").order_by("-checked_on", "-pk"):
        comes = shown.adult in with_them or here.filter(person=shown.adult).exists()
        # It is checked on the day itself at the latest; a night has two dates.
        holds = shown.is_verified(timezone.localdate()) and shown.is_verified(day)
        holds = holds and shown.checked_on is not None and shown.checked_on <= day + NIGHT
        if holds and comes and not shown.adult.counts_as_minor(day):
            return shown
    return None


def tell_of_exceptions(viewer: Viewer, stays: Iterable[Stay]) -> None:
    """The municipality looks at a child without a parent or guardian on the same day."""
    today = timezone.localdate()
    for stay in stays:
        if stay.kind != "emergency":
            continue
        record_change(viewer, "stay.emergency", "stay", (stay.code,))
        is_child = stay.person.counts_as_minor(today)
        kind = "child_without_relation" if is_child else "household_not_suitable"
        subject = ("person", stay.person.code)
        raise_task(viewer, kind, subject, stay.person.family.municipality, today, stay.location)
