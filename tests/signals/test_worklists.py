"""The work lists as a coordinator sees them: which reports, in which order, page after page."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.utils import timezone
from tests.partners.people import person
from tests.signals.telling import municipality, report, safety_region, telling, viewer

from toevlucht.language import LANGUAGES
from toevlucht.partners.models import Person
from toevlucht.records.models import AuditLine
from toevlucht.records.viewer import NotAllowed, Viewer
from toevlucht.signals.actions.filters import keep_filter
from toevlucht.signals.actions.held import close_held, release_held
from toevlucht.signals.models import DeskEntry, Exclusion, Report, SavedFilter
from toevlucht.signals.queries import worklists
from toevlucht.signals.queries.worklists import Asked, find_by_reference, work_list

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

LISTS = "/en/desk/reports/"


@pytest.fixture
def owner() -> Person:
    return municipality()


@pytest.fixture
def desk(owner: Person) -> Client:
    browser = Client()
    browser.force_login(owner)
    return browser


def entry(days: int = 7, **values: object) -> DeskEntry:
    """A report that is to be done in so many days."""
    made = report(telling())
    due_on = timezone.localdate() + datetime.timedelta(days=days)
    DeskEntry.objects.filter(report=made).update(due_on=due_on, **values)
    return DeskEntry.objects.select_related("report").get(report=made)


def closed() -> DeskEntry:
    made = entry(is_open=False, progress="closed")
    Report.objects.filter(pk=made.report_id).update(
        progress="closed", outcome="too_little", closed_on=timezone.localdate()
    )
    return made


def listed(somebody: Viewer, name: str, **narrowed: str | int | None) -> list[DeskEntry]:
    return work_list(somebody, Asked(name, narrowed)).entries


def test_each_list_holds_what_its_name_says(owner: Person) -> None:
    own = viewer(owner)
    mine, late = entry(3, assignee=owner.pk), entry(-1)
    held, done = entry(is_held=True), closed()
    assert listed(own, "open") == [late, mine]
    assert listed(own, "mine") == [mine]
    assert listed(own, "overdue") == [late]
    assert listed(own, "unassigned") == [late]
    assert listed(own, "held") == [held]
    assert listed(own, "closed") == [done]


def test_what_is_due_first_comes_first_and_of_what_is_closed_the_newest(owner: Person) -> None:
    later, sooner = entry(9), entry(2)
    first, second = closed(), closed()
    assert listed(viewer(owner), "open") == [sooner, later]
    assert listed(viewer(owner), "closed") == [second, first]


def test_filters_narrow_a_list_also_several_together(owner: Person) -> None:
    own = viewer(owner)
    one = entry(rung="signal", situation="child", assignee=owner.pk)
    two = entry(rung="signal", situation="work")
    assert listed(own, "open", rung="signal") == [one, two]
    assert listed(own, "open", rung="signal", situation="work") == [two]
    assert listed(own, "open", rung="signal", assignee=None) == [two]
    assert listed(own, "mine", situation="child", rung="signal") == [one]
    assert listed(own, "open", rung="rumour", situation="work") == []
    assert work_list(own, Asked("open", {"rung": "signal", "situation": "work"})).counted == 1


def test_pages_follow_each_other_without_gap_or_overlap(
    owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worklists, "PAGE", 2)
    for days in (1, 1, 1, 2, 2):
        entry(days, rung="signal")
    closed(), closed(), closed()
    for asked in (Asked("open"), Asked("open", {"rung": "signal", "situation": "recruiting"})):
        assert len(_all_pages(viewer(owner), asked)) == 5
    assert len(_all_pages(viewer(owner), Asked("closed"))) == 3


def _all_pages(somebody: Viewer, asked: Asked) -> list[int]:
    seen: list[int] = []
    after = None
    while True:
        page = work_list(somebody, asked, after)
        seen += [one.pk for one in page.entries]
        after = page.further
        if after is None:
            assert len(set(seen)) == len(seen)
            return seen


def test_a_rare_combination_stops_looking_says_so_and_goes_on(
    owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worklists, "LOOKED_THROUGH", 2)
    for _ in range(3):
        entry(1, situation="child")
    for _ in range(3):
        entry(2, rung="signal")
    both = entry(3, situation="child", rung="signal")
    asked = Asked("open", {"situation": "child", "rung": "signal"})
    first = work_list(viewer(owner), asked)
    assert (first.entries, first.stopped, first.is_whole) == ([], True, False)
    assert _all_pages(viewer(owner), asked) == [both.pk]


def test_more_than_a_thousand_are_not_counted(
    owner: Person, monkeypatch: pytest.MonkeyPatch, desk: Client
) -> None:
    monkeypatch.setattr(worklists, "MOST_COUNTED", 1)
    monkeypatch.setattr("toevlucht.signals.pages.worklists.MOST_COUNTED", 1)
    entry(), entry()
    assert work_list(viewer(owner), Asked()).counted == 2
    assert "1 report and more" in desk.get(LISTS).content.decode()


def test_a_report_is_found_by_the_beginning_of_its_reference(owner: Person) -> None:
    made, own = closed(), viewer(owner)
    reference = made.report.reference
    assert find_by_reference(own, reference) == [made]
    assert find_by_reference(own, reference[:4]) == [made]
    assert find_by_reference(own, reference[:3]) == []
    assert find_by_reference(own, "%%%%") == []


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_list_is_a_page_and_that_it_was_read_is_on_record(
    desk: Client, owner: Person, tag: str
) -> None:
    made = entry(-1, assignee=owner.pk)
    for name in worklists.LISTS:
        answer = desk.get(f"/{tag}/desk/reports/?name={name}")
        assert answer.status_code == 200
    line = AuditLine.objects.filter(event="reports.listed").earliest("pk")
    assert (line.person, line.ids) == (owner.pk, [made.report.reference])
    assert made.report.reference in desk.get(f"/{tag}/desk/reports/").content.decode()


def test_a_page_leads_to_the_next_with_a_sealed_place(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worklists, "PAGE", 1)
    entry(1)
    last = entry(2).report.reference
    page = desk.get(LISTS).content.decode()
    further = page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert last in desk.get(further).content.decode()
    assert last not in desk.get(f"{LISTS}?after=nonsense").content.decode()


def test_a_filter_that_cannot_be_is_an_error_at_its_field(desk: Client) -> None:
    for wrong in ("rung=x", "name=x", "municipality=Nergens", "assignee=99999"):
        answer = desk.get(f"{LISTS}?{wrong}")
        assert answer.status_code == 400
        assert "error-summary" in answer.content.decode()


def test_a_municipality_is_named_or_given_by_its_code(desk: Client) -> None:
    reference = entry().report.reference
    for told in ("utrecht", "GM0344"):
        assert reference in desk.get(f"{LISTS}?municipality={told}").content.decode()
    assert reference not in desk.get(f"{LISTS}?municipality=Amersfoort").content.decode()


def test_searching_is_on_record_and_finds_what_is_on_the_own_desk(desk: Client) -> None:
    reference = entry().report.reference
    found = desk.get(f"{LISTS}find/?reference={reference[:5].upper()}").content.decode()
    assert reference in found
    assert AuditLine.objects.get(event="reports.searched").ids == [reference]
    assert desk.get(f"{LISTS}find/?reference=zzz").status_code == 400


def test_filters_are_kept_used_and_removed_by_their_owner_alone(
    desk: Client, owner: Person
) -> None:
    colleague = person("col", "gm0344", "coordinator")
    kept = desk.post(f"{LISTS}filters/", {"name": "open", "rung": "signal", "title": "Sure"})
    assert kept.status_code == 302
    assert kept["Location"].endswith("?name=open&rung=signal")
    assert "Sure" in desk.get(LISTS).content.decode()
    other = Client()
    other.force_login(colleague)
    assert "Sure" not in other.get(LISTS).content.decode()
    other.post(f"{LISTS}filters/remove/", {"title": "Sure"})
    assert SavedFilter.objects.get().person == owner.pk
    desk.post(f"{LISTS}filters/remove/", {"title": "Sure"})
    assert not SavedFilter.objects.exists()


def test_a_kept_filter_needs_a_name(desk: Client) -> None:
    answer = desk.post(f"{LISTS}filters/", {"name": "open", "rung": "signal"})
    assert answer.status_code == 400
    assert "error-summary" in answer.content.decode()


def test_what_was_held_is_let_in_or_closed_several_at_once(owner: Person, desk: Client) -> None:
    held = [entry(is_held=True).report.reference for _ in range(3)]
    page = desk.get(f"{LISTS}?name=held").content.decode()
    assert all(reference in page for reference in held)
    desk.post(f"{LISTS}held/", {"chosen": held[:1], "do": "release"})
    assert [one.report.reference for one in listed(viewer(owner), "open")] == held[:1]
    reason = {"outcome": "too_little", "closing_reason": "A flood of the same sentence."}
    desk.post(f"{LISTS}held/", {"chosen": held[1:], "do": "close", **reason})
    assert {one.report.reference for one in listed(viewer(owner), "closed")} == set(held[1:])
    assert AuditLine.objects.filter(event="report.released").get().ids == held[:1]


def test_what_is_held_is_closed_for_a_reason_only(owner: Person, desk: Client) -> None:
    held = entry(is_held=True).report.reference
    for given in ({"do": "release"}, {"do": "close", "chosen": [held], "outcome": "too_little"}):
        answer = desk.post(f"{LISTS}held/", given)
        assert answer.status_code == 400
        assert "error-summary" in answer.content.decode()
    assert len(listed(viewer(owner), "held")) == 1


def test_nothing_held_on_the_desk_of_others_is_touched(owner: Person) -> None:
    held = entry(is_held=True).report
    outsider, excluded = viewer(safety_region()), viewer(person("ex", "gm0344", "coordinator"))
    Exclusion.objects.create(report=held, person=excluded.person)
    for somebody in (outsider, excluded):
        assert release_held(somebody, [held.reference]) == 0
        assert close_held(somebody, [held.reference], "too_little", "x") == 0
    assert len(listed(viewer(owner), "held")) == 1


def test_who_does_not_coordinate_is_refused(owner: Person) -> None:
    entry()
    administrator = person("ada", "gm0344", "administrator")
    browser = Client()
    browser.force_login(administrator)
    assert browser.get(LISTS).status_code == 403
    assert listed(viewer(administrator, "administrator"), "open") == []
    with pytest.raises(NotAllowed):
        keep_filter(viewer(administrator, "administrator"), "x", {})
