"""Who may read which part of the trail, how it is found, and that reading it is in it."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.records.trail import (
    ADMINISTRATOR,
    CENTRE,
    COLLEAGUE,
    EDITOR,
    OUTSIDER,
    READER,
    a_full_trail,
    line,
    lines,
)

from toevlucht.records import trail
from toevlucht.records.actions import record_change, record_read
from toevlucht.records.models import AuditLine
from toevlucht.records.trail import Search, export_trail, lines_about, lines_about_me, read_trail
from toevlucht.records.viewer import OPERATOR, PUBLIC, NotAllowed, Viewer

pytestmark = pytest.mark.django_db

EVERYTHING = Search()


def read(viewer: Viewer, search: Search = EVERYTHING, after: int | None = None) -> list[int]:
    return [found.pk for found in read_trail(viewer, search, after).lines]


def test_an_administrator_reads_what_the_own_organisation_did() -> None:
    ours, theirs = line(READER), line(OUTSIDER)
    assert read(ADMINISTRATOR) == [ours.pk]
    assert theirs.pk in read(OUTSIDER)
    assert ours.pk not in read(OUTSIDER)


def test_what_the_centre_did_on_behalf_of_an_organisation_is_in_its_trail() -> None:
    first = line(READER)
    record_change(EDITOR, "contribution.taken", "contribution", ["9"], on_behalf_of="politie")
    record_change(EDITOR, "contribution.taken", "contribution", ["8"], on_behalf_of="kmar")
    behalf = AuditLine.objects.get(on_behalf_of="politie")
    last = line(READER)
    assert read(ADMINISTRATOR) == [last.pk, behalf.pk, first.pk]
    found = export_trail(ADMINISTRATOR, Search(kind="contribution"))
    assert [one.pk for one in found] == [last.pk, behalf.pk, first.pk]


def test_the_centres_administrator_reads_all_of_it() -> None:
    ours, theirs = line(READER), line(OUTSIDER)
    assert read(CENTRE) == [theirs.pk, ours.pk]


@pytest.mark.parametrize("viewer", [READER, COLLEAGUE, EDITOR, PUBLIC, OPERATOR])
def test_nobody_else_reads_it(viewer: Viewer) -> None:
    with pytest.raises(NotAllowed):
        read_trail(viewer, EVERYTHING)
    with pytest.raises(NotAllowed):
        export_trail(viewer, EVERYTHING)


def test_reading_the_trail_is_in_it() -> None:
    first, second = line(), line()
    read(ADMINISTRATOR)
    found = AuditLine.objects.latest("pk")
    assert (found.event, found.kind, found.person) == ("audit.read", "audit", 12)
    assert found.ids == [f"line:{second.pk}", f"line:{first.pk}"]


def test_searching_the_trail_is_in_it_with_what_was_asked() -> None:
    since = timezone.make_aware(datetime.datetime(2026, 1, 2))
    read(ADMINISTRATOR, Search(event="draft.read", person=3, kind="draft", record="7", since=since))
    found = AuditLine.objects.latest("pk")
    assert found.event == "audit.searched"
    assert found.ids == [
        "event:draft.read",
        "person:3",
        "kind:draft",
        "record:7",
        f"since:{since.date()}",
    ]


def test_an_export_is_in_the_trail_before_its_first_line() -> None:
    line()
    found = export_trail(ADMINISTRATOR, Search(person=11))
    asked = AuditLine.objects.latest("pk")
    assert (asked.event, asked.ids) == ("audit.exported", ["person:11"])
    assert [one.person for one in found] == [11]


def test_lines_are_found_by_event_person_record_and_period() -> None:
    one = line(READER, ids=["5"])
    two = line(COLLEAGUE, event="draft.read", kind="draft", ids=["5", "6"])
    assert read(ADMINISTRATOR, Search(event="draft.read")) == [two.pk]
    assert read(ADMINISTRATOR, Search(person=11)) == [one.pk]
    assert read(ADMINISTRATOR, Search(kind="draft")) == [two.pk]
    assert read(ADMINISTRATOR, Search(kind="contribution", record="5")) == [one.pk]
    assert read(ADMINISTRATOR, Search(kind="draft", record="6")) == [two.pk]
    assert read(ADMINISTRATOR, Search(kind="draft", record="7")) == []
    hour = datetime.timedelta(hours=1)
    assert read(ADMINISTRATOR, Search(person=11, since=one.at, until=one.at + hour)) == [one.pk]
    assert read(ADMINISTRATOR, Search(since=one.at + hour)) == []
    assert read(ADMINISTRATOR, Search(until=one.at - hour)) == []


def test_pages_follow_each_other_without_gap_or_overlap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trail, "PAGE", 3)
    written = [found.pk for found in lines(8)]
    seen: list[int] = []
    after = None
    search = Search(person=READER.person)
    while True:
        page = read_trail(ADMINISTRATOR, search, after)
        seen += [found.pk for found in page.lines]
        after = page.older
        if after is None:
            break
    assert seen == written[::-1]


def test_lines_of_the_same_moment_are_not_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trail, "PAGE", 2)
    now = timezone.now()
    made = AuditLine.objects.bulk_create(
        AuditLine(at=now, organisation="politie", event="page.opened", channel="page", outcome="x")
        for _ in range(5)
    )
    page, search = None, Search(event="page.opened")
    seen: list[int] = []
    while page is None or page.older:
        page = read_trail(ADMINISTRATOR, search, page.older if page else None)
        seen += [found.pk for found in page.lines]
    assert seen == sorted((one.pk for one in made), reverse=True)


def test_everybody_sees_who_read_their_own_data() -> None:
    line(ADMINISTRATOR, event="person.read", kind="person", ids=[READER.person, 99])
    line(CENTRE, event="people.listed", kind="person", ids=[99])
    found = lines_about_me(READER)
    assert [(one.event, one.organisation, one.roles) for one in found] == [
        ("person.read", "politie", ("administrator",))
    ]
    assert not hasattr(found[0], "person")
    assert AuditLine.objects.latest("pk").event == "audit.own_read"


def test_everybody_sees_who_tried_to_come_in_as_them() -> None:
    record_read(PUBLIC, "person.login_failed", "password", [READER.person])
    record_change(CENTRE, "person.second_factor_removed", "totp", [READER.person])
    record_read(PUBLIC, "person.login_failed", "password")
    assert [one.event for one in lines_about_me(READER)] == [
        "person.second_factor_removed",
        "person.login_failed",
    ]


def test_who_is_not_logged_in_has_no_own_data() -> None:
    with pytest.raises(NotAllowed):
        lines_about_me(PUBLIC)


def test_a_room_shows_who_read_its_records_without_saying_which_person() -> None:
    line(EDITOR, ids=["5"])
    line(EDITOR, ids=["6"])
    line(READER, ids=["5"])
    found = lines_about(COLLEAGUE, "contribution", ["5"])
    assert [(one.organisation, one.roles, one.is_own) for one in found] == [
        ("politie", ("reader",), False),
        ("emm", ("editor",), False),
    ]
    assert lines_about(READER, "contribution", ["5"])[0].is_own
    assert lines_about(PUBLIC, "contribution", ["5"]) == []


def test_a_page_of_the_trail_takes_a_few_queries_however_many_lines(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    lines(60)
    with django_assert_max_num_queries(3):  # own, on behalf, and the line about it
        read(ADMINISTRATOR)
    cursor = AuditLine.objects.order_by("pk")[55].pk
    with django_assert_max_num_queries(4):
        read(ADMINISTRATOR, after=cursor)


@pytest.mark.parametrize(
    ("viewer", "search", "index"),
    [
        (CENTRE, EVERYTHING, "audit_by_time"),
        (ADMINISTRATOR, EVERYTHING, "audit_by_organisation"),
        (ADMINISTRATOR, EVERYTHING, "audit_by_behalf"),
        (CENTRE, Search(person=3), "audit_by_person"),
        (CENTRE, Search(event="draft.read"), "audit_by_event"),
        (CENTRE, Search(kind="draft", record="7"), "audit_by_subject"),
    ],
)
@pytest.mark.parametrize("is_later_page", [False, True])
def test_each_way_to_search_follows_an_index(
    viewer: Viewer, search: Search, index: str, is_later_page: bool
) -> None:
    a_full_trail()
    after = line().pk if is_later_page else None
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Thousands of lines are read faster without an index; a million are not.
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
        with CaptureQueriesContext(connection) as asked:
            read_trail(viewer, search, after)
        explain = "EXPLAIN " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN "
        plan = ""
        for query in [q["sql"] for q in asked if "LIMIT 51" in q["sql"]]:
            cursor.execute(explain + query.replace("%", "%%"))
            plan += "\n".join(str(row) for row in cursor.fetchall())
    assert index in plan, plan
    if index != "audit_by_subject":  # what concerns one record is sorted: it is little
        assert "TEMP B-TREE" not in plan, plan
        assert "Sort" not in plan, plan
