"""Tables for others: what was released, what is proposed, and what each audience would get."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import QuerySet
from django.utils import timezone

from toevlucht.geography import areas
from toevlucht.picture.models import PrivacyLedger, ReleaseProposal, TableRelease
from toevlucht.picture.models.releases import AUDIENCES, DROPPED, PARTNERS, PROPOSED, PUBLIC
from toevlucht.picture.queries.renditions import READERS
from toevlucht.picture.releasing.catalogue import TABLES, ReleasableTable, Subject
from toevlucht.picture.releasing.counting import Counted, RegionRow, counted
from toevlucht.picture.releasing.planning import Plan, plan
from toevlucht.reception.queries.people_sheltered import last_day_of, sheltered_in
from toevlucht.records.viewer import Viewer
from toevlucht.statistics.disclosure import Ledger

PLANNERS = ("editor", "approver")  # at the centre: they see exact numbers
FIRST_MONTH = datetime.date(2022, 3, 1)
MONTHS_TO_CHOOSE = 24


def may_plan(viewer: Viewer) -> bool:
    return viewer.is_centre_with(*PLANNERS)


def months_to_choose() -> list[datetime.date]:
    """The first days of months that are over, the last one first."""
    first = timezone.localdate().replace(day=1)
    found: list[datetime.date] = []
    while len(found) < MONTHS_TO_CHOOSE and first > FIRST_MONTH:
        first = (first - datetime.timedelta(days=1)).replace(day=1)
        found.append(first)
    return found


def is_over(month: datetime.date) -> bool:
    return month >= FIRST_MONTH and last_day_of(month) < timezone.localdate()


def find_table(viewer: Viewer, code: str, month: datetime.date) -> ReleasableTable | None:
    return TABLES.get(code) if may_plan(viewer) and is_over(month) else None


def planned(viewer: Viewer, table: ReleasableTable, month: datetime.date) -> Plan | None:
    """For the expertise centre; None where no ledger was kept that whole month."""
    if not may_plan(viewer):
        return None
    found = count(table, month)
    if not found.frame.rows:
        return None
    return plan(table, found, ledger_of(table.subject, month.year))


def count(table: ReleasableTable, month: datetime.date) -> Counted:
    """Exact: for planning and for the decision itself."""
    found = sheltered_in(month)
    on = last_day_of(month)
    rows = [
        RegionRow(one.code, found.keeping[one.code], len(areas.municipalities(on, one.code)))
        for one in areas.safety_regions(on)
        if one.code in found.keeping
    ]
    return counted(rows, table.columns, found.people, found.is_generated)


def ledger_of(subject: Subject, year: int) -> Ledger:
    """What was spent on the people of a subject in a year, in the order in which it was paid."""
    found = PrivacyLedger.objects.filter(subject=subject.code, year=year).first()
    return read_ledger(found) if found else Ledger(subject.limit)


def read_ledger(found: PrivacyLedger) -> Ledger:
    payments = found.payments.order_by("pk").values_list("name", "cost")
    return Ledger(Fraction(found.limit), tuple((name, Fraction(cost)) for name, cost in payments))


@dataclass(frozen=True)
class Turn:
    """How far a table of a month is for one audience."""

    audience: str
    proposal: ReleaseProposal | None
    release: TableRelease | None


def turns(viewer: Viewer, table: str, month: datetime.date) -> list[Turn]:
    if not may_plan(viewer):
        return []
    found = ReleaseProposal.objects.filter(table=table, month=month).exclude(state=DROPPED)
    of_audience = {
        one.audience: one
        for one in found.select_related("proposed_by", "release__withdrawal", "release__payment")
    }
    return [
        Turn(audience, one, getattr(one, "release", None) if one else None)
        for audience in AUDIENCES
        for one in (of_audience.get(audience),)
    ]


def proposals(viewer: Viewer) -> QuerySet[ReleaseProposal]:
    """Those about which nobody decided yet, the oldest first."""
    found = ReleaseProposal.objects.filter(state=PROPOSED).select_related("proposed_by")
    return found.order_by("proposed_at", "pk") if may_plan(viewer) else found.none()


def all_releases(viewer: Viewer) -> QuerySet[TableRelease]:
    found = _newest_first()
    return found if may_plan(viewer) else found.none()


@dataclass(frozen=True)
class Spending:
    """The ledger of a year, with the table that most can still be told of."""

    subject: Subject
    year: int
    ledger: Ledger

    @property
    def tables_left(self) -> int:
        return int(self.ledger.left * self.subject.planned / self.subject.limit)


def spendings(viewer: Viewer) -> list[Spending]:
    """Of every year that was paid from and of this one, the latest first."""
    if not may_plan(viewer):
        return []
    subjects = {one.subject.code: one.subject for one in TABLES.values()}
    found = {
        (one.subject, one.year): read_ledger(one)
        for one in PrivacyLedger.objects.filter(subject__in=subjects)
    }
    years = {year for _, year in found} | {timezone.localdate().year}
    return [
        Spending(subject, year, found.get((code, year), Ledger(subject.limit)))
        for year in sorted(years, reverse=True)
        for code, subject in subjects.items()
    ]


def public_tables(viewer: Viewer) -> QuerySet[TableRelease]:
    """For everybody; withdrawn ones too, whose numbers nobody shows any more."""
    return _newest_first().filter(audience=PUBLIC)


def partners_tables(viewer: Viewer) -> QuerySet[TableRelease]:
    """For who may read partners' editions, in every organisation here (TLP:GREEN)."""
    found = _newest_first().filter(audience=PARTNERS)
    return found if viewer.has(*READERS) else found.none()


def find_release(
    tables: QuerySet[TableRelease], table: str, month: datetime.date
) -> TableRelease | None:
    return tables.filter(table=table, month=month).first()


def _newest_first() -> QuerySet[TableRelease]:
    found = TableRelease.objects.select_related("withdrawal", "payment")
    return found.order_by("-month", "table", "audience")


def waiting_for_decision(viewer: Viewer) -> int:
    """How many proposals of others there are, for who may decide."""
    if not viewer.is_centre_with("approver"):
        return 0
    return proposals(viewer).exclude(proposed_by=viewer.person).count()
