"""The words of an incident: under a key of its own, so that fewer can hold it than of the place."""

from __future__ import annotations

from collections.abc import Iterable

from toevlucht.partners.models import Organisation
from toevlucht.reception.models import Incident
from toevlucht.reception.sealed.places import holders_of
from toevlucht.records.sealed import custody
from toevlucht.records.sealed.envelope import seal, unseal


def make_incident_key(incident: Incident) -> bytes:
    """Held by who keeps the location. Of a confidential one by the municipality and the contact."""
    if not incident.is_confidential:
        return custody.make_key(incident.record, holders_of(incident.location))
    local = Organisation.objects.filter(area=incident.municipality)
    held = {*local.values_list("code", flat=True), incident.independent_contact}
    return custody.make_key(incident.record, held)


def seal_incident(key: bytes, incident: Incident, words: str, step: int = 0) -> bytes:
    return seal(key, words.strip().encode(), _about(incident, step))


def open_incident(
    incident: Incident, holder: str, sealed: Iterable[tuple[int, bytes | memoryview | None]]
) -> dict[int, str] | None:
    """By number of the step, 0 being the incident itself; None for who holds no key."""
    try:
        key = custody.open_key(incident.record, holder)
    except custody.NoKey:
        return None
    return {
        step: unseal(key, words, _about(incident, step)).decode()
        for step, words in sealed
        if words is not None
    }


def _about(incident: Incident, step: int) -> str:
    """Moved to another step, nothing opens."""
    return f"step {step} of {incident.record}"
