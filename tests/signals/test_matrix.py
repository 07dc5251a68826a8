"""Every role, every kind of report, every path: who finds a report, and who finds nothing at all.

A new path is one more line in `tests/signals/paths.py`, and an address without a line fails. On
each of them a report that is kept from somebody must answer exactly as one that never was.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path as Folder

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings
from tests.partners.people import organisation, person
from tests.shared_world import shared_world
from tests.signals.paths import (
    CHANGES,
    OTHER,
    PATHS,
    PROGRAMS,
    PROVEN_ELSEWHERE,
    RUMOUR,
    STEPS_BY_PROGRAMS,
    Path,
)
from tests.signals.sharing import agree, offered
from tests.signals.telling import municipality, report, safety_region, viewer

from toevlucht.partners.actions.api_keys import make_api_key
from toevlucht.partners.api_keys import key_roles_of
from toevlucht.partners.models import Assignment, Person
from toevlucht.partners.queries import viewer_of_person
from toevlucht.records.attachments.taking import GivenFile
from toevlucht.records.break_glass import open_break_glass
from toevlucht.records.jobs import work_all
from toevlucht.records.references import new_reference
from toevlucht.records.sealed import custody
from toevlucht.records.viewer import Viewer
from toevlucht.signals.actions import attaching, sharing
from toevlucht.signals.actions.attaching import attach_files
from toevlucht.signals.api import referrals, reports
from toevlucht.signals.models import (
    Correction,
    DeskEntry,
    Exclusion,
    Referral,
    Report,
    Rumour,
    Signal,
    SignalLink,
    Step,
    Teller,
)
from toevlucht.signals.queries.opening import open_content

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

TRAILS = {name for name in PATHS if "audit" in name or "trail" in name}


MAY_FIND = ("coordinator", "partner", "administrator", "centre")
JSON = "application/json"


@dataclass
class House:
    """One municipality with a report, and everybody who might look for it."""

    data: Folder
    made: Report
    people: dict[str, Person]
    excluded: set[str]

    def ask(self, who: str, path: Path, reference: str, post: bool = False) -> tuple[int, str]:
        browser = Client()
        if who in self.people:
            browser.force_login(self.people[who])
        address = path(reference)
        answer = browser.post(address, path.typed(reference)) if post else browser.get(address)
        parts = answer.streaming_content if answer.streaming else [answer.content]
        return answer.status_code, b"".join(parts).decode()

    def ask_by_program(self, who: str, path: Path, reference: str) -> tuple[int, str]:
        """With a key that this person made, of every role that a key of theirs can have."""
        roles = key_roles_of(viewer_of_person(self.people[who].pk).roles)
        header = {}
        if roles:
            by = viewer_of_person(self.people[who].pk)
            _, key = make_api_key(by, "A program", roles, 30)
            header = {"authorization": f"Bearer {key}"}
        browser, address, typed = Client(headers=header), path(reference), path.typed(reference)
        answer = browser.post(address, typed, JSON) if typed else browser.get(address)
        return answer.status_code, answer.content.decode()


def _role_given_later(somebody: Person, role: str) -> Person:
    Assignment.objects.create(person=somebody, role=role)
    return somebody


@pytest.fixture(scope="module")
def house(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[House]:
    data = tmp_path_factory.mktemp("data")
    with shared_world(django_db_blocker, data):
        with pytest.MonkeyPatch.context() as patch:
            filled = _fill_a_house(data, patch)
        yield filled


@pytest.fixture(autouse=True)
def data_folder(house: House, settings: Settings) -> Folder:
    """Files lie where they were put when the house was filled."""
    settings.TOEVLUCHT_DATA = house.data
    return house.data


def _fill_a_house(data: Folder, monkeypatch: pytest.MonkeyPatch) -> House:
    owner, region = municipality(), safety_region()
    organisation("police", kind="police")
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
        "partner": person("inspector", "police", "coordinator"),
        "excluded partner": person("sergeant", "police", "coordinator"),
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
    _let_much_hang_on(viewer(owner), viewer(people["partner"]), made, monkeypatch)
    _leave_traces(viewer(owner), people, made)
    return House(data, made, people, excluded)


def _let_much_hang_on(
    owner: Viewer, partner: Viewer, made: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file, a referral, a signal and a correction, all named as the report: none may tell it."""
    same = {"reference": made.reference}
    monkeypatch.setattr(attaching, "clean_copy_apart", lambda sent: sent)
    monkeypatch.setattr(sharing, "new_reference", lambda: made.reference)
    key = custody.open_key(made.record, owner.organisation)
    attach_files(made, key, [GivenFile("gate.txt", b"A list that hung at the gate.")])
    work_all()
    agree("gm0344", "police")
    sharing.offer(owner, made.reference, offered(files=(1,)))
    sharing.accept(partner, made.reference)
    signal = Signal.objects.create(**same, organisation="gm0344")
    SignalLink.objects.create(report=made, signal=signal)
    Report.objects.filter(pk=made.pk).update(signal=signal)
    rumour = Rumour.objects.create(reference=RUMOUR, organisation="gm0344", story="Buses go.")
    heard = {"report": made, "organisation": "gm0344", "heard_on": timezone.localdate()}
    Teller.objects.create(rumour=rumour, **heard)
    Correction.objects.create(
        **same,
        report=made,
        referral=Referral.objects.get(),
        organisation="police",
        cause="lowered",
        before="signal",
        after="report",
        made_by="gm0344",
    )


