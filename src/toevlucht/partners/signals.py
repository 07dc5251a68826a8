"""Put logging in and out, and changes of password and second factor, in the audit trail.

A person stands there by number. What somebody typed as an address never does.
"""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed
from allauth.account.signals import user_logged_in as came_in
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models import F
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import HttpRequest

from toevlucht.partners import sessions
from toevlucht.partners.models import Person
from toevlucht.partners.queries import person_with_address, viewer_of_person
from toevlucht.partners.second_factor import SECOND_FACTORS
from toevlucht.records.actions import record_change, record_read
from toevlucht.records.viewer import OPERATOR, PUBLIC, Viewer


@receiver(user_logged_in)
def session_begins(request: HttpRequest, **rest: Any) -> None:
    sessions.begin(request.session)


@receiver(came_in)
def logged_in(user: Person, **rest: Any) -> None:
    """When the second factor was given as well."""
    record_read(viewer_of_person(user.pk), "person.logged_in", "person", (user.pk,))


@receiver(user_logged_out)
def logged_out(user: Person | None, **rest: Any) -> None:
    if user:
        record_read(viewer_of_person(user.pk), "person.logged_out", "person", (user.pk,))


@receiver(user_login_failed)
def password_was_wrong(credentials: dict[str, Any], **rest: Any) -> None:
    """For an unknown address the same work is done, and the line names nobody."""
    person = person_with_address(str(credentials.get("email", "")))
    record_read(PUBLIC, "person.login_failed", "password", (person.pk,) if person else ())


@receiver(authentication_failed)
def code_was_wrong(user: Person, authenticator: Authenticator, **rest: Any) -> None:
    record_read(PUBLIC, "person.login_failed", authenticator.type, (user.pk,))


@receiver(password_changed)
def password_was_changed(user: Person, **rest: Any) -> None:
    record_change(viewer_of_person(user.pk), "person.changed", "password", (user.pk,))


@receiver(post_save, sender=Authenticator)
def second_factor_added(instance: Authenticator, created: bool, **rest: Any) -> None:
    """In the transaction of the change, which allauth's own signal is not."""
    if not created:
        return
    record_change(_whoever_acts(), "person.second_factor_added", instance.type, (instance.user_id,))
    _end_other_sessions(instance)


@receiver(post_delete, sender=Authenticator)
def second_factor_removed(instance: Authenticator, **rest: Any) -> None:
    record_change(
        _whoever_acts(), "person.second_factor_removed", instance.type, (instance.user_id,)
    )
    _end_other_sessions(instance)


def _end_other_sessions(authenticator: Authenticator) -> None:
    """A session from before the second factor never proved one; the one that asks goes on."""
    if authenticator.type not in SECOND_FACTORS:
        return
    owner = Person.objects.filter(pk=authenticator.user_id)
    owner.update(session_series=F("session_series") + 1)
    request = context.request
    if request and request.user.is_authenticated and request.user.pk == authenticator.user_id:
        update_session_auth_hash(request, owner.get())


def _whoever_acts() -> Viewer:
    """Not the viewer of the request: whoever sets up a second factor is nobody as yet."""
    request = context.request
    if request and request.user.is_authenticated:
        return viewer_of_person(request.user.pk)
    return OPERATOR
