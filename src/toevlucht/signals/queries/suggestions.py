"""Reports on the viewer's desk that may be about the same thing as one of them.

Candidates are chosen by open codes. Words are opened in memory, for the handling organisation
only, and forgotten; of what others handle open codes are compared and nothing else.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
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


@dataclass(frozen=True)
class Compared:
    """Both newest or most alike first."""

    suggested: list[Alike]
    judged: list[Alike]  # whatever was judged


def compare(viewer: Viewer, entry: DeskEntry) -> Compared:
    """With reports that may be about the same thing, and with those that were judged before."""
    judged = _judgements(viewer, entry.report)
    return Compared(_suggested(viewer, entry, judged), _judged_before(viewer, judged))


def _suggested(viewer: Viewer, entry: DeskEntry, judged: dict[int, str]) -> list[Alike]:
    """On record with every report whose words were compared."""
    refused = {pk for pk, judgement in judged.items() if judgement == "no"}
    found = _candidates(viewer, entry.report, refused)
    texts = _texts(viewer, [entry, *found])
    told = suggestions(_comparable(entry, texts), [_comparable(one, texts) for one in found])
    by_reference = {one.report.reference: one for one in found}
    return [_alike(by_reference[one.reference], one, judged) for one in told]


def _judged_before(viewer: Viewer, judged: dict[int, str]) -> list[Alike]:
    found = policy.entries(viewer).filter(report__in=judged).select_related("report")
    return [Alike(one, (), judged[one.report_id]) for one in found.order_by("-report_id")]


def _judgements(viewer: Viewer, report: Report) -> dict[int, str]:
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
    here, around = (report.municipality,), _around(report)
    shared = policy.received_referrals(viewer).filter(
        report__municipality__in=(*here, *around), report__week__in=near
    )
    chosen = [
        _chosen(viewer, here, near)[:NEAREST],
        _chosen(viewer, around, near)[:FURTHER],
        shared.order_by("-pk").values("report_id")[:SHARED],
    ]
    if not report.week:
        chosen.append(_chosen(viewer, here, ("",))[:FURTHER])
    found = policy.entries(viewer).filter(report__in=_together(chosen))
    found = found.exclude(report__in={report.pk, *refused})
    if signal := own_signal(viewer, report):
        found = found.exclude(report__signal=signal)
    return list(found.select_related("report__sealed", "report__signal").order_by("-report_id"))


def _together(chosen: Iterable[QuerySet[Any, Any]]) -> RawSQL:
    """Each chosen in its own order up to its own number, asked for at once."""
    parts, given = [], list[Any]()
    for number, one in enumerate(chosen):
        with contextlib.suppress(EmptyResultSet):  # no municipality lies around
            sql, values = one.query.sql_with_params()
            parts.append(f"SELECT * FROM ({sql}) part{number}")  # noqa: S608
            given += values
    return RawSQL(" UNION ".join(parts), given)  # noqa: S611


def _chosen(viewer: Viewer, places: Sequence[str], weeks: Iterable[str]) -> QuerySet[Any, Any]:
    found = Report.objects.filter(
        handler=viewer.organisation,
        week__in=list(weeks),
        municipality__in=list(places),
        destroyed_on=None,
    )
    return found.order_by("-pk").values("pk")


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
