"""What a course asks of the database after very many answers: few queries, each by an index."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.learning.answered import fill_with_answers
from tests.learning.walking import EXAMPLE, begin_as_guest, example
from tests.partners.people import organisation, person
from tests.query_plans import as_of_a_million, must_follow_indexes, plans, sent

from toevlucht.learning.courses.answering import best_answers
from toevlucht.learning.models import Enrolment
from toevlucht.learning.queries.coverage import Coverage, coverage_at
from toevlucht.partners.models import RosterEntry

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

MOST = 8


def test_a_course_costs_few_queries_along_indexes_however_much_was_answered() -> None:
    organisation("red_cross")
    guest, vera = Client(), Client()
    vera.force_login(person("vera", "red_cross", "reader"))
    own = f"/nl/desk/courses/{EXAMPLE}/"
    fill_with_answers(3_000, 2)
    as_of_a_million()
    first, ending = example().steps[0], example().steps[-1]
    item, chosen = next(iter(best_answers(first)))
    given = {"item": item, "chosen": chosen}
    for browser, start in ((vera, own), (guest, begin_as_guest(guest))):
        assert browser.post(f"{start}{first.name}/", given).status_code == 302
        for page in ("", f"{first.name}/", f"{ending.name}/"):
            with CaptureQueriesContext(connection) as asked:
                assert browser.get(f"{start}{page}").status_code == 200
            assert len(sent(asked)) <= MOST, (page, sent(asked))
            _follow(asked)
    with CaptureQueriesContext(connection) as asked:
        assert vera.post(f"{own}{first.name}/", given).status_code == 302
    assert "attempts_of_step" in "\n".join(_follow(asked))


def test_who_is_trained_is_counted_in_one_query_along_indexes() -> None:
    today = timezone.localdate()
    fill_with_answers(1_000, 1)
    Enrolment.objects.update(passed_on=today, valid_until=today)
    own = organisation("gm0344")
    RosterEntry.objects.bulk_create(
        RosterEntry(organisation=own, place=f"place{number % 50}", role="staff", works_from=today)
        for number in range(1_000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    as_of_a_million()
    with CaptureQueriesContext(connection) as asked:
        assert coverage_at({"place1": {"gm0344"}}, today) == {"place1": Coverage(20)}
    (plan,) = _follow(asked)
    for index in ("roster_by_place", "enrolments_that_count", "certificates_revoked"):
        assert index in plan, plan


def _follow(asked: CaptureQueriesContext) -> list[str]:
    found = plans(one for one in sent(asked) if "learning_" in one)
    for plan in found:
        must_follow_indexes(plan, "learning")
    return found
