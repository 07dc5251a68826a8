"""Every role, every kind of report, every path: who finds a report, and who finds nothing at all.

A new path is one more line in `PATHS`. On each of them a report that is kept from somebody must
answer exactly as one that never was.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse
from tests.partners.people import person
from tests.signals.telling import municipality, report, safety_region, viewer

from toevlucht.partners.actions.api_keys import make_api_key
from toevlucht.partners.api_keys import key_roles_of
from toevlucht.partners.models import Assignment, Person
from toevlucht.partners.queries import viewer_of_person
from toevlucht.records.break_glass import open_break_glass
from toevlucht.records.references import new_reference
from toevlucht.records.viewer import Viewer
from toevlucht.signals.models import DeskEntry, Exclusion, Report
from toevlucht.signals.queries.opening import open_content

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

Path = Callable[[str], str]


def _of(name: str, **values: str) -> Path:
    return lambda reference: reverse(name, kwargs={"reference": reference, **values})


def _at(name: str, query: str = "", **values: str) -> Path:
    return lambda reference: reverse(name, kwargs=values) + query.format(reference)


# How each path is asked for; those of one report take its reference.
PATHS: dict[str, Path] = {
    "list of open reports": _at("reports"),
    "list of reports taken by nobody": _at("reports", "?name=unassigned"),
    "list of held reports": _at("reports", "?name=held"),
    "list of closed reports": _at("reports", "?name=closed"),
    "list with filters": _at("reports", "?situation=recruiting&rung=report"),
    "search": _at("reports-find", "?reference={}"),
    "search by a part": lambda reference: _at("reports-find", "?reference={}")(reference[:5]),
    "page of a report": _of("report"),
    "file of a report": _of("report-file", number="1"),
    "original of a file": _of("report-original", number="1"),
    "file of a referral": _of("referral-file", number="1"),
    "passing on": _of("pass-on"),
    "handing over": _of("hand-over"),
    "referrals": _at("referrals"),
    "referrals that were sent": _at("sent-referrals"),
    "template of steps": _at("status-file-template"),
    "corrections": _at("corrections"),
    "figures of follow-up": _at("follow-up"),
    "rumours": _at("rumours"),
    "emergency reading": _at("emergency-reports-of", code="gm0344"),
    "audit trail": _at("audit-trail"),
    "audit trail of the record": _at("audit-trail", "?kind=report&record={}"),
    "audit trail of lists": _at("audit-trail", "?event=reports.listed"),
    "export of the audit trail": _at("audit-export"),
    "export of the record's trail": _at("audit-export", "?kind=report&record={}"),
    "who saw my data": _at("my-audit"),
    "desk": _at("desk"),
}
PROGRAMS: dict[str, Path] = {
    "reports by a program": _at("api:reports"),
    "reports older than one, by a program": _at("api:reports", "?before={}"),
    "a report by a program": _of("api:report"),
    "referrals by a program": _at("api:referrals"),
    "a referral by a program": _of("api:referral"),
    "a file of a referral by a program": _of("api:referral_file", number="1"),
}
CHANGES: dict[str, Path] = {
    name: _of(name)
    for name in (
        "report-take",
        "report-assign",
        "report-due",
        "report-start",
        "report-assess",
        "report-close",
        "report-reopen",
        "report-acknowledge",
        "report-write",
        "report-tell",
    )
}
TRAILS = {name for name in PATHS if "audit" in name or "trail" in name}


@dataclass
class House:
    """One municipality with a report, and everybody who might look for it."""

    made: Report
    people: dict[str, Person]
    excluded: set[str]

    def ask(self, who: str, path: Path, reference: str, post: bool = False) -> tuple[int, str]:
        browser = Client()
        if who in self.people:
            browser.force_login(self.people[who])
        address = path(reference)
        answer = browser.post(address, {}) if post else browser.get(address)
        parts = answer.streaming_content if answer.streaming else [answer.content]
        return answer.status_code, b"".join(parts).decode()

    def ask_by_program(self, who: str, address: str) -> tuple[int, str]:
        """With a key that this person made, of every role that a key of theirs can have."""
        roles = key_roles_of(viewer_of_person(self.people[who].pk).roles)
        header = {}
        if roles:
            by = viewer_of_person(self.people[who].pk)
            _, key = make_api_key(by, "A program", roles, 30)
            header = {"authorization": f"Bearer {key}"}
        answer = Client(headers=header).get(address)
        return answer.status_code, answer.content.decode()


def _role_given_later(somebody: Person, role: str) -> Person:
    Assignment.objects.create(person=somebody, role=role)
    return somebody


@pytest.fixture
def house() -> House:
    owner, region = municipality(), safety_region()
    made = report()
    people = {
        "coordinator": owner,
        "excluded coordinator": person("exc", "gm0344", "coordinator"),
        "excluded, coordinator since then": person("late", "gm0344"),
        "excluded, came from elsewhere": person("moved", "kmar", "coordinator"),
        "excluded administrator": person("ada", "gm0344", "administrator"),
        "excluded, everything at once": person("all", "gm0344", "coordinator", "administrator"),
        "excluded reporter": person("exr", "gm0344", "reporter"),
        "excluded at the centre": person("cato", "emm", "administrator", "approver"),
        "administrator": person("adam", "gm0344", "administrator"),
        "centre": person("cas", "emm", "administrator", "approver"),
        "reporter": person("rep", "gm0344", "reporter"),
        "reader": person("rea", "gm0344", "reader", "contributor", "approver"),
        "outsider": region,
    }
    excluded = {name for name in people if name.startswith("excluded")}
    Exclusion.objects.bulk_create(
        Exclusion(report=made, person=people[name].pk) for name in excluded
    )
    _role_given_later(people["excluded, coordinator since then"], "coordinator")
    moved = people["excluded, came from elsewhere"]
    moved.organisation = owner.organisation
    moved.save()
    for name in ("excluded at the centre", "centre"):
        glass = viewer(people[name], "administrator", "approver")
        open_break_glass(glass, "gm0344", "danger_to_life")
    _leave_traces(viewer(owner), people, made)
    return House(made, people, excluded)


def _leave_traces(owner: Viewer, people: dict[str, Person], made: Report) -> None:
    """The report was opened, listed, searched for in the trail, and somebody was refused."""
    other = report()
    open_content(owner, DeskEntry.objects.get(report=made))
    browser = Client()
    for name in ("coordinator", "administrator", "outsider"):
        browser.force_login(people[name])
        browser.get(PATHS["list of open reports"](made.reference))
        browser.get(PATHS["audit trail of the record"](made.reference))
        browser.get(PATHS["page of a report"](made.reference))
        browser.get(PATHS["page of a report"](other.reference))


def _without_chance(told: str) -> str:
    """What differs each time for everybody: tokens of forms and of pages."""
    return re.sub(r'(name="csrfmiddlewaretoken" value|integrity|nonce)="[^"]*"', "", told)


@pytest.mark.parametrize("name", PATHS)
def test_only_who_may_finds_it_and_for_others_it_never_was(house: House, name: str) -> None:
    path, reference = PATHS[name], house.made.reference
    for who in [*house.people, "the public"]:
        status, told = house.ask(who, path, reference)
        assert status < 500, (who, status)
        if who in ("coordinator", "administrator", "centre"):
            continue
        asked_for = reference[:5] if name == "search by a part" else reference
        never = new_reference()
        status_of_never, told_of_never = house.ask(who, path, never)
        told_of_never = told_of_never.replace(never, reference)
        told_of_never = told_of_never.replace(never[:5], asked_for)
        assert status == status_of_never, who
        if name not in TRAILS:  # two looks at the trail stand in it
            assert _without_chance(told) == _without_chance(told_of_never), who
        if reference not in path(reference):
            assert reference not in told, who


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_finds_what_its_maker_may_and_for_others_it_never_was(
    house: House, name: str
) -> None:
    Report.objects.filter(pk=house.made.pk).update(channel="api", reporter_organisation="gm0344")
    path, reference = PROGRAMS[name], house.made.reference
    for who in house.people:
        status, told = house.ask_by_program(who, path(reference))
        assert status in (200, 401, 403, 404), (who, status)
        if who == "reporter":
            assert (reference in told) == (
                name in ("reports by a program", "a report by a program")
            )
            continue
        assert reference not in told, who
        assert (status, told) == house.ask_by_program(who, path(new_reference())), who


@pytest.mark.parametrize("name", CHANGES)
def test_nobody_changes_what_is_kept_from_them(house: House, name: str) -> None:
    path, reference = CHANGES[name], house.made.reference
    before = Report.objects.values().get(pk=house.made.pk)
    for who in [*house.people, "the public"]:
        if who == "coordinator":
            continue
        never = new_reference()
        status, told = house.ask(who, path, reference, post=True)
        status_of_never, told_of_never = house.ask(who, path, never, post=True)
        assert status == status_of_never, who
        told_of_never = told_of_never.replace(never, reference)
        assert _without_chance(told) == _without_chance(told_of_never), who
    assert Report.objects.values().get(pk=house.made.pk) == before


@pytest.mark.parametrize("name", sorted(TRAILS))
def test_an_excluded_administrator_finds_no_line_about_it(house: House, name: str) -> None:
    reference = house.made.reference
    for who in house.excluded:
        _, told = house.ask(who, PATHS["audit trail"], reference)
        assert reference not in told
        status, told = house.ask(who, PATHS[name], reference)
        if status == 200:  # a search for it is echoed, and stands in the trail as one's own
            lines = [line for line in told.splitlines() if reference in line]
            assert all("report.opened" not in line and "gm0344" not in line for line in lines)


def test_who_may_read_the_trail_finds_every_line_about_it(house: House) -> None:
    reference = house.made.reference
    for who in ("administrator", "centre"):
        _, told = house.ask(who, PATHS["export of the audit trail"], reference)
        lines = csv.DictReader(told.splitlines())
        events = {line["event"] for line in lines if reference in line["ids"]}
        assert {"report.opened", "reports.listed"} <= events, events


def test_a_list_in_the_trail_loses_only_what_is_hidden(house: House) -> None:
    other = Report.objects.exclude(pk=house.made.pk).get()
    _, told = house.ask("excluded administrator", PATHS["export of the audit trail"], "")
    listed = [line for line in told.splitlines() if "reports.listed" in line]
    assert listed
    assert all(other.reference in line for line in listed)
    assert house.made.reference not in told
