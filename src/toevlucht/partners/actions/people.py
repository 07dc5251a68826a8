"""Invite people, give and take their roles, and close their accounts."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from toevlucht.language import Message
from toevlucht.partners.channels import channels_changed
from toevlucht.partners.models import ApiKey, Assignment, Organisation, Person
from toevlucht.partners.rules import APART, Refused, administers, must_administer, roles_at
from toevlucht.records.actions import record_change
from toevlucht.records.viewer import NotAllowed, Viewer


@transaction.atomic
def invite(
    viewer: Viewer,
    organisation: Organisation,
    email: str,
    name: str,
    language: str,
    roles: Collection[str],
) -> Person:
    """Somebody new, or somebody whose account here was closed; sends nothing by itself."""
    if not administers(viewer, organisation.code) or not organisation.is_active:
        raise NotAllowed("person.invited", "organisation", (organisation.code,))
    _only_possible(organisation, roles)
    email = email.strip().lower()
    person = Person.objects.select_for_update().filter(email__iexact=email).first()
    if person and (person.is_active or person.organisation_id != organisation.pk):
        raise Refused(Message("people.problem.address_taken"), "email")
    person = person or Person(organisation=organisation, email=email)
    person.name, person.language, person.is_active = name.strip(), language, True
    person.set_unusable_password()
    person.save()
    record_change(viewer, "person.invited", "person", (person.pk,))
    _give(viewer, person, roles)
    return person


@transaction.atomic
def set_roles(viewer: Viewer, person: Person, wanted: Collection[str]) -> None:
    """Give and take roles until the person has exactly the wanted ones."""
    must_administer(viewer, "person.role_given", person)
    _only_possible(person.organisation, wanted)
    _lock(person.organisation)
    has = set(_open_roles(person))
    if "administrator" in has and "administrator" not in wanted:
        _not_the_last_administrator(person)
    _take(viewer, person, has - set(wanted))
    _give(viewer, person, set(wanted) - has)


@transaction.atomic
def close(viewer: Viewer, person: Person) -> None:
    """The account, its roles, its sessions, its second factor and its keys end together."""
    must_administer(viewer, "person.closed", person)
    _lock(person.organisation)
    _not_the_last_administrator(person)
    _take(viewer, person, _open_roles(person))
    withdraw_keys(viewer, ApiKey.objects.filter(made_by=person))
    _forget_log_in(person)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    record_change(viewer, "person.closed", "person", (person.pk,))


@transaction.atomic
def start_anew(viewer: Viewer, person: Person) -> Person:
    """For who lost the link, the password or the second factor: all of them are made void.

    The new link is mailed to the person's own address, so that whoever asks for it gains nothing.
    """
    must_administer(viewer, "person.invited", person)
    if not person.is_active:
        raise Refused(Message("people.problem.closed"))
    _forget_log_in(person)
    record_change(viewer, "person.invited", "person", (person.pk,))
    return Person.objects.select_related("organisation").get(pk=person.pk)


def withdraw_keys(viewer: Viewer, keys: Iterable[ApiKey]) -> None:
    """Inside the transaction of whoever calls."""
    for key in keys:
        if key.withdrawn_at is None:
            key.withdrawn_at = timezone.now()
            key.save(update_fields=["withdrawn_at"])
            record_change(viewer, "api_key.withdrawn", "api_key", (key.pk,))


def _forget_log_in(person: Person) -> None:
    """Another unusable password each time, so that every older link is void."""
    person.set_unusable_password()
    Person.objects.filter(pk=person.pk).update(
        password=person.password, session_series=F("session_series") + 1
    )
    for authenticator in Authenticator.objects.filter(user_id=person.pk):
        authenticator.delete()  # one by one: the audit trail listens


def _open_roles(person: Person) -> list[str]:
    return list(person.assignments.filter(until=None).values_list("role", flat=True))


def _give(viewer: Viewer, person: Person, roles: Collection[str]) -> None:
    for role in sorted(roles):
        Assignment.objects.create(person=person, role=role)
        record_change(viewer, "person.role_given", role, (person.pk,))
    if "coordinator" in roles:
        channels_changed(viewer)


def _take(viewer: Viewer, person: Person, roles: Iterable[str]) -> None:
    for role in sorted(roles):
        person.assignments.filter(role=role, until=None).update(until=timezone.now())
        record_change(viewer, "person.role_taken", role, (person.pk,))


def _only_possible(organisation: Organisation, roles: Collection[str]) -> None:
    if not set(roles) <= set(roles_at(organisation)):
        raise Refused(Message("people.problem.role_not_here"), "roles")
    if set(roles) >= APART:
        raise Refused(Message("places.problem.roles_apart"), "roles")


def _lock(organisation: Organisation) -> None:
    """Two administrators who take each other's role must not both succeed."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)


def _not_the_last_administrator(person: Person) -> None:
    if not person.organisation.is_centre:
        return
    others = Assignment.objects.filter(
        role="administrator",
        until=None,
        person__organisation=person.organisation,
        person__is_active=True,
    ).exclude(person=person)
    if not others.exists():
        raise Refused(Message("people.problem.last_administrator"))
