"""How many independent sources stand behind a signal: who saw it apart from who was told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from toevlucht.signals.models import Report, SignalLink

HOW_NEAR = ("seen", "told", "inferred", "unknown")  # the nearest counts for a source
OF_ORGANISATIONS = ("partner", "police")


@dataclass(frozen=True)
class Sources:
    """Each source once, under the nearest of what it reported; ``reports`` counts them all."""

    reports: int
    seen: int
    told: int
    inferred: int
    unknown: int

    @property
    def independent(self) -> int:
        """Who saw it. Whoever was told may all go back to one story: that is a rumour."""
        return self.seen


def sources(links: Iterable[SignalLink]) -> Sources:
    """A known reporter counts once, an organisation once, each anonymous report once.

    An anonymous report of which somebody judged that its teller is one of the others adds nothing.
    """
    nearest: dict[tuple[str, object], str] = {}
    count = 0
    for link in links:
        count += 1
        source = _source(link.report)
        if link.same_teller and source[0] == "report":
            continue
        known = nearest.get(source, HOW_NEAR[-1])
        nearest[source] = min(known, link.report.first_hand, key=HOW_NEAR.index)
    found = list(nearest.values())
    return Sources(count, *(found.count(near) for near in HOW_NEAR))


def _source(report: Report) -> tuple[str, object]:
    if report.origin in OF_ORGANISATIONS and report.reporter_organisation:
        return "organisation", report.reporter_organisation
    if report.reporter is not None:
        return "person", report.reporter
    return "report", report.pk
