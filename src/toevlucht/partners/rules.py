"""Who manages whom, which roles there are to give, and what an administrator may not do."""

from __future__ import annotations

from toevlucht.language import Message
from toevlucht.partners.models import Organisation, Person
from toevlucht.records.viewer import OPERATOR, ROLES, NotAllowed, Viewer

AGREED_ACTS = ("registration", "referral", "care_request", "picture")
"""What organisations may agree to pass on: each needs an agreement that names it."""

CENTRE_ONLY = frozenset({"editor"})
APART = frozenset({"administrator", "coordinator"})
"""Whoever decides who comes in does not read reports: nobody is both."""


class Refused(Exception):
    """Something that cannot be done as it was asked; the message says why and what would help."""

    def __init__(self, message: Message, field: str = "") -> None:
        super().__init__(message.key)
        self.message = message
        self.field = field


def administers(viewer: Viewer, organisation: str) -> bool:
    """The own organisation's people; from the centre those of every organisation."""
    if viewer == OPERATOR or viewer.is_centre_with("administrator"):
        return True
    return viewer.has("administrator") and viewer.organisation == organisation


def administers_all(viewer: Viewer) -> bool:
    return viewer == OPERATOR or viewer.is_centre_with("administrator")


def roles_at(organisation: Organisation) -> tuple[str, ...]:
    """What people of this organisation can be; only the centre writes editions."""
    return tuple(role for role in ROLES if organisation.is_centre or role not in CENTRE_ONLY)


def must_administer(viewer: Viewer, event: str, person: Person) -> None:
    """Raises where the viewer manages somebody else's people, or themselves."""
    if not administers(viewer, person.organisation.code) or viewer.person == person.pk:
        raise NotAllowed(event, "person", (str(person.pk),))
