"""Which ids of the audit trail name a confidential incident that a viewer must not know of."""

from __future__ import annotations

from toevlucht.partners.models import Organisation
from toevlucht.reception.models import Incident
from toevlucht.records.references import PATTERN
from toevlucht.records.viewer import Viewer


def hidden_from(viewer: Viewer, ids: frozenset[str]) -> set[str]:
    """From all but its municipality, its contact, and the centre, which oversees the trail."""
    named = [one for one in ids if PATTERN.fullmatch(one)]
    if not named:
        return set()
    found = Incident.objects.filter(is_confidential=True, code__in=named)
    if viewer.is_centre:
        found = found.filter(location__operator=viewer.organisation)
    own = Organisation.objects.filter(code=viewer.organisation)
    kept = found.exclude(independent_contact=viewer.organisation).exclude(
        municipality__in=own.values("area")
    )
    return set(kept.values_list("code", flat=True))
