"""Who the people are and what they may do; a viewer sees only what the viewer manages."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

from allauth.mfa.models import Authenticator
from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from toevlucht.partners.api_keys import viewer_of_api_key
from toevlucht.partners.models import Agreement, ApiKey, Assignment, Organisation, Person
from toevlucht.partners.rules import administers_all
from toevlucht.partners.second_factor import SECOND_FACTORS
from toevlucht.records.viewer import PUBLIC, Viewer

__all__ = [
    "agreement_between",
    "agreements_for",
    "api_keys_for",
    "colleagues_named",
    "may_be_named",
    "names_of_active_organisations",
    "organisations_for",
    "people_for",
    "person_names",
    "person_with_address",
    "person_with_roles",
    "reporters_of",
    "viewer_of",
    "viewer_of_api_key",
    "viewer_of_person",
]


def viewer_of_person(person: int, channel: str = "page") -> Viewer:
    """The viewer that a person is now; the public where the person may not come in any more."""
    found = (
        Person.objects.select_related("organisation")
        .filter(pk=person, is_active=True, organisation__is_active=True)
        .first()
    )
    return viewer_of(found, channel) if found else PUBLIC


def person_with_roles(number: int) -> Person | None:
    """With the organisation, the roles of this moment and the second factor, in one query."""
    factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=SECOND_FACTORS)
    found = list(
        Person.objects.filter(pk=number)
        .select_related("organisation")
        .alias(held=FilteredRelation("assignments", condition=_now("assignments__")))
        .annotate(role=F("held__role"), has_factor=Exists(factors))
    )
    if not found:
        return None
    person = found[0]
    person.roles_now = frozenset(one.role for one in found if one.role)
    person.has_factor_now = person.has_factor
    return person


def viewer_of(person: Person, channel: str = "page") -> Viewer:
    """The viewer that somebody is who may come in."""
    roles = person.roles_now
    if roles is None:
        held = Assignment.objects.filter(_now(), person=person)
        roles = frozenset(held.values_list("role", flat=True))
    return Viewer(
        person=person.pk,
        organisation=person.organisation.code,
        roles=roles,
        is_centre=person.organisation.is_centre,
        channel=channel,
    )


def _now(path: str = "") -> Q:
    """The assignments that stand at this moment; ``path`` leads to them."""
    now = timezone.now()
    has_no_end = Q((f"{path}until__isnull", True))
    return Q((f"{path}since__lte", now)) & (has_no_end | Q((f"{path}until__gt", now)))


def people_for(viewer: Viewer) -> QuerySet[Person]:
    """The people that this viewer manages, each with its organisation and ``open_assignments``."""
    open_roles = Prefetch(
        "assignments",
        queryset=Assignment.objects.filter(until=None).order_by("role"),
        to_attr="open_assignments",
    )
    return (
        Person.objects.filter(organisation__in=organisations_for(viewer))
        .select_related("organisation")
        .prefetch_related(open_roles)
        .order_by("organisation__code", "name", "pk")
    )


def organisations_for(viewer: Viewer) -> QuerySet[Organisation]:
    """The organisations whose people this viewer manages."""
    known = Organisation.objects.annotate(
        people_count=Count("people", filter=Q(people__is_active=True))
    ).order_by("-is_centre", "code")
    if administers_all(viewer):
        return known
    if viewer.has("administrator"):
        return known.filter(code=viewer.organisation)
    return known.none()


def api_keys_for(viewer: Viewer) -> QuerySet[ApiKey]:
    """The keys of the own organisation, for who may make or withdraw them."""
    if not viewer.has("contributor", "administrator"):
        return ApiKey.objects.none()
    return (
        ApiKey.objects.filter(organisation__code=viewer.organisation)
        .select_related("made_by", "organisation")
        .order_by("-made_at", "-pk")
    )


def agreements_for(viewer: Viewer) -> QuerySet[Agreement]:
    """The agreements of which the viewer administers a side; newest first."""
    found = Agreement.objects.select_related("sender", "receiver").order_by("-valid_from", "-pk")
    if administers_all(viewer):
        return found
    if not viewer.has("administrator"):
        return found.none()
    own = viewer.organisation
    return found.filter(Q(sender__code=own) | Q(receiver__code=own))


def names_of_active_organisations(language: str) -> list[tuple[str, str]]:
    """Code and name of each, by name: to choose one from. Who takes part is no secret."""
    found = Organisation.objects.filter(is_active=True)
    return sorted(
        ((one.code, one.name(language)) for one in found), key=lambda one: one[1].casefold()
    )


def reporters_of(viewer: Viewer) -> list[tuple[int, str]]:
    """Number and name of who reports for the own organisation, for its coordinators."""
    if not viewer.has("coordinator"):
        return []
    found = Person.objects.filter(
        organisation__code=viewer.organisation,
        is_active=True,
        assignments__role="reporter",
        assignments__until=None,
    )
    return list(found.order_by("name", "pk").values_list("pk", "name"))


def agreement_between(sender: str, receiver: str, act: str, on: datetime.date) -> Agreement | None:
    """Under which one organisation may pass this on to the other on that day; the newest of them.

    For the actions of rooms above: they say what is refused without it.
    """
    valid = Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))
    found = Agreement.objects.filter(valid, sender__code=sender, receiver__code=receiver)
    newest = found.order_by("-valid_from", "-pk")
    return next((one for one in newest if act in one.acts), None)


def person_with_address(email: str) -> Person | None:
    """Somebody who may come in with this address."""
    return (
        Person.objects.select_related("organisation")
        .filter(email__iexact=email, is_active=True, organisation__is_active=True)
        .first()
    )


def may_be_named(viewer: Viewer, person: Person) -> bool:
    """To whom a name is shown: as in `person_names`, of somebody who was looked up already."""
    of = person.organisation
    return viewer.is_centre or of.is_centre or of.code == viewer.organisation


def person_names(viewer: Viewer, people: Iterable[int]) -> Mapping[int, str]:
    """Names by number: of colleagues and of the centre's people; at the centre of everybody."""
    found = Person.objects.filter(pk__in=set(people))
    if not viewer.is_centre:
        own = Q(organisation__code=viewer.organisation)
        found = found.filter(own | Q(organisation__is_centre=True))
    return dict(found.values_list("pk", "name"))


def colleagues_named(viewer: Viewer, role: str) -> dict[int, str]:
    """Who has this role at the viewer's organisation, or had it: their work has their number."""
    found = Person.objects.filter(organisation__code=viewer.organisation, assignments__role=role)
    return dict(found.order_by("name", "pk").distinct().values_list("pk", "name"))
