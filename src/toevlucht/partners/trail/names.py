"""Names beside the numbers of the audit trail: looked up while it is read, never kept in it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import OuterRef, Subquery

from toevlucht.layout.reader import reader_language
from toevlucht.partners.models import Organisation, Person
from toevlucht.records.viewer import Viewer


def names_of_people(viewer: Viewer, numbers: Iterable[int | None]) -> dict[int, str]:
    """Of the own organisation; the centre sees those of all."""
    people = Person.objects.filter(pk__in={one for one in numbers if one is not None})
    if not viewer.is_centre:
        people = people.filter(organisation__code=viewer.organisation)
    return dict(people.values_list("pk", "name"))


def name_of_organisation(code: str) -> Subquery:
    """Of the one whose code stands in this column of a query, in the reader's language."""
    found = Organisation.objects.filter(code=OuterRef(code))
    return Subquery(found.values(f"name_{reader_language().tag}")[:1])


def names_of_organisations() -> dict[str, str]:
    """By their codes, in the reader's language; there are some dozens of them."""
    tag = reader_language().tag
    return {found.code: found.name(tag) for found in Organisation.objects.all()}
