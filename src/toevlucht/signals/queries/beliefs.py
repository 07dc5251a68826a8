"""What was believed of reports day after day, alone and as part of a signal."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.utils import timezone

from toevlucht.signals.models import Assessment, Report, SignalLink


@dataclass(frozen=True)
class Belief:
    """``signal`` is the reference of the signal that the report was part of then."""

    rung: str = "report"
    form: str = "unknown"
    phenomenon: str = "unknown"
    means: tuple[str, ...] = ()
    source_reliability: str | None = None
    information_credibility: str | None = None
    signal: str = ""


@dataclass(frozen=True)
class Believed:
    """A belief, the day from which it was held, and a name for what brought it about."""

    day: datetime.date
    cause: str
    belief: Belief


@dataclass(frozen=True)
class _Event:
    at: datetime.datetime
    cause: str
    report: int
    assessed: Belief | None = None
    joined: int | None = None
    left: int | None = None


def beliefs_of(reports: Iterable[Report]) -> dict[int, list[Believed]]:
    """For each report every belief that was held of it, oldest first.

    A report that is part of a signal stands where the signal stands: what was last assessed of it,
    and before that what was last assessed of one of the two that began it.
    """
    wanted = {report.pk: report for report in reports}
    told = _Told(wanted)
    for event in _events(told.reports):
        told.hear(event)
    return told.found


class _Told:
    """The story of some reports and of all that were ever in a signal with them."""

    def __init__(self, wanted: dict[int, Report]) -> None:
        self.signals = dict[int, str]()
        self.reports = self._with_companions(set(wanted))
        self.own: dict[int, Belief] = defaultdict(Belief)
        self.heard = 0
        self.assessed = dict[int, int]()  # with which event each report was last assessed
        self.of_signal = dict[int, Belief]()
        self.members = defaultdict[int, set[int]](set)
        self.joined = defaultdict[int, list[int]](list)  # also who left again
        self.signal_of = dict[int, int]()
        self.found = {
            pk: [Believed(report.received_on, "received", Belief())]
            for pk, report in wanted.items()
        }

    def hear(self, event: _Event) -> None:
        self.heard += 1
        touched = self._companions(event.report)
        if event.assessed:
            self._assess(event.report, event.assessed, touched)
        if event.joined is not None:
            self._join(event.report, event.joined)
        if event.left is not None and self.signal_of.get(event.report) == event.left:
            del self.signal_of[event.report]
            self.members[event.left].discard(event.report)
        for one in touched | self._companions(event.report):
            self._tell(one, event)

    def _assess(self, report: int, belief: Belief, touched: set[int]) -> None:
        self.assessed[report] = self.heard
        for one in touched:
            self.own[one] = belief
        if report in self.signal_of:
            self.of_signal[self.signal_of[report]] = belief

    def _join(self, report: int, signal: int) -> None:
        """The second of the two that begin a signal may be the one that was assessed last."""
        joined = self.joined[signal]
        begins = not joined
        if len(joined) == 1:
            last, here = (self.assessed.get(one, 0) for one in (joined[0], report))
            begins = here > last
        if begins:
            self.of_signal[signal] = self.own[report]
        joined.append(report)
        self.signal_of[report] = signal
        self.members[signal].add(report)

    def _tell(self, report: int, event: _Event) -> None:
        if report not in self.found:
            return
        belief = self._belief(report)
        if belief != self.found[report][-1].belief:
            day = timezone.localdate(event.at)
            self.found[report].append(Believed(day, event.cause, belief))

    def _belief(self, report: int) -> Belief:
        signal = self.signal_of.get(report)
        if signal is None:
            return self.own[report]
        return replace(self.of_signal[signal], signal=self.signals[signal])

    def _companions(self, report: int) -> set[int]:
        return {report} | self.members[self.signal_of.get(report, 0)]

    def _with_companions(self, reports: set[int]) -> set[int]:
        """A report that was in two signals ties the stories of both together."""
        everybody, new = set(reports), set(reports)
        while new:
            of_new = SignalLink.objects.filter(report__in=new).values("signal")
            links = SignalLink.objects.filter(signal__in=of_new).select_related("signal")
            found = set()
            for link in links:
                self.signals[link.signal_id] = link.signal.reference
                found.add(link.report_id)
            new = found - everybody
            everybody |= new
        return everybody


def _events(reports: set[int]) -> list[_Event]:
    return sorted([*_assessments(reports), *_links(reports)], key=lambda one: one.at)


def _assessments(reports: set[int]) -> Iterator[_Event]:
    for one in Assessment.objects.filter(report__in=reports).defer("reason").order_by("pk"):
        is_admiralty = one.scheme == "admiralty"
        belief = Belief(
            one.rung,
            one.form,
            one.phenomenon,
            tuple(one.means),
            one.source_reliability if is_admiralty else None,
            one.information_credibility if is_admiralty else None,
        )
        yield _Event(one.at, f"assessment {one.pk}", one.report_id, assessed=belief)


def _links(reports: set[int]) -> Iterator[_Event]:
    for one in SignalLink.objects.filter(report__in=reports).order_by("pk"):
        yield _Event(one.made_at, f"link {one.pk}", one.report_id, joined=one.signal_id)
        if one.undone_at:
            yield _Event(one.undone_at, f"undone {one.pk}", one.report_id, left=one.signal_id)
