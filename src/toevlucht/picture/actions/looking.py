"""Look whether a suspended series should resume, each time that a contribution is taken."""

from __future__ import annotations

from dataclasses import asdict

from toevlucht.picture import received
from toevlucht.picture.models import Contribution, Look, Suspension
from toevlucht.picture.queries.contributing import taken_until
from toevlucht.picture.queries.series import last_edition, open_suspensions_of
from toevlucht.picture.trigger import Rule, look
from toevlucht.records.jobs import Report, ask, job
from toevlucht.records.viewer import Viewer

KIND = "trigger.look"


def look_later(viewer: Viewer, contribution: Contribution) -> None:
    """In the transaction of the contribution: it is not forgotten, and does not keep its sender."""
    for suspension in open_suspensions_of(contribution.series):
        ask(viewer, KIND, suspension=suspension.pk, because=contribution.pk)


@job(KIND)
def look_again(report: Report, suspension: int, because: int | None = None) -> None:
    found = Suspension.objects.select_related("series").get(pk=suspension)
    if found.until is None:
        hold_rule_against_counts(found, because)


def hold_rule_against_counts(suspension: Suspension, because: int | None = None) -> Look | None:
    """One line more in the history; none where no edition was published yet to compare with."""
    last = last_edition(suspension.series)
    if last is None:
        return None
    known = taken_until(None, last.series_of_contributions, last.period.cut_off.max)
    until = max((one.cut_off for one in known), default=last.period.cut_off)
    checked = [received.checked_before(one) for one in known]
    lines = look(rule_of(suspension), last, checked, until)
    return Look.objects.create(
        suspension=suspension,
        because_id=because,
        known_until=until,
        lines=[asdict(line) for line in lines],
        met=any(line.met for line in lines),
    )


def rule_of(suspension: Suspension) -> Rule:
    return Rule(
        rungs=tuple(suspension.rungs),
        chance=float(suspension.chance),
        factor=float(suspension.factor),
        minimum=suspension.minimum,
    )
