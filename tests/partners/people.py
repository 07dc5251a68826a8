"""People of two partners and of the expertise centre, for tests of who may see and do what."""

from __future__ import annotations

from typing import Any

from toevlucht.partners.models import Assignment, Organisation, Person

PASSWORD = "a long enough secret"


def organisation(code: str = "red_cross", **values: Any) -> Organisation:
    names = {f"name_{tag}": f"{code} {tag}" for tag in ("nl", "en", "uk")}
    made, _ = Organisation.objects.get_or_create(
        code=code, defaults={**names, "is_centre": code == "emm", **values}
    )
    return made


def person(name: str, code: str = "red_cross", *roles: str, **values: Any) -> Person:
    """Somebody called ``name`` with a password and roles in the organisation."""
    made = Person(
        email=f"{name}.{code}@example.org", name=name, organisation=organisation(code), **values
    )
    made.set_password(PASSWORD)
    made.save()
    Assignment.objects.bulk_create(Assignment(person=made, role=role) for role in roles)
    return made
