"""Assess a report: what the organisation that handles it believes, dated, reasoned, and kept."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from toevlucht.dictionary import dictionary
from toevlucht.records.actions import record_change
from toevlucht.records.viewer import Viewer
from toevlucht.signals.actions import repeating
from toevlucht.signals.actions.corrections import correct_status, went_down
from toevlucht.signals.actions.desk import key_of, locked_by_handler
from toevlucht.signals.actions.handling import first_action
from toevlucht.signals.actions.refusing import NotPossible
from toevlucht.signals.grading import scheme_of
from toevlucht.signals.models import Assessment, DeskEntry, Report
from toevlucht.signals.queries.one_signal import own_signal
from toevlucht.signals.reasons import seal_reason


@dataclass(frozen=True)
class Belief:
    """What is believed. A grade that is None could not be judged."""

    rung: str
    form: str
    phenomenon: str
    means: tuple[str, ...] = ()
    source_reliability: str | None = None
    information_credibility: str | None = None


def assess(viewer: Viewer, entry: DeskEntry, belief: Belief, reason: str) -> Assessment:
    """Beside every assessment before. Of a report in a signal it is about the whole signal."""
    key = key_of(viewer, entry)
    scheme = scheme_of(viewer.organisation)
    if not _is_known(belief, scheme.source.codes, scheme.information.codes) or not reason.strip():
        raise NotPossible("assessing.refused.belief")
    with transaction.atomic():
        entry = locked_by_handler(viewer, entry, "report.assessed")
        report = entry.report
        made = Assessment.objects.create(
            report=report,
            signal=own_signal(viewer, report),
            person=viewer.person,
            organisation=viewer.organisation,
            rung=belief.rung,
            form=belief.form,
            phenomenon=belief.phenomenon,
            means=sorted(belief.means),
            scheme=scheme.name,
            source_reliability=belief.source_reliability,
            information_credibility=belief.information_credibility,
            reason=seal_reason(key, report.record, reason.strip()),
        )
        _repeat(viewer, report, belief)
        first_action(entry)
        record_change(viewer, "report.assessed", "report", [report.reference])
    return made


def _is_known(belief: Belief, source: tuple[str, ...], information: tuple[str, ...]) -> bool:
    lists = dictionary().code_lists
    return (
        belief.rung in lists["rung"]
        and belief.form in lists["form"]
        and belief.phenomenon in lists["phenomenon"]
        and all(one in lists["means"] for one in belief.means)
        and belief.source_reliability in (None, *source)
        and belief.information_credibility in (None, *information)
    )


def _repeat(viewer: Viewer, report: Report, belief: Belief) -> None:
    """On the report, its desks and its signal; who had a report before it went down hears so."""
    signal = own_signal(viewer, report)
    _believe(viewer, report, belief)
    if signal is None:
        return
    for one in signal.reports.filter(handler=viewer.organisation).exclude(pk=report.pk):
        _believe(viewer, one, belief)
    if went_down(signal.rung, belief.rung):
        signal.corrected_on = timezone.localdate()
    signal.rung, signal.form, signal.phenomenon = belief.rung, belief.form, belief.phenomenon
    signal.save(update_fields=["rung", "form", "phenomenon", "corrected_on"])


def _believe(viewer: Viewer, report: Report, belief: Belief) -> None:
    before = report.rung
    repeating.believe(report, belief.rung, belief.form, belief.phenomenon)
    correct_status(viewer, report, before, belief.rung)
