"""What organisations shared of reports and of reception becomes a contribution by itself.

It is packed as every other is, checked as every other is, and taken in the name of the
organisation whose knowledge it is. Nothing of it is written by a person.
"""

from __future__ import annotations

import csv
import datetime
import io
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from toevlucht.dictionary import dictionary
from toevlucht.language import Message
from toevlucht.partners.models import Organisation
from toevlucht.picture import received
from toevlucht.picture.actions.contributing import ContributingRefused, Sending, take
from toevlucht.picture.models import Contribution, Draft
from toevlucht.picture.models.contributions import TAKEN
from toevlucht.picture.packing import Fact, manifest_text, pack
from toevlucht.picture.queries.shared_reports import asking_drafts, may_ask
from toevlucht.reception.queries.for_the_picture import mondays_until, reception_for_the_picture
from toevlucht.reception.queries.sight_for_the_picture import COUNTS as FOUND
from toevlucht.reception.queries.sight_for_the_picture import WATCHED, sight_for_the_picture
from toevlucht.records.actions import record_change
from toevlucht.records.daily import daily
from toevlucht.records.jobs import JobProblem, Report, ask
from toevlucht.records.viewer import NotAllowed, Viewer
from toevlucht.signals.queries.follow_up_for_the_picture import COUNTS, follow_up_for_the_picture
from toevlucht.signals.queries.for_the_picture import (
    Row,
    covers,
    rows_for_the_picture,
    shared_by,
    sharing_organisations,
    supplier_of,
)

KIND = "contribution.from_reports"
REPORTS, FOLLOW_UP = "observations", "follow_up"
RECEPTION = ("reception", "registrations")


@dataclass(frozen=True)
class Recount:
    """A table of which rows are counted anew each day, and sent where a number changed.

    ``of`` names what a row counts. Where it is counted ``on`` a day, a later day stands beside
    the one before; otherwise, and on the same day, it takes its place.
    """

    of: tuple[str, ...]
    numbers: tuple[str, ...]
    on: str = ""


RECOUNTED = {
    FOLLOW_UP: Recount(("area", "month"), COUNTS),
    "inspections": Recount(("area", "requirement", "period_from"), FOUND),
    "watch": Recount(("area", "place_kind"), WATCHED, on="counted_on"),
}


@transaction.atomic
def ask_for_shared_reports(viewer: Viewer) -> None:
    """The centre's editors ask for what all organisations shared, a contributor for its own."""
    if not may_ask(viewer):
        raise NotAllowed("shared_reports.asked", "organisation", (viewer.organisation,))
    if not asking_drafts():
        raise ContributingRefused("nobody_asks")
    own = "" if viewer.is_centre_with("editor") else viewer.organisation
    _must_have_suppliers(own)
    ask(viewer, KIND, organisation=own)
    record_change(viewer, "shared_reports.asked", "organisation", [own] if own else [])


@daily(KIND)
def pack_shared_reports(report: Report, organisation: str = "") -> None:
    """Every day, and when somebody asks. Done twice it ends the same: what was taken is not new."""
    suppliers = _suppliers(organisation)
    drafts = asking_drafts()
    refused = []
    for place, (supplier, sharing) in enumerate(sorted(suppliers.items())):
        report(place, len(suppliers), "partners_reports.step")
        if not all(_contribute(supplier, sharing, draft) for draft in drafts):
            refused.append(supplier)
    if refused:
        codes = ", ".join(refused)
        raise JobProblem(Message("partners_reports.refused", {"organisations": codes}))


def _must_have_suppliers(organisation: str) -> None:
    wanted = _suppliers(organisation)
    known = set(Organisation.objects.filter(is_active=True).values_list("code", flat=True))
    if lacking := sorted(set(wanted) - known):
        raise ContributingRefused("no_supplier", code=lacking[0])


def _suppliers(organisation: str) -> dict[str, list[Organisation]]:
    """Who sends, in the code of the data dictionary, and what of whom."""
    found: dict[str, list[Organisation]] = {}
    for one in sharing_organisations(timezone.localdate()):
        if organisation in ("", one.code) and (supplier := supplier_of(one)):
            found.setdefault(supplier, []).append(one)
    return found


