"""Reports on the viewer's desk that may be about the same thing as one of them.

Candidates are chosen by open codes. Words are opened in memory, for the handling organisation
only, and forgotten; of what others handle open codes are compared and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from toevlucht.geography import areas
from toevlucht.records.actions import record_read
from toevlucht.records.sealed import custody
from toevlucht.records.sealed.envelope import CannotOpen
from toevlucht.records.viewer import Viewer
from toevlucht.signals import policy
from toevlucht.signals.models import DeskEntry, Judgement, Report
from toevlucht.signals.queries.one_signal import own_signal
from toevlucht.signals.suggesting import Comparable, Suggestion, suggestions, week_of, weeks_near
from toevlucht.signals.telling import unseal_content

NEAREST, FURTHER, SHARED = 120, 60, 20  # candidates: 200 at most


@dataclass(frozen=True)
class Alike:
    """Another report, why it is suggested, and what was judged of the two before."""

    entry: DeskEntry
    reasons: tuple[str, ...]
    judgement: str


def suggested(viewer: Viewer, entry: DeskEntry) -> list[Alike]:
    """On record with every report whose words were compared."""
    judged = judgements(viewer, entry.report)
    refused = {pk for pk, judgement in judged.items() if judgement == "no"}
    found = _candidates(viewer, entry.report, refused)
    texts = _texts(viewer, [entry, *found])
    told = suggestions(_comparable(entry, texts), [_comparable(one, texts) for one in found])
    by_reference = {one.report.reference: one for one in found}
    return [_alike(by_reference[one.reference], one, judged) for one in told]


def judged_before(viewer: Viewer, entry: DeskEntry) -> list[Alike]:
    """The reports of which it was judged that they are not, or perhaps, about the same thing."""
    judged = judgements(viewer, entry.report)
    found = policy.entries(viewer).filter(report__in=judged).select_related("report")
    return [Alike(one, (), judged[one.report_id]) for one in found.order_by("-report_id")]


def judgements(viewer: Viewer, report: Report) -> dict[int, str]:
    """What the viewer's organisation judged of this report and others, by their number."""
    found = Judgement.objects.filter(
        Q(first=report) | Q(second=report), organisation=viewer.organisation, undone_at=None
    )
    return {
        one.second_id if one.first_id == report.pk else one.first_id: one.judgement for one in found
    }


def _alike(entry: DeskEntry, told: Suggestion, judged: dict[int, str]) -> Alike:
    return Alike(entry, told.reasons, judged.get(entry.report_id, ""))


def _candidates(viewer: Viewer, report: Report, refused: set[int]) -> list[DeskEntry]:
    """What policy shows of the reports near in place and time that are not linked already."""
    near = weeks_near(report.week or week_of(report.received_on))
    around = _around(report)
    chosen = _chosen(viewer, report, (report.municipality,), near)[:NEAREST]
    numbers = set(chosen) | set(_chosen(viewer, report, around, near)[:FURTHER])
    if not report.week:
        numbers |= set(_chosen(viewer, report, (report.municipality,), ("",))[:FURTHER])
    shared = policy.received_referrals(viewer).filter(
        report__municipality__in=(report.municipality, *around), report__week__in=near
    )
    numbers |= set(shared.order_by("-pk").values_list("report_id", flat=True)[:SHARED])
    found = policy.entries(viewer).filter(report__in=numbers - refused - {report.pk})
    if signal := own_signal(viewer, report):
        found = found.exclude(report__signal=signal)
    return list(found.select_related("report__sealed", "report__signal").order_by("-report_id"))


def _chosen(
    viewer: Viewer, report: Report, places: Sequence[str], weeks: Iterable[str]
) -> Sequence[int]:
    found = Report.objects.filter(
        handler=viewer.organisation,
        week__in=list(weeks),
        municipality__in=list(places),
        destroyed_on=None,
    )
    return found.exclude(pk=report.pk).order_by("-pk").values_list("pk", flat=True)  # type: ignore[return-value]


def _around(report: Report) -> tuple[str, ...]:
    """The other municipalities of the safety region."""
    today = timezone.localdate()
    if not report.safety_region or not areas.exists(report.safety_region, today):
        return ()
    found = areas.municipalities(today, report.safety_region)
    return tuple(one.code for one in found if one.code != report.municipality)


def _texts(viewer: Viewer, entries: Sequence[DeskEntry]) -> dict[str, str]:
    """The facts of the reports that the viewer's organisation handles, by reference."""
    own = [one.report for one in entries if one.ground == "handling" and one.reads_sealed]
    keys = custody.open_keys([report.record for report in own], viewer.organisation)
    texts: dict[str, str] = {}
    for report in own:
        if report.record in keys:
            try:
                content = unseal_content(keys[report.record], report.record, report.sealed.content)
            except CannotOpen:
                continue
            texts[report.reference] = content.words.facts
    record_read(viewer, "report.compared", "report", sorted(texts))
    return texts


def _comparable(entry: DeskEntry, texts: dict[str, str]) -> Comparable:
    report = entry.report
    return Comparable(
        report.reference,
        report.municipality,
        report.place_kind,
        report.situation,
        report.week,
        texts.get(report.reference, ""),
    )
