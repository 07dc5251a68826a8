"""What of one organisation may be read under a break-glass: its contributions, nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from toevlucht.picture.models import Contribution
from toevlucht.picture.queries.contributing import PAGE
from toevlucht.records.break_glass import open_break_glass_of
from toevlucht.records.models import BreakGlass
from toevlucht.records.viewer import Viewer


@dataclass(frozen=True)
class UnderGlass:
    """An emergency access that is open now, and what it opens."""

    glass: BreakGlass
    contributions: QuerySet[Contribution]

    def page(self, before: int | None = None) -> list[Contribution]:
        """The newest first: one more than a page holds."""
        found = self.contributions
        if before is not None:
            found = found.filter(pk__lt=before)
        return list(found.order_by("-pk")[: PAGE + 1])

    def find(self, number: int) -> Contribution | None:
        return self.contributions.filter(pk=number).first()


def under_glass(viewer: Viewer, organisation: str) -> UnderGlass | None:
    """Nothing unless this person opened it for this organisation, in the hour before."""
    glass = open_break_glass_of(viewer, organisation)
    if glass is None:
        return None
    found = Contribution.objects.select_related("organisation")
    return UnderGlass(glass, found.filter(organisation__code=glass.organisation))