def _contribute(supplier: str, sharing: Iterable[Organisation], draft: Draft) -> bool:
    """What was known when the draft is cut off; what came later waits for the next edition.

    False where the check refused it.
    """
    today = timezone.localdate()
    cut_off = min(draft.cut_off, today)
    tables = _new_rows(supplier, sharing, draft, today, cut_off)
    if not tables or not Organisation.objects.filter(code=supplier, is_active=True).exists():
        return True
    manifest = manifest_text(_facts(supplier, draft, cut_off))
    with tempfile.TemporaryDirectory(dir=received.incoming_folder()) as folder:
        files = [(f"{name}.csv", io.BytesIO(_csv(name, rows))) for name, rows in tables.items()]
        package = pack(files, manifest, Path(folder) / "shared.zip")
        viewer = Viewer(organisation=supplier, channel="task")
        answer = take(viewer, package, Sending(supplier), viewer.channel)
    return answer.contribution is not None


def _new_rows(
    supplier: str,
    sharing: Iterable[Organisation],
    draft: Draft,
    today: datetime.date,
    cut_off: datetime.date,
) -> dict[str, list[Row]]:
    """By table; a table without new rows is left out."""
    taken = Contribution.objects.select_related("organisation").filter(
        organisation__code=supplier, series=draft.contributions_of, state=TAKEN
    )
    known = received.references(taken)
    found = _rows(supplier, sharing, today)
    new = {
        table: [
            row
            for row in rows
            if row["known_on"] <= cut_off.isoformat()
            and f"{supplier}/{row['id']}" not in known.get(table, ())
        ]
        for table, rows in found.items()
    }
    for table, recount in RECOUNTED.items():
        new[table] = list(_counted_otherwise(table, recount, new[table], taken))
    return {table: rows for table, rows in new.items() if rows}


def _rows(
    supplier: str, sharing: Iterable[Organisation], today: datetime.date
) -> dict[str, list[Row]]:
    """By table: all that these organisations have to say, sent before or not."""
    found: dict[str, list[Row]] = {table: [] for table in (REPORTS, *RECOUNTED, *RECEPTION)}
    for one in sharing:
        found[REPORTS] += rows_for_the_picture(one, today)
        found[FOLLOW_UP] += follow_up_for_the_picture(one, today)
        for table, rows in _of_reception(one, supplier, today).items():
            found[table] += rows
    return found


def _of_reception(one: Organisation, supplier: str, today: datetime.date) -> dict[str, list[Row]]:
    if not one.area:
        return {}
    agreements = shared_by(one.code, today)

    def is_shared(day: datetime.date) -> bool:
        return any(covers(agreement, day) for agreement in agreements)

    days = [day for day in mondays_until(today) if is_shared(day)]
    found = reception_for_the_picture(one.area, supplier, days)
    if one.kind == "municipality":
        found |= sight_for_the_picture(one.area, supplier, today, is_shared)
    return found


def _counted_otherwise(
    table: str, recount: Recount, rows: Iterable[Row], taken: Iterable[Contribution]
) -> Iterator[Row]:
    """What nobody counted yet, and that in which something changed since."""
    newest: dict[tuple[str, ...], Row] = {}
    day = (recount.on,) if recount.on else ()
    for kept in received.standing(taken, table, (*recount.of, *recount.numbers, *day)):
        told = {name: _written(value) for name, value in kept.items()}
        key = tuple(told[name] for name in recount.of)
        if not recount.on or told[recount.on] >= newest.get(key, {}).get(recount.on, ""):
            newest[key] = told
    for row in rows:
        before = newest.get(tuple(row[name] for name in recount.of))
        if before is None:
            yield row
        elif any(before[name] != row[name] for name in recount.numbers):
            is_same_day = all(before[name] == row[name] for name in day)
            yield {**row, "corrects": before["id"] if is_same_day else ""}


def _written(value: object) -> str:
    """As a row of a contribution has it: nothing where nobody said it."""
    return "" if value is None else str(value)


def _facts(supplier: str, draft: Draft, cut_off: datetime.date) -> dict[str, Fact]:
    return {
        "organisation": supplier,
        "series": draft.contributions_of,
        "period_from": min(draft.period_from, cut_off),
        "period_to": draft.period_to,
        "cut_off": cut_off,
        "counting_mode": draft.counting_mode,
        "handling": "amber",
        "purpose": "strategic intelligence picture",
        "origin": "own",
        "contact": supplier,
    }


def _csv(table: str, rows: Iterable[Row]) -> bytes:
    written = io.StringIO()
    writer = csv.DictWriter(written, dictionary().table(table).names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode()
