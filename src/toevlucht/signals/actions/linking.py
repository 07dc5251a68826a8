"""Judge whether two reports are about the same thing, and link those that are into one signal.

Nothing is merged: a link begins and ends on a day, and every one of them is kept.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from toevlucht.records.actions import record_change
from toevlucht.records.references import new_reference
from toevlucht.records.viewer import NotAllowed, Viewer
from toevlucht.signals import codes, policy
from toevlucht.signals.actions.desk import locked, locked_by_handler
from toevlucht.signals.actions.refusing import NotPossible
from toevlucht.signals.models import Assessment, DeskEntry, Judgement, Report, Signal, SignalLink
from toevlucht.signals.queries.one_signal import own_signal


def judge(viewer: Viewer, one: DeskEntry, other: DeskEntry, judgement: str) -> None:
    """A yes links both, where the viewer's organisation handles both. Otherwise it is noted."""
    with transaction.atomic():
        first, second = _in_order(viewer, one, other, "report.judged")
        if judgement not in codes.JUDGEMENTS or first.report_id == second.report_id:
            raise NotPossible("assessing.refused.judgement")
        together = _are_together(viewer, first.report, second.report)
        if judgement != "yes" and together:
            raise NotPossible("assessing.refused.linked")
        _undo(viewer, first.report, second.report)
        Judgement.objects.create(
            first=first.report,
            second=second.report,
            organisation=viewer.organisation,
            judgement=judgement,
            person=viewer.person,
        )
        ids = [one.report.reference, other.report.reference]
        record_change(viewer, "report.judged", "report", ids)
        if judgement == "yes" and first.ground == second.ground == "handling" and not together:
            _link(viewer, first.report, second.report)


def take_back(viewer: Viewer, one: DeskEntry, other: DeskEntry) -> None:
    """A no or an unsure, so that the two may be suggested again. A yes ends with its link."""
    with transaction.atomic():
        first, second = _in_order(viewer, one, other, "report.judged")
        if _are_together(viewer, first.report, second.report):
            raise NotPossible("assessing.refused.linked")
        if _undo(viewer, first.report, second.report):
            ids = [one.report.reference, other.report.reference]
            record_change(viewer, "report.judged", "report", ids)


def unlink(viewer: Viewer, entry: DeskEntry) -> None:
    """Take a report out of its signal; what was believed of it stays."""
    with transaction.atomic():
        entry = locked_by_handler(viewer, entry, "report.unlinked")
        report, signal = entry.report, entry.report.signal
        if signal is None:
            raise NotPossible("assessing.refused.not_linked")
        _leave(viewer, report)
        for other in Report.objects.filter(signal=signal):
            first, second = sorted((report, other), key=lambda one: one.pk)
            _undo(viewer, first, second)
        record_change(viewer, "report.unlinked", "report", [report.reference, signal.reference])


def set_same_teller(viewer: Viewer, entry: DeskEntry, is_same: bool) -> None:
    """Whether an anonymous report comes from somebody who told another report of the signal."""
    with transaction.atomic():
        entry = locked_by_handler(viewer, entry, "report.linked")
        found = SignalLink.objects.filter(report=entry.report, undone_at=None)
        if not found.update(same_teller=is_same):
            raise NotPossible("assessing.refused.not_linked")
        record_change(viewer, "report.linked", "report", [entry.report.reference])


def _in_order(
    viewer: Viewer, one: DeskEntry, other: DeskEntry, event: str
) -> tuple[DeskEntry, DeskEntry]:
    """Both locked, always in the order of the reports, so that two people never wait in a ring."""
    first, second = sorted((one, other), key=lambda entry: entry.report_id)
    if viewer.person is None:
        raise NotAllowed(event, "report", (one.report.reference,))
    return locked(viewer, first, event), locked(viewer, second, event)


def _are_together(viewer: Viewer, first: Report, second: Report) -> bool:
    """In a signal of the viewer's organisation; that another linked them is not told."""
    own = own_signal(viewer, first)
    return own is not None and own == own_signal(viewer, second)


def _undo(viewer: Viewer, first: Report, second: Report) -> int:
    found = Judgement.objects.filter(
        first=first, second=second, organisation=viewer.organisation, undone_at=None
    )
    return found.update(undone_at=timezone.now())


def _link(viewer: Viewer, first: Report, second: Report) -> None:
    """Into the signal of one of them; where both have one, that of the second ends up empty."""
    moved = {one.pk: one for report in (first, second) for one in _linked_with(viewer, report)}
    if _is_refused(viewer, list(moved)):
        raise NotPossible("assessing.refused.refused_pair")
    signal = own_signal(viewer, first) or own_signal(viewer, second)
    signal = signal or _begin(viewer, first, second)
    for report in moved.values():
        if report.signal_id != signal.pk:
            _join(viewer, report, signal)
    ids = [signal.reference, first.reference, second.reference]
    record_change(viewer, "report.linked", "signal", ids)


def _linked_with(viewer: Viewer, report: Report) -> list[Report]:
    """All reports that move along with one, itself included."""
    signal = own_signal(viewer, report)
    if signal is None:
        return [report]
    found = Report.objects.filter(signal=signal, handler=viewer.organisation)
    return list(found.select_for_update().order_by("pk"))


def _is_refused(viewer: Viewer, reports: list[int]) -> bool:
    """Whether two of them, as far as the viewer may know, were judged not to be about the same."""
    known = policy.entries(viewer).filter(report__in=reports).values("report")
    return Judgement.objects.filter(
        first__in=known,
        second__in=known,
        organisation=viewer.organisation,
        judgement="no",
        undone_at=None,
    ).exists()


def _begin(viewer: Viewer, first: Report, second: Report) -> Signal:
    """A new signal believes what was last assessed of the reports that still stand."""
    standing = [one for one in (first, second) if one.rung != "refuted"] or [first, second]
    newest = Assessment.objects.filter(report__in=standing).order_by("-pk").first()
    about = next((one for one in standing if newest and one.pk == newest.report_id), standing[0])
    return Signal.objects.create(
        reference=new_reference(),
        organisation=viewer.organisation,
        made_by=viewer.person,
        rung=about.rung,
        form=about.form,
        phenomenon=about.phenomenon,
    )


def _join(viewer: Viewer, report: Report, signal: Signal) -> None:
    was_same = _leave(viewer, report)
    SignalLink.objects.create(
        report=report, signal=signal, made_by=viewer.person, same_teller=was_same
    )
    report.signal = signal
    report.save(update_fields=["signal"])


def _leave(viewer: Viewer, report: Report) -> bool:
    """Whether its teller was one of another report there."""
    link = SignalLink.objects.filter(report=report, undone_at=None).first()
    if link is None:
        return False
    link.undone_at, link.undone_by = timezone.now(), viewer.person
    link.save(update_fields=["undone_at", "undone_by"])
    report.signal = None
    report.save(update_fields=["signal"])
    return link.same_teller