def _leave_traces(owner: Viewer, people: dict[str, Person], made: Report) -> None:
    """The report was opened, listed, searched for in the trail, and somebody was refused."""
    other = report()
    Report.objects.filter(pk=other.pk).update(reference=OTHER)
    other.refresh_from_db()
    open_content(owner, DeskEntry.objects.get(report=made, ground="handling"))
    browser = Client()
    for name in ("coordinator", "administrator", "outsider"):
        browser.force_login(people[name])
        browser.get(PATHS["list of open reports"](made.reference))
        browser.get(PATHS["audit trail of the record"](made.reference))
        browser.get(PATHS["page of a report"](made.reference))
        browser.get(PATHS["page of a report"](other.reference))


def _without_chance(told: str) -> str:
    """What differs each time for everybody: tokens of forms and of pages."""
    return re.sub(r'(name="(csrfmiddleware)?token" value|integrity|nonce)="[^"]*"', "", told)


@pytest.mark.parametrize("name", PATHS)
def test_only_who_may_finds_it_and_for_others_it_never_was(house: House, name: str) -> None:
    path, reference = PATHS[name], house.made.reference
    for who in [*house.people, "the public"]:
        status, told = house.ask(who, path, reference)
        assert status < 500, (who, status)
        if who in MAY_FIND:
            continue
        never = new_reference()
        status_of_never, told_of_never = house.ask(who, path, never)
        told_of_never = told_of_never.replace(never, reference)
        if name == "search by a part":
            told_of_never = told_of_never.replace(never[:5], reference[:5])
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
        status, told = house.ask_by_program(who, path, reference)
        assert status in (200, 401, 403, 404), (who, status)
        if who == ("partner" if "referral" in name else "reporter"):
            assert status == 200
            assert reference in told or "file" in name or "older" in name
            continue
        assert reference not in told, who
        assert (status, told) == house.ask_by_program(who, path, new_reference()), who


@pytest.mark.parametrize("name", STEPS_BY_PROGRAMS)
def test_a_program_takes_no_step_of_what_is_kept_from_its_maker(house: House, name: str) -> None:
    path, reference = STEPS_BY_PROGRAMS[name], house.made.reference
    before = _as_it_stands(house)
    for who in house.people:
        if who == "partner":
            continue
        status, told = house.ask_by_program(who, path, reference)
        assert status in (401, 403, 404), (who, status)
        assert (status, told) == house.ask_by_program(who, path, new_reference()), who
    assert _as_it_stands(house) == before


@pytest.mark.parametrize("name", CHANGES)
def test_nobody_changes_what_is_kept_from_them(house: House, name: str) -> None:
    path, reference = CHANGES[name], house.made.reference
    before = _as_it_stands(house)
    for who in [*house.people, "the public"]:
        if who in ("coordinator", "partner"):
            continue
        never = new_reference()
        status, told = house.ask(who, path, reference, post=True)
        status_of_never, told_of_never = house.ask(who, path, never, post=True)
        assert status == status_of_never, who
        told_of_never = told_of_never.replace(never, reference)
        assert _without_chance(told) == _without_chance(told_of_never), who
        if not path.tells(reference):
            assert reference not in told, who
    assert _as_it_stands(house) == before


def _as_it_stands(house: House) -> list[object]:
    """The report and all that hangs on it."""
    made = house.made
    return [
        Report.objects.values().get(pk=made.pk),
        *(
            list(model._default_manager.filter(report=made).order_by("pk").values())
            for model in (DeskEntry, Referral, Correction, Exclusion, Step, SignalLink, Teller)
        ),
    ]


def test_every_address_of_the_room_stands_in_the_matrix() -> None:
    rows = {**PATHS, **CHANGES, **PROGRAMS, **STEPS_BY_PROGRAMS}
    asked = {path.name for path in rows.values()}
    known = _names_of_pages(get_resolver().url_patterns) | _names_for_programs()
    assert known - asked - set(PROVEN_ELSEWHERE) == set()
    assert asked & set(PROVEN_ELSEWHERE) == set()
    assert set(PROVEN_ELSEWHERE) <= known


def _names_of_pages(patterns: Sequence[URLPattern | URLResolver]) -> set[str]:
    found = set()
    for one in patterns:
        if isinstance(one, URLResolver):
            found |= _names_of_pages(one.url_patterns)
        elif one.callback.__module__.startswith("toevlucht.signals.") and one.name:
            found.add(one.name)
    return found


def _names_for_programs() -> set[str]:
    """As ninja names them: after the path where that has a name, else after the function."""
    views = [view for router in (referrals, reports) for view in router.path_operations.values()]
    return {
        f"api:{view.url_name or one.view_func.__name__}"
        for view in views
        for one in view.operations
    }


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
