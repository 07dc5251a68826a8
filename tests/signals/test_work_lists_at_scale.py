"""What a work list asks of the database when the desk is full: few queries, each by an index."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests import query_plans
from tests.query_plans import must_follow_indexes, plans, sent
from tests.signals.telling import municipality, viewer

from toevlucht.partners.models import Person
from toevlucht.signals.generated import Desk, Size, generate_reports
from toevlucht.signals.models import DeskEntry, Report
from toevlucht.signals.queries.worklists import (
    LISTS,
    WITHOUT_INDEX,
    Asked,
    Place,
    find_by_reference,
    work_list,
)

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

FULL = 4_000
FILTERS = {
    "situation": "recruiting",
    "rung": "report",
    "place_kind": "reception",
    "municipality": "GM0344",
    "progress": "in_assessment",
}


@pytest.fixture
def owner() -> Person:
    """Whose desk is full; and the database knows how full."""
    somebody = municipality()
    size = Size(FULL, timezone.localdate(), still_open=0.3)
    generate_reports(Desk("gm0344", [somebody.pk], ["GM0344", "GM0307"]), size)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return somebody


def _half_way(somebody: Person, name: str) -> Place:
    if name == "closed":
        desk = DeskEntry.objects.filter(is_open=False).order_by("-received_on", "-pk")
    else:
        desk = DeskEntry.objects.filter(is_open=True, is_held=name == "held")
        desk = desk.order_by("due_on", "pk")
    entry = desk[desk.count() // 2]
    return Place(entry.pk, entry.received_on if name == "closed" else entry.due_on)


@pytest.fixture
def as_of_a_million(db: None) -> None:
    query_plans.as_of_a_million()


def test_every_list_and_filter_follows_an_index_first_page_and_later(
    owner: Person, as_of_a_million: None
) -> None:
    own = viewer(owner)
    for name in LISTS:
        narrowed = [{}, *({column: value} for column, value in FILTERS.items()), FILTERS]
        for filters in narrowed:
            for after in (None, _half_way(owner, name)):
                with CaptureQueriesContext(connection) as asked:
                    work_list(own, Asked(name, filters), after)
                assert len(asked) <= 3, (name, filters)
                for plan in plans(sent(asked)):
                    must_follow_indexes(plan, "signals")


def test_one_filter_takes_the_index_that_is_its_own(owner: Person, as_of_a_million: None) -> None:
    for name in ("open", "overdue", "closed"):
        way = "desk_closed" if name == "closed" else "desk_open"
        for column in ("", *[one for one in FILTERS if (one, name) not in WITHOUT_INDEX]):
            filters = {column: FILTERS[column]} if column else {}
            with CaptureQueriesContext(connection) as asked:
                work_list(viewer(owner), Asked(name, filters))
            plan = plans(sent(asked))[0]
            index = f"{way}_{column}" if column else way
            assert f"{index} " in plan, plan


def test_a_search_follows_the_reference(owner: Person, as_of_a_million: None) -> None:
    reference = Report.objects.order_by("pk").values_list("reference", flat=True)[0]
    for text in (reference, reference[:4]):
        with CaptureQueriesContext(connection) as asked:
            find_by_reference(viewer(owner), text)
        assert len(asked) == 1
        must_follow_indexes(plans(sent(asked))[0], "signals")


PAGES = (
    "",
    "?name=mine",
    "?name=closed",
    "?name=held",
    "?rung=established",
    "?rung=report&situation=recruiting&place_kind=reception&assignee=nobody",
    "?name=closed&rung=established&situation=begging",
    "find/?reference=abcd",
)


def test_a_page_costs_at_most_eight_queries(owner: Person) -> None:
    browser = Client()
    browser.force_login(owner)
    for query in PAGES:
        with CaptureQueriesContext(connection) as asked:
            answer = browser.get(f"/en/desk/reports/{query}")
        assert answer.status_code == 200
        assert len(sent(asked)) <= 8, sent(asked)
