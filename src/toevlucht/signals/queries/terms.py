"""Which terms hold for the reports of an organisation: its own, else the defaults."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from toevlucht.records.viewer import Viewer
from toevlucht.signals import codes
from toevlucht.signals.models import Report, RetentionRule
from toevlucht.signals.retention import Term, default_term, kept_until


@dataclass(frozen=True)
class Held:
    """A term as the page shows it; ``own`` is that of the organisation, if it set one."""

    origin: str
    outcome: str
    default: Term
    own: RetentionRule | None

    @property
    def months(self) -> int:
        return self.own.months if self.own else self.default.months


def day_for(report: Report) -> datetime.date:
    """Until when the report is kept, by the rules of today."""
    held = term_of(report.handler, report.origin, report.outcome)
    dates = {"closed": report.closed_on, "received": report.received_on}
    return kept_until(held.default, held.months, dates)


def term_of(organisation: str, origin: str, outcome: str) -> Held:
    today = timezone.localdate()
    default = default_term(origin, outcome, today)
    own = RetentionRule.objects.filter(
        organisation=organisation, origin=origin, outcome=outcome, valid_from__lte=today
    )
    newest = None if default.is_fixed else own.order_by("-valid_from").first()
    return Held(origin, outcome, default, newest)


def terms(viewer: Viewer) -> Iterator[Held]:
    """Every origin with every outcome, as they hold for the viewer's organisation."""
    found = RetentionRule.objects.filter(organisation=viewer.organisation)
    today = timezone.localdate()
    own = {
        (rule.origin, rule.outcome): rule
        for rule in found.filter(valid_from__lte=today).order_by("valid_from")
    }
    for origin in codes.ORIGINS:
        for outcome in (*codes.OUTCOMES, ""):
            default = default_term(origin, outcome, today)
            set_here = None if default.is_fixed else own.get((origin, outcome))
            yield Held(origin, outcome, default, set_here)
