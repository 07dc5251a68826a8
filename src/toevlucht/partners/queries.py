"""Who the people are and what they may do."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from toevlucht.partners.api_keys import viewer_of_api_key
from toevlucht.partners.models import Assignment, Person
from toevlucht.records.viewer import PUBLIC, Viewer

__all__ = ["viewer_of_api_key", "viewer_of_person"]


def viewer_of_person(person: int, channel: str = "page") -> Viewer:
    """The viewer that a person is now; the public where the person may not come in any more."""
    found = (
        Person.objects.select_related("organisation")
        .filter(pk=person, is_active=True, organisation__is_active=True)
        .first()
    )
    if not found:
        return PUBLIC
    now = timezone.now()
    current = Q(since__lte=now) & (Q(until__isnull=True) | Q(until__gt=now))
    roles = Assignment.objects.filter(current, person=found).values_list("role", flat=True)
    return Viewer(
        person=found.pk,
        organisation=found.organisation.code,
        roles=frozenset(roles),
        is_centre=found.organisation.is_centre,
        channel=channel,
    )
