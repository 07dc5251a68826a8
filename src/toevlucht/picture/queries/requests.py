"""What an organisation is asked for: editions that collect contributions and invited it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from toevlucht.picture.models import Contribution, Draft, Series
from toevlucht.picture.models.contributions import TAKEN
from toevlucht.picture.models.drafts import COLLECTING
from toevlucht.records.viewer import Viewer


@dataclass(frozen=True)
class OpenRequest:
    """One edition that collects; ``answered`` is what was sent for its period already."""

    number: int
    series: str
    title: str
    period_from: datetime.date
    period_to: datetime.date
    cut_off: datetime.date
    counting_mode: str
    answered: tuple[Contribution, ...] = ()

    @property
    def has_rows(self) -> bool:
        return any(one.rows for one in self.answered)


def open_requests(viewer: Viewer, language: str) -> list[OpenRequest]:
    """The requests to the viewer's own organisation, the first cut-off date first."""
    if not viewer.organisation:
        return []
    drafts = _collecting(viewer).order_by("cut_off", "pk")
    sent = list(
        Contribution.objects.filter(organisation__code=viewer.organisation, state=TAKEN)
        .filter(series__in={draft.contributions_of for draft in drafts})
        .order_by("pk")
    )
    return [_request(draft, sent, language) for draft in drafts]


def _collecting(viewer: Viewer) -> QuerySet[Draft]:
    return Draft.objects.filter(state=COLLECTING, invitations__organisation=viewer.organisation)


def _request(draft: Draft, sent: Iterable[Contribution], language: str) -> OpenRequest:
    return OpenRequest(
        number=draft.pk,
        series=draft.contributions_of,
        title=draft.title(language),
        period_from=draft.period_from,
        period_to=draft.period_to,
        cut_off=draft.cut_off,
        counting_mode=draft.counting_mode,
        answered=tuple(
            one
            for one in sent
            if one.series == draft.contributions_of
            and draft.period_from <= one.cut_off <= draft.cut_off
        ),
    )


def known_series(viewer: Viewer) -> list[str]:
    """Names of series that a contribution may be for, as far as the viewer knows of them.

    Of a series that published nothing only those know who are asked, or who sent something.
    """
    public = Series.objects.filter(editions__isnull=False).values_list("slug", flat=True)
    asked = _collecting(viewer).values_list("contributions_of", flat=True)
    own = Contribution.objects.filter(organisation__code=viewer.organisation, state=TAKEN)
    return sorted({*public, *asked, *own.values_list("series", flat=True)})
