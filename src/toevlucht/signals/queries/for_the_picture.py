"""What an organisation shared of its reports for the picture, as rows of the data dictionary.

Only the open part, in codes. A report that is kept from somebody who would see the rows is not
among them; one that is kept from anybody else tells neither its place nor its kind of place.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from toevlucht.dictionary import dictionary
from toevlucht.geography import areas
from toevlucht.language import language
from toevlucht.partners.models import Agreement, Organisation, Person
from toevlucht.signals.models import DeskEntry, Exclusion, Report
from toevlucht.signals.picture_names import picture_name, picture_names_key
from toevlucht.signals.queries.beliefs import Believed, beliefs_of

Row = dict[str, str]

TOGETHER = 2_000  # reports whose story is told at once
SPOKEN = "en"  # a row has one language, as the other rows of the picture have


def shared_by(organisation: str, today: datetime.date) -> list[Agreement]:
    """Every agreement of this organisation to share for the picture; none where none lasts.

    Those that ended tell which days may still be sent while another one lasts.
    """
    made = Agreement.objects.filter(
        sender__code=organisation, sender__is_active=True, receiver__is_centre=True
    )
    found = [one for one in made.order_by("pk") if "picture" in one.acts]
    return found if any(covers(one, today) for one in found) else []


def sharing_organisations(today: datetime.date) -> list[Organisation]:
    """Those that share for the picture today."""
    senders = Organisation.objects.filter(agreements_to_send__receiver__is_centre=True)
    return [one for one in senders.order_by("code").distinct() if shared_by(one.code, today)]


def supplier_of(organisation: Organisation) -> str:
    """Under which code of the data dictionary it stands in the picture; empty where under none."""
    if organisation.code in dictionary().code_list("organisation"):
        return organisation.code
    together = {"municipality": "municipalities", "region": "safety_regions"}
    return together.get(organisation.kind, "")


def rows_for_the_picture(organisation: Organisation, today: datetime.date) -> Iterator[Row]:
    """A row for each day on which another belief began; each but the first corrects one before.

    Days on which nothing was agreed are left out, and whoever takes the rows decided who asks.
    """
    agreements = shared_by(organisation.code, today)
    supplier = supplier_of(organisation)
    if not agreements or not supplier:
        return
    key = picture_names_key()
    for entries in _together(_entries(organisation, supplier)):
        told = beliefs_of(entry.report for entry in entries)
        for entry in entries:
            believed = _since(entry, told[entry.report_id], organisation.code)
            shared = [one for one in believed if any(covers(a, one.day) for a in agreements)]
            before = ""
            for one in shared:
                row = _Row(entry, one, supplier, key).cells(before)
                yield row
                before = row["id"]


def covers(agreement: Agreement, day: datetime.date) -> bool:
    ends = agreement.valid_to
    return agreement.valid_from <= day and (ends is None or ends >= day)


def _entries(organisation: Organisation, supplier: str) -> Iterator[DeskEntry]:
    """What it handles; what came in a flood waits until somebody looked at it."""
    of_report = Exclusion.objects.filter(report=OuterRef("report"))
    see_rows = Q(code__in={organisation.code, supplier}) | Q(is_centre=True)
    readers = Organisation.objects.filter(see_rows)
    their_people = Person.objects.filter(organisation__in=readers)
    kept = Q(organisation__in=readers.values("code")) | Q(person__in=their_people.values("pk"))
    found = DeskEntry.objects.filter(
        organisation=organisation.code, ground="handling", is_held=False
    ).exclude(Exists(of_report.filter(kept)))
    return (
        found.select_related("report")
        .annotate(is_kept_from_some=Exists(of_report))
        .order_by("pk")
        .iterator(TOGETHER)
    )


def _together(entries: Iterator[DeskEntry]) -> Iterator[list[DeskEntry]]:
    while some := list(islice(entries, TOGETHER)):
        yield some


def _since(entry: DeskEntry, believed: list[Believed], organisation: str) -> list[Believed]:
    """An organisation knows what it was handed over from that day on, as it was believed then."""
    since = timezone.localdate(entry.since)
    if since <= entry.report.received_on:
        return believed
    before = [one for one in believed if one.day < since]
    first = Believed(since, f"handed to {organisation}", before[-1].belief)
    return [first, *believed[len(before) :]]


@dataclass(frozen=True)
class _Row:
    """One belief of one report as a row of the table of observations."""

    entry: DeskEntry
    believed: Believed
    supplier: str
    key: bytes

    def cells(self, corrects: str) -> Row:
        report, belief = self.entry.report, self.believed.belief
        known_on = self.believed.day
        days = _days(report, known_on)
        return {
            "id": self._name("R", report.reference, self.believed.cause),
            "corrects": corrects,
            "case_id": self._name("C", belief.signal or report.reference),
            "known_on": known_on.isoformat(),
            "known_by": self.supplier,
            "stated_by": self.supplier,
            **days,
            **self._place(report, days["observed_to"] or known_on.isoformat()),
            **_people(report),
            "channel": "unknown",
            "lure": "unknown",
            "subject": "occurrence",
            "rung": belief.rung,
            "form": _known("form", belief.form, "unknown"),
            "means": ";".join(belief.means) or "unknown",
            "phenomenon": _known("phenomenon", belief.phenomenon, "unknown"),
            "counting_unit": "case" if belief.signal else "report",
            "count_kind": "exact",
            "count": "1",
            "first_hand": report.first_hand,
            "source_reliability": belief.source_reliability or "F",
            "information_credibility": belief.information_credibility or "6",
            "origin": "own",
            "source": language(SPOKEN).say("partners_reports.row.source"),
            "summary": self._summary(report),
        }

    def _name(self, kind: str, *about: str) -> str:
        return picture_name(self.key, kind, *about)

    def _place(self, report: Report, day: str) -> Row:
        """Nowhere where the place would tell somebody from whom the report is kept."""
        is_told = not self._is_kept_from_some and bool(report.municipality)
        on = datetime.date.fromisoformat(day)
        heir = areas.successor(report.municipality, on) if is_told else None
        return {
            "level": "regional" if heir else "national",
            "country": "NL",
            "area": heir.code if heir else "",
            "place_kinds": "unknown" if self._is_kept_from_some else report.place_kind,
        }

    def _summary(self, report: Report) -> str:
        spoken = language(SPOKEN)
        situation = "unknown" if self._is_kept_from_some else report.situation
        about = spoken.say(f"codes_of_reports.situation.{situation}")
        return spoken.say("partners_reports.row.summary", situation=about)

    @property
    def _is_kept_from_some(self) -> bool:
        return bool(self.entry.is_kept_from_some)  # type: ignore[attr-defined]


def _days(report: Report, known_on: datetime.date) -> Row:
    if not report.week:
        return {"observed_from": "", "observed_to": "", "date_precision": "unknown"}
    year, week = report.week.split("-W")
    monday = datetime.date.fromisocalendar(int(year), int(week), 1)
    last = min(monday + datetime.timedelta(days=6), known_on)
    return {
        "observed_from": min(monday, known_on).isoformat(),
        "observed_to": last.isoformat(),
        "date_precision": "week",
    }


def _people(report: Report) -> Row:
    """Of whom it is about only what was asked; nobody is asked for a citizenship."""
    group = "minors" if report.age_group == "minor" else "unknown"
    if report.age_group == "adult":
        group = {"female": "women", "male": "men"}.get(report.sex, "unknown")
    return {
        "target_group": group,
        "sex": report.sex,
        "age_group": report.age_group,
        "citizenship": "unknown",
    }


def _known(code_list: str, code: str, otherwise: str) -> str:
    return code if code in dictionary().code_list(code_list) else otherwise
