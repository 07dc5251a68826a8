"""Note that a person opened what partners receive: a correction waits until they did."""

from __future__ import annotations

from toevlucht.picture.models import Opening, PartnersVersion
from toevlucht.records.viewer import Viewer


def note_opening(viewer: Viewer, edition: PartnersVersion) -> None:
    """The first time only; whoever may see the edition was decided before."""
    if viewer.person is None:
        return
    Opening.objects.bulk_create(
        [Opening(edition=edition, person_id=viewer.person, organisation=viewer.organisation)],
        ignore_conflicts=True,
    )
