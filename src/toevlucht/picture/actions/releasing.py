"""Propose that others get a table, decide with four eyes, and pay before noise is drawn."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from toevlucht.language import Message, Value
from toevlucht.picture.models import (
    PrivacyLedger,
    PrivacyPayment,
    ReleaseProposal,
    ReleaseWithdrawal,
    TableRelease,
)
from toevlucht.picture.models.releases import DROPPED, PROPOSED, PUBLIC, RELEASED, reference_of
from toevlucht.picture.queries.releases import (
    is_over,
    may_plan,
    planned,
    read_ledger,
)
from toevlucht.picture.releasing.catalogue import TABLES, ReleasableTable
from toevlucht.picture.releasing.counting import Counted
from toevlucht.picture.releasing.planning import Plan
from toevlucht.records.actions import record_change
from toevlucht.records.viewer import NotAllowed, Viewer
from toevlucht.statistics.disclosure import BudgetSpent, Release, bounded_counts, release


class NotReleased(Exception):
    """Nothing was changed; ``message`` says why."""

    def __init__(self, key: str, **values: Value) -> None:
        self.message = Message(f"releases.refused.{key}", values)
        super().__init__(key)


def propose(
    viewer: Viewer, table: str, month: datetime.date, audience: str, seen: str
) -> ReleaseProposal:
    """An editor or approver of the centre proposes what was ``seen`` on the planner's page."""
    reference = reference_of(table, month, audience)
    if not may_plan(viewer) or viewer.person is None:
        raise NotAllowed("table.proposed", "table", (reference,))
    with transaction.atomic():
        if _standing(table, month, audience).exists():
            raise NotReleased("once")
        _check(_plan(viewer, table, month, seen), audience)
        proposal, is_new = ReleaseProposal.objects.get_or_create(
            table=table,
            month=month,
            audience=audience,
            state=PROPOSED,
            defaults={"proposed_by_id": viewer.person},
        )
        if not is_new:
            raise NotReleased("once")
        record_change(viewer, "table.proposed", "table", [reference])
    return proposal


def drop(viewer: Viewer, table: str, month: datetime.date, audience: str) -> None:
    """It does not go out; it can be proposed again."""
    reference = reference_of(table, month, audience)
    if not may_plan(viewer) or viewer.person is None:
        raise NotAllowed("table.proposal_dropped", "table", (reference,))
    with transaction.atomic():
        _decided(_proposed(table, month, audience), viewer.person, DROPPED)
        record_change(viewer, "table.proposal_dropped", "table", [reference])


def decide(
    viewer: Viewer, table: str, month: datetime.date, audience: str, seen: str
) -> TableRelease:
    """An approver of the centre who did not propose it lets it go out, once and for good."""
    reference = reference_of(table, month, audience)
    if not viewer.is_centre_with("approver") or viewer.person is None:
        raise NotAllowed("table.released", "table", (reference,))
    with transaction.atomic():
        proposal = _proposed(table, month, audience)
        if proposal.proposed_by_id == viewer.person:
            raise NotAllowed("table.released", "table", (reference,))
        found = _plan(viewer, table, month, seen)
        _check(found, audience)
        made = (
            _for_public(proposal, found) if audience == PUBLIC else _for_partners(proposal, found)
        )
        _decided(proposal, viewer.person, RELEASED)
        made.save(force_insert=True)
        record_change(viewer, "table.released", "table", [reference])
    return made


def withdraw(
    viewer: Viewer, table: str, month: datetime.date, audience: str, reasons: Mapping[str, str]
) -> None:
    """Show its numbers no more; what they cost stays spent, for who has them keeps them."""
    reference = reference_of(table, month, audience)
    if not viewer.is_centre_with("approver") or viewer.person is None:
        raise NotAllowed("table.withdrawn", "table", (reference,))
    with transaction.atomic():
        found = TableRelease.objects.filter(reference=reference).first()
        if found is None:
            raise NotReleased("not_released")
        reason = {f"reason_{tag}": words for tag, words in reasons.items()}
        _, is_new = ReleaseWithdrawal.objects.get_or_create(
            release=found, defaults={"by_id": viewer.person, **reason}
        )
        if not is_new:
            raise NotReleased("withdrawn")
        record_change(viewer, "table.withdrawn", "table", [reference])


def _standing(table: str, month: datetime.date, audience: str) -> QuerySet[ReleaseProposal]:
    found = ReleaseProposal.objects.filter(table=table, month=month, audience=audience)
    return found.exclude(state=DROPPED)


def _proposed(table: str, month: datetime.date, audience: str) -> ReleaseProposal:
    found = _standing(table, month, audience).select_for_update().first()
    if found is None or found.state != PROPOSED:
        raise NotReleased("not_proposed" if found is None else "once")
    return found


def _decided(proposal: ReleaseProposal, person: int, state: str) -> None:
    proposal.state, proposal.decided_by_id, proposal.decided_at = state, person, timezone.now()
    proposal.save(update_fields=["state", "decided_by", "decided_at"])


def _plan(viewer: Viewer, table: str, month: datetime.date, seen: str) -> Plan:
    found = planned(viewer, TABLES[table], month) if table in TABLES and is_over(month) else None
    if found is None:
        raise NotReleased("no_ledger")
    if found.mark != seen:
        raise NotReleased("changed_since_seen")
    return found


def _check(found: Plan, audience: str) -> None:
    """What refuses before anything is drawn. The ledger is read once more when it is paid from."""
    if audience == PUBLIC and not found.public.is_affordable:
        raise NotReleased("budget")
    if audience != PUBLIC and found.partners.rounded is None:
        raise NotReleased("gives_away", n=len(found.partners.gives_away))


def _for_partners(proposal: ReleaseProposal, found: Plan) -> TableRelease:
    rounded = found.partners.rounded
    assert rounded is not None
    return _row(proposal, found.counted, rounded)


def _for_public(proposal: ReleaseProposal, found: Plan) -> TableRelease:
    """First paid under the lock of the ledger, then drawn: a refusal tells nothing of the noise."""
    table, made = found.table, found.counted
    name = proposal.reference
    account = _locked(table, proposal.month.year)
    before = read_ledger(account)
    payment = PrivacyPayment.objects.create(ledger=account, name=name, cost=str(table.cost))
    bounded = bounded_counts(
        made.people, made.cells, made.frame.size, made.frame.sums, most_cells=table.most_cells
    )
    try:
        drawn = release(
            bounded.values,
            made.frame.sums,
            "public",
            name=name,
            ledger=before,
            variance=table.variance,
            most_per_person=bounded.most_per_person,
            once_a_cell=True,
        )
    except BudgetSpent:
        raise NotReleased("budget") from None
    row = _row(proposal, made, drawn)
    row.payment, row.variance, row.most_cells = payment, str(table.variance), table.most_cells
    return row


def _locked(table: ReleasableTable, year: int) -> PrivacyLedger:
    subject = table.subject
    limit = {"limit": str(subject.limit)}
    PrivacyLedger.objects.get_or_create(subject=subject.code, year=year, defaults=limit)
    return PrivacyLedger.objects.select_for_update().get(subject=subject.code, year=year)


def _row(proposal: ReleaseProposal, made: Counted, out: Release) -> TableRelease:
    return TableRelease(
        reference=proposal.reference,
        proposal=proposal,
        table=proposal.table,
        month=proposal.month,
        audience=proposal.audience,
        released_on=timezone.localdate(),
        is_generated=made.is_generated,
        rows=[[one.code, one.keeping, one.of] for one in made.frame.rows],
        columns=list(made.frame.columns),
        values=list(out.values),
        margins=list(out.margins),
    )
