"""What an organisation shared of its reports stands in the picture by itself, each event once."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from tests.partners.people import organisation, person
from tests.picture.desk import cells, figure_of, write_editorial
from tests.signals.sharing import agree
from tests.signals.telling import VAN, municipality, report, safety_region, telling, viewer

from toevlucht.guidance.actions.publishing import load_handbooks
from toevlucht.guidance.shipped import shipped
from toevlucht.partners.models import Agreement, Person
from toevlucht.partners.queries import viewer_of_person
from toevlucht.picture import received
from toevlucht.picture.actions.contributing import ContributingRefused
from toevlucht.picture.actions.shared_reports import ask_for_shared_reports
from toevlucht.picture.models import Contribution, Draft, Series
from toevlucht.picture.queries.contributing import taken_until
from toevlucht.picture.received import checked_before
from toevlucht.picture.snapshot import freeze
from toevlucht.picture.tables import Count, Figure
from toevlucht.reception.actions.inspecting import Found, begin_inspection, save_round
from toevlucht.reception.models import (
    HostHousehold,
    Improvement,
    Inspection,
    InspectionItem,
    Location,
    RouteContact,
    SuppliedFigures,
)
from toevlucht.reception.routes import local_kinds
from toevlucht.records.jobs import work_all
from toevlucht.records.models import AuditLine, Job
from toevlucht.records.sealed import custody
from toevlucht.records.viewer import OPERATOR, NotAllowed
from toevlucht.signals import policy
from toevlucht.signals.actions.assessing import Belief, assess
from toevlucht.signals.actions.follow_up import count_follow_up
from toevlucht.signals.actions.linking import judge, unlink
from toevlucht.signals.models import DeskEntry, Exclusion, FollowUp, Report

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

PERIOD_FROM = datetime.date(2026, 1, 1)


@dataclass
class Centre:
    """A municipality that shares for the picture, and a centre whose edition collects."""

    folder: Path
    handler: Person
    editor: Person
    contributor: Person
    agreement: Agreement
    draft: Draft

    def pack(self) -> list[Contribution]:
        ask_for_shared_reports(viewer_of_person(self.editor.pk))
        work_all()
        failed = Job.objects.filter(state="failed")
        assert not failed, [job.problem for job in failed]
        return list(Contribution.objects.order_by("pk"))

    def rows(self, table: str = "observations") -> list[dict[str, str]]:
        return [
            row
            for one in Contribution.objects.order_by("pk")
            if table in one.rows
            for row in received.page_of(one.tables / f"{table}.parquet", 0, 100)
        ]

    def figure(self, id: str, cut_off: datetime.date | None = None) -> Figure:
        """A figure of the edition, frozen on a day."""
        day = cut_off or timezone.localdate()
        number = len(list(self.folder.glob("editorial-*")))
        editorial = self.folder / f"editorial-{number}"
        days = {"period_from": PERIOD_FROM, "published_on": day, "geography_on": day}
        write_editorial(editorial, **days, period_to=day, cut_off=day)
        known = [checked_before(one) for one in taken_until(None, "ukraine-2022", day)]
        return figure_of(freeze(known, editorial, self.folder / f"frozen-{number}"), id)

    def ladder(self, cut_off: datetime.date | None = None) -> dict[str, object]:
        """What the edition says of each rung."""
        found = cells(self.figure(LADDER, cut_off), "number")
        return {
            ".".join((level, rung, unit)): cell
            for (level, _, rung, unit), cell in ((row.split("."), c) for row, c in found.items())
        }

    def assess(self, told: Report, rung: str) -> None:
        by = viewer(self.handler)
        entry = policy.find_entry(by, told.reference)
        assert entry
        assess(by, entry, Belief(rung, "labour", "agency_at_gate", ("deception",)), "I saw it.")


LADDER = "ladder-national"


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    handler = municipality()
    organisation("municipalities")
    editor = person("eva", "emm", "editor")
    series = Series.objects.create(
        slug="ukraine-2022", kind="real", title_nl="O", title_en="U", title_uk="У"
    )
    today = timezone.localdate()
    draft = Draft.objects.create(
        series=series,
        number=1,
        version=1,
        contributions_of="ukraine-2022",
        period_from=PERIOD_FROM,
        period_to=today,
        cut_off=today,
        counting_mode="cumulative",
        geography_on=today,
        handling="amber",
        title_nl="E",
        title_en="E",
        title_uk="E",
        opened_by=editor,
    )
    agreement = agree(
        "gm0344", "emm", acts=["picture"], valid_from=today - datetime.timedelta(days=90)
    )
    contributor = person("carla", "gm0344", "contributor")
    return Centre(tmp_path, handler, editor, contributor, agreement, draft)


def linked(centre: Centre, one: Report, other: Report) -> None:
    by = viewer(centre.handler)
    first, second = (policy.find_entry(by, told.reference) for told in (one, other))
    assert first
    assert second
    judge(by, first, second, "yes")


def test_a_report_becomes_one_row_of_codes(centre: Centre) -> None:
    told = report(telling(seen_on=timezone.localdate(), age_group="adult", sex="female"))
    [contribution] = centre.pack()
    assert contribution.organisation.code == "municipalities"
    assert (contribution.sent_by, contribution.channel) == (None, "task")
    [row] = centre.rows()
    assert (row["area"], row["rung"], row["target_group"]) == ("GM0344", "report", "women")
    assert (row["known_by"], row["citizenship"]) == ("municipalities", "unknown")
    written = json.dumps(row, default=str)
    assert told.reference not in written
    assert VAN not in written


def test_a_signal_of_two_reports_stands_in_the_edition_once(centre: Centre) -> None:
    reports = [report(), report()]
    centre.pack()
    linked(centre, *reports)
    centre.assess(reports[0], "signal")
    centre.pack()
    assert centre.ladder() == {"regional.signal.case": Count(1, "case")}


def test_reports_that_are_not_linked_count_each(centre: Centre) -> None:
    report()
    report()
    centre.pack()
    assert centre.ladder() == {"regional.report.report": Count(2, "report")}


def test_a_link_that_was_undone_lets_both_count_again(centre: Centre) -> None:
    reports = [report(), report()]
    linked(centre, *reports)
    centre.pack()
    by = viewer(centre.handler)
    for one in reports:
        entry = policy.find_entry(by, one.reference)
        assert entry
        unlink(by, entry)
    centre.pack()
    assert centre.ladder() == {"regional.report.report": Count(2, "report")}


def test_a_later_refutation_corrects_the_figure(centre: Centre) -> None:
    told = report()
    centre.assess(told, "signal")
    centre.pack()
    assert centre.ladder() == {"regional.signal.report": Count(1, "report")}
    centre.assess(told, "refuted")
    centre.pack()
    assert centre.ladder() == {"regional.refuted.report": Count(1, "report")}


def test_a_report_stands_where_its_signal_stands(centre: Centre) -> None:
    first, second = report(), report()
    centre.assess(first, "incident")
    centre.assess(second, "suspicious_behaviour")
    linked(centre, first, second)
    centre.pack()
    assert centre.ladder() == {"regional.suspicious_behaviour.case": Count(1, "case")}
    third = report()
    linked(centre, second, third)
    centre.pack()
    assert centre.ladder() == {"regional.suspicious_behaviour.case": Count(1, "case")}
    centre.assess(third, "refuted")
    centre.pack()
    assert centre.ladder() == {"regional.refuted.case": Count(1, "case")}


def test_an_edition_holds_the_rung_that_was_known_on_its_cut_off_date(centre: Centre) -> None:
    told = report()
    earlier = timezone.localdate() - datetime.timedelta(days=30)
    Report.objects.update(received_on=earlier)
    DeskEntry.objects.update(since=timezone.now() - datetime.timedelta(days=30))
    centre.draft.cut_off = earlier
    centre.draft.save()
    centre.assess(told, "incident")
    centre.pack()
    assert centre.ladder(earlier) == {"regional.report.report": Count(1, "report")}
    Draft.objects.update(cut_off=timezone.localdate())
    centre.pack()
    assert centre.ladder() == {"regional.incident.report": Count(1, "report")}


def test_asking_again_sends_nothing_twice(centre: Centre) -> None:
    report()
    assert len(centre.pack()) == 1
    assert len(centre.pack()) == 1


def test_what_is_no_longer_agreed_stops(centre: Centre) -> None:
    told = report()
    centre.pack()
    Agreement.objects.update(valid_to=timezone.localdate() - datetime.timedelta(days=1))
    safety_region()
    agree("vr09", "emm", acts=["picture"])
    organisation("safety_regions")
    centre.assess(told, "incident")
    assert len(centre.pack()) == 1


def test_names_outlive_the_key_of_the_report_and_a_new_master_key(centre: Centre, settings) -> None:
    told = report()
    centre.assess(told, "signal")
    centre.pack()
    before = {row["case_id"] for row in centre.rows()}
    custody.destroy_key(told.record)
    settings.TOEVLUCHT_CONTENT_OLD_KEYS = [settings.TOEVLUCHT_CONTENT_KEY]
    settings.TOEVLUCHT_CONTENT_KEY = "another master key of at least fifty characters, for a test"
    assert len(centre.pack()) == 1
    assert {row["case_id"] for row in centre.rows()} == before


def test_what_is_kept_from_a_reader_of_the_rows_is_not_among_them(centre: Centre) -> None:
    for kept_from in ({"organisation": "emm"}, {"person": centre.contributor.pk}):
        Exclusion.objects.create(report=report(), **kept_from)
    assert centre.pack() == []


def test_what_is_kept_from_others_tells_no_place(centre: Centre) -> None:
    organisation("police")
    Exclusion.objects.create(report=report(), organisation="police")
    centre.pack()
    [row] = centre.rows()
    assert (row["area"], row["level"], row["place_kinds"]) == (None, "national", ["unknown"])
    assert "approaches" not in row["summary"]


def test_what_came_in_a_flood_waits(centre: Centre) -> None:
    report()
    DeskEntry.objects.update(is_held=True)
    assert centre.pack() == []


def followed(centre: Centre) -> dict[str, object]:
    """What the edition says became of reports, once they were counted and sent."""
    count_follow_up(timezone.localdate())
    centre.pack()
    found = cells(centre.figure("follow-up"), "number")
    return {step: cell.value for step, cell in found.items() if isinstance(cell, Count)}


def test_what_became_of_reports_stands_in_the_edition_and_is_corrected(centre: Centre) -> None:
    told = report()
    report()
    first = followed(centre)
    assert (first["received"], first["acted_on"], first["closed"]) == (2, 0, 0)
    today = timezone.localdate()
    changed = {"first_action_on": today, "closed_on": today, "progress": "closed"}
    Report.objects.filter(pk=told.pk).update(outcome="helped_otherwise", **changed)
    later = followed(centre)
    assert (later["received"], later["acted_in_a_day"], later["closed"]) == (2, 1, 1)
    assert later["closed_helped_otherwise"] == 1
    first_row, second_row = centre.rows("follow_up")
    assert (first_row["corrects"], second_row["corrects"]) == (None, first_row["id"])
    assert (second_row["area"], second_row["stated_by"]) == ("GM0344", "municipalities")
    assert followed(centre) == later
    assert len(centre.rows("follow_up")) == 2


def test_a_month_of_which_nothing_is_left_is_corrected_to_none(centre: Centre) -> None:
    told = report()
    assert followed(centre)["received"] == 1
    Report.objects.filter(pk=told.pk).update(handler="vr09")
    assert followed(centre)["received"] == 0


def test_of_what_is_kept_from_anybody_or_came_in_a_flood_nothing_is_counted(centre: Centre) -> None:
    organisation("police")
    Exclusion.objects.create(report=report(), organisation="police")
    flood = report()
    DeskEntry.objects.filter(report=flood).update(is_held=True)
    report()
    assert followed(centre)["received"] == 1
    assert FollowUp.objects.get(is_for_picture=False).received == 3


def test_a_month_before_the_agreement_is_not_sent(centre: Centre) -> None:
    Agreement.objects.update(valid_from=timezone.localdate().replace(day=2))
    report()
    assert followed(centre) == {}


@pytest.fixture
def at_desk() -> Iterator[Callable[[Person], Client]]:
    def opened(somebody: Person) -> Client:
        browser = Client()
        browser.force_login(somebody)
        return browser

    return opened


def test_a_contributor_sends_with_one_button_what_is_new(centre: Centre, at_desk) -> None:
    report()
    browser = at_desk(centre.contributor)
    assert "from-reports" in browser.get("/en/desk/contributions/").content.decode()
    answer = browser.post("/en/desk/contributions/from-reports/", follow=True)
    assert "within a few minutes" in answer.content.decode()
    work_all()
    assert Contribution.objects.get().row_count == 1
    assert AuditLine.objects.filter(event="shared_reports.asked").count() == 1


def test_who_shares_nothing_has_no_button_and_is_refused(centre: Centre, at_desk) -> None:
    outsider = person("olga", "red_cross", "contributor")
    reader = person("rita", "gm0344", "reader")
    for somebody in (outsider, reader):
        browser = at_desk(somebody)
        assert "from-reports" not in browser.get("/en/desk/contributions/").content.decode()
        assert browser.post("/en/desk/contributions/from-reports/").status_code == 403
        with pytest.raises(NotAllowed):
            ask_for_shared_reports(viewer_of_person(somebody.pk))
    assert not Job.objects.exists()


def test_without_an_edition_that_collects_nothing_is_sent(centre: Centre) -> None:
    Draft.objects.update(state="partner_review")
    with pytest.raises(ContributingRefused):
        centre.pack()


def test_a_code_that_no_organisation_has_is_told(centre: Centre, at_desk) -> None:
    safety_region()
    agree("vr09", "emm", acts=["picture"])
    browser = at_desk(centre.editor)
    answer = browser.post("/en/desk/contributions/from-reports/", follow=True)
    assert "safety_regions" in answer.content.decode()


def test_who_shares_and_has_no_code_is_named_to_administrators(centre: Centre, at_desk) -> None:
    organisation("hosts_of_utrecht", kind="aid")
    agree("hosts_of_utrecht", "emm", acts=["picture"])
    own, at_centre, other = (
        person("ada", code, "administrator") for code in ("hosts_of_utrecht", "emm", "gm0344")
    )
    for somebody, is_told in ((own, True), (at_centre, True), (other, False)):
        page = at_desk(somebody).get("/en/desk/").content.decode()
        assert ("do not reach the picture" in page) is is_told
    assert (
        "do not reach the picture" not in at_desk(centre.editor).get("/en/desk/").content.decode()
    )


def test_figures_of_reception_go_along_once(centre: Centre) -> None:
    today = timezone.localdate()
    day = today - datetime.timedelta(days=today.weekday())
    said = {"municipality": "GM0344", "counted_on": day, "organisation": "gm0344"}
    numbers = {"realised": 100, "occupied": 90, "registered": 140}
    SuppliedFigures.objects.create(**said, **numbers, channel="page")
    centre.pack()
    centre.pack()
    [reception] = centre.rows("reception")
    assert (reception["area"], reception["places"], reception["occupied"]) == ("GM0344", 100, 90)
    assert (reception["reception_kind"], reception["known_by"]) == ("municipal", "municipalities")
    [registered] = centre.rows("registrations")
    assert registered["registered"] == 140


def test_made_up_figures_and_what_nobody_supplied_are_no_rows(centre: Centre) -> None:
    day = timezone.localdate()
    said = {"municipality": "GM0344", "counted_on": day, "organisation": "x", "channel": "page"}
    SuppliedFigures.objects.create(**said, realised=100, is_generated=True)
    report()
    [contribution] = centre.pack()
    assert set(contribution.rows) == {"observations"}


def walked(centre: Centre, place: Location, **not_met: str) -> Inspection:
    """A finished round in which all is met but what is named, with the reason."""
    by, today = viewer(centre.handler), timezone.localdate()
    begun = begin_inspection(by, place, "monthly", today)
    missing = {name.replace("_", "-"): reason for name, reason in not_met.items()}
    found = {
        code: Found("not_met", missing[code]) if code in missing else Found("met")
        for code in begun.items.values_list("code", flat=True)
    }
    return save_round(by, begun, found, finish=True)


@pytest.fixture
def shelters(centre: Centre) -> list[Location]:
    load_handbooks(OPERATOR, [one for one in shipped() if one.code == "goo"])
    said = {"municipality": "GM0344", "kind": "emergency", "state": "open"}
    HostHousehold.objects.create(code="HOMEHOMEHOME", municipality="GM0344", stage="moved_in")
    return [
        Location.objects.create(code=f"PLACEPLACE{n}", name=f"De Linde {n}", **said)
        for n in range(3)
    ]


def inspected(centre: Centre) -> dict[str, tuple[object, ...]]:
    """The newest row that stands of each requirement some round looked at."""
    rows = centre.rows("inspections")
    corrected = {row["corrects"] for row in rows}
    names = ("places", "inspected", "met", "not_met", "not_applicable", "actions_open")
    standing = [row for row in rows if row["id"] not in corrected]
    return {row["requirement"]: tuple(row[name] for name in names) for row in standing}


def test_rounds_stand_in_the_edition_and_are_corrected_when_counts_change(
    centre: Centre, shelters: list[Location]
) -> None:
    centre.pack()
    assert centre.rows("inspections") == []  # nobody walked a round, which is not zero
    first = walked(centre, shelters[0])
    code = first.items.values_list("code", flat=True)[0]
    walked(centre, shelters[1], **{code.replace("-", "_"): "A chain on the door."})
    centre.pack()
    found = inspected(centre)
    assert found[code] == (3, 2, 1, 1, 0, 1)
    never_asked = set(found) - set(first.items.values_list("code", flat=True))
    assert {found[one] for one in never_asked} == {(3, 0, 0, 0, 0, 0)}
    before = len(centre.rows("inspections"))
    Improvement.objects.update(done_on=timezone.localdate(), done_by=1, words=b"x")
    centre.pack()
    assert inspected(centre)[code] == (3, 2, 1, 1, 0, 0)
    assert len(centre.rows("inspections")) == before + 1
    written = json.dumps(centre.rows("inspections"), default=str)
    assert not [one for one in ("chain", *(place.code for place in shelters)) if one in written]
    table = centre.figure("sight-by-requirement").table
    assert table.cell(code, "not_met") == Count(1, "location", below_national=True)


def test_who_watches_is_sent_when_it_changed_and_the_newest_counts(
    centre: Centre, shelters: list[Location]
) -> None:
    centre.pack()
    rows = {row["place_kind"]: row for row in centre.rows("watch")}
    assert (rows["reception"]["places"], rows["reception"]["places_with_route"]) == (3, 0)
    assert rows["reception"]["places_watching"] is None  # no roster names anybody
    assert rows["host_household"]["places"] == 1
    today = timezone.localdate()
    for kind in local_kinds():
        RouteContact.objects.create(area="GM0344", kind=kind, name="D", confirmed_on=today)
    walked(centre, shelters[0])
    centre.pack()
    centre.pack()
    assert len(centre.rows("watch")) == 3
    newest = centre.rows("watch")[-1]
    assert newest["corrects"] == rows["reception"]["id"]
    assert (newest["places_with_route"], newest["places_inspected"]) == (3, 1)
    table = centre.figure("sight").table
    assert table.cell("VR09", "places") == Count(4, "location", below_national=True)


def test_a_region_sends_no_places_of_its_municipalities_and_no_unshared_rounds_count(
    centre: Centre, shelters: list[Location]
) -> None:
    walked(centre, shelters[0])
    long_ago = timezone.localdate() - datetime.timedelta(days=120)
    Inspection.objects.update(finished_on=long_ago)
    safety_region()
    organisation("safety_regions")
    agree("vr09", "emm", acts=["picture"])
    centre.pack()
    assert InspectionItem.objects.exists()
    assert centre.rows("inspections") == []
    assert {row["stated_by"] for row in centre.rows("watch")} == {"municipalities"}
