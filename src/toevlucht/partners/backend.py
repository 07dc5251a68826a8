"""Who comes in: somebody whose account and whose organisation are open."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend

from toevlucht.partners.models import Person
from toevlucht.partners.queries import person_with_roles


class PeopleBackend(AuthenticationBackend):  # type: ignore[misc]
    """As allauth's, but a closed account answers as a wrong password does."""

    def user_can_authenticate(self, user: Person) -> bool:
        return is_open(user)

    def _check_password(self, user: Person | None, password: str) -> Person | None:
        """allauth would go on with somebody closed, to tell them; that tells too much."""
        found: Person | None = super()._check_password(user, password)
        self._stash_user(None)
        return found

    def get_user(self, user_id: int) -> Person | None:
        """Asked at every request of somebody logged in."""
        person = person_with_roles(user_id)
        return person if person and is_open(person) else None


def is_open(person: Person) -> bool:
    return person.is_active and person.organisation.is_active
