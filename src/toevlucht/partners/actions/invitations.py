"""What a command does for somebody who cannot log in yet, or cannot any more."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from toevlucht.partners.actions.organisations import add_organisation
from toevlucht.partners.actions.people import invite, start_anew
from toevlucht.partners.models import Organisation, Person
from toevlucht.records.viewer import OPERATOR


@transaction.atomic
def invite_as_operator(
    code: str, email: str, name: str, language: str, roles: Collection[str]
) -> Person:
    """Invite, with the organisation where it is not there; a known account starts anew."""
    organisation = Organisation.objects.filter(code=code).first()
    organisation = organisation or add_organisation(OPERATOR, code, {})
    known = Person.objects.select_related("organisation").filter(
        email__iexact=email.strip(), organisation=organisation, is_active=True
    )
    person = known.first()
    if person:
        return start_anew(OPERATOR, person)
    return invite(OPERATOR, organisation, email, name, language, roles)
