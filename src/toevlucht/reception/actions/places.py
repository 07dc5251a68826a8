"""Put locations in the register, and keep what it says of them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from toevlucht.partners.models import Organisation
from toevlucht.reception.models import Location
from toevlucht.reception.models.places import KINDS
from toevlucht.reception.queries.families import families_in
from toevlucht.reception.reach import reach_of
from toevlucht.reception.sealed.people import share_with_keepers
from toevlucht.reception.sealed.places import seal_again, seal_details
from toevlucht.records.actions import record_change
from toevlucht.records.references import new_reference
from toevlucht.records.viewer import NotAllowed, Viewer


@dataclass(frozen=True)
class AboutLocation:
    """``operator`` is the code of the organisation that runs it; ``address`` is sealed."""

    name: str
    kind: str
    operator: str = ""
    address: str = ""


@transaction.atomic
def add_location(viewer: Viewer, about: AboutLocation) -> Location:
    """In the municipality of the viewer's organisation; it is opened later."""
    municipality = reach_of(viewer).keeps_municipality
    if not municipality or about.kind not in KINDS:
        raise NotAllowed("location.added", "organisation", (viewer.organisation,))
    location = Location(
        code=new_reference(),
        name=about.name.strip(),
        municipality=municipality,
        kind=about.kind,
        operator=_operator(viewer, about.operator),
    )
    location.address = seal_details(location, {"address": about.address.strip()})
    location.save(force_insert=True)
    record_change(viewer, "location.added", "location", (location.code,))
    return location


@transaction.atomic
def change_location(viewer: Viewer, location: Location, about: AboutLocation) -> None:
    """Who runs it changes its name and address; who else runs it, only the municipality says."""
    reach = reach_of(viewer)
    is_ours = location.municipality == reach.keeps_municipality
    if not reach.keeps(location) or about.kind not in KINDS:
        raise NotAllowed("location.changed", "location", (location.code,))
    if not is_ours and (about.operator, about.kind) != (location.operator, location.kind):
        raise NotAllowed("location.changed", "location", (location.code,))
    is_handed_over = about.operator != location.operator
    if is_handed_over:
        location.operator = _operator(viewer, about.operator)
    location.name, location.kind = about.name.strip(), about.kind
    location.address = seal_again(
        location, viewer.organisation, location.address, {"address": about.address.strip()}
    )
    location.save(update_fields=["operator", "name", "kind", "address"])
    if is_handed_over:
        for family in families_in(location):
            share_with_keepers(family, viewer.organisation)
    record_change(viewer, "location.changed", "location", (location.code,))


def _operator(viewer: Viewer, code: str) -> str:
    """An organisation that is here; none where nobody is said to run it."""
    if code and not Organisation.objects.filter(code=code, is_active=True).exists():
        raise NotAllowed("location.changed", "organisation", (viewer.organisation,))
    return code
