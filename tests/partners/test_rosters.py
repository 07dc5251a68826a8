"""Who works where is written down by its own organisation; names are sealed and destroyed."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.partners.people import organisation, person

from toevlucht.partners import roster_places
from toevlucht.partners.actions.rosters import (
    AboutEntry,
    add_to_roster,
    change_entry,
    end_entry,
    forget_entries,
)
from toevlucht.partners.certificates import kept_after_the_end, missing_since
from toevlucht.partners.models import Person, RosterEntry
from toevlucht.partners.queries import viewer_of_person
from toevlucht.partners.roster_queries import (
    Chosen,
    details_of,
    entries_at,
    entries_for,
    people_at,
    roster_page,
)
from toevlucht.partners.rules import Refused
from toevlucht.records.keystore.models import WrappedKey
from toevlucht.records.models import AuditLine
from toevlucht.records.viewer import NotAllowed, Viewer

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

Desk = Callable[[Person], Client]
LIST = "/en/desk/roster/"
DAY = datetime.timedelta(days=1)
FROM = datetime.date(2024, 1, 1)
HERE, THERE = "2b3c4d5f6g7h", "3b3c4d5f6g7h"


@pytest.fixture(autouse=True)
def two_places(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which everybody keeps."""
    monkeypatch.setattr(roster_places, "_sources", [lambda viewer: {HERE: "Here", THERE: "There"}])


@pytest.fixture
def keeper() -> Person:
    return person("kim", "red_cross", "coordinator")


def viewer(somebody: Person) -> Viewer:
    return viewer_of_person(somebody.pk)


def entry(somebody: Person, name: str = "Anna Smit", **values: Any) -> RosterEntry:
    usual = {"role": "staff", "works_from": FROM, "place": HERE, "contact": "0612345678"}
    return add_to_roster(viewer(somebody), AboutEntry(name, **{**usual, **values}))


def test_a_name_is_sealed_and_read_by_the_own_organisation_alone(keeper: Person) -> None:
    made = entry(keeper)
    assert made.details is not None
    assert b"Anna" not in bytes(made.details)
    assert details_of(viewer(keeper), [made])[made.code]["name"] == "Anna Smit"
    assert details_of(viewer(person("olga", "police", "coordinator")), [made]) == {}


def test_somebody_is_added_changed_and_ended_on_the_pages(keeper: Person, desk: Desk) -> None:
    browser = desk(keeper)
    assert "Nobody is on the list yet" in browser.get(LIST).content.decode()
    given = {"name": "Anna Smit", "role": "volunteer", "works_from": "2024-01-01", "place": HERE}
    assert browser.post(f"{LIST}new/", given).status_code == 302
    made = RosterEntry.objects.get()
    page = browser.get(LIST).content.decode()
    assert "Anna Smit" in page
    assert "Missing since 1 January 2024" in page
    given |= {"checked_on": "2024-02-01", "person": str(keeper.pk)}
    assert "Anna Smit" in browser.get(f"{LIST}{made.code}/").content.decode()
    assert browser.post(f"{LIST}{made.code}/", given).status_code == 302
    assert "Seen on 1 February 2024" in browser.get(LIST).content.decode()
    early = browser.post(f"{LIST}{made.code}/end/", {"works_until": "2023-01-01"})
    assert early.status_code == 400
    assert "before the first" in early.content.decode()
    assert browser.post(f"{LIST}{made.code}/end/", {"works_until": "2024-03-01"}).status_code == 302
    assert "Anna Smit" not in browser.get(LIST).content.decode()
    told = AuditLine.objects.filter(kind="roster_entry").values_list("event", flat=True)
    assert {"roster.added", "roster.changed", "roster.ended", "roster.listed"} <= set(told)


def test_strangers_and_colleagues_without_the_role_find_nothing(
    keeper: Person, administrator: Person, colleague: Person, outsider: Person, desk: Desk
) -> None:
    made = entry(keeper)
    assert "Anna Smit" in desk(administrator).get(LIST).content.decode()
    for path in (LIST, f"{LIST}new/", f"{LIST}{made.code}/", f"{LIST}{made.code}/end/"):
        assert desk(colleague).get(path).status_code == 403
    assert "Anna Smit" not in desk(outsider).get(LIST).content.decode()
    for path in (f"{LIST}{made.code}/", f"{LIST}{made.code}/end/"):
        assert desk(outsider).get(path).status_code == 404
    about = AboutEntry("X", "staff", FROM)
    for stranger in (colleague, outsider):
        with pytest.raises(NotAllowed):
            change_entry(viewer(stranger), made, about)
        with pytest.raises(NotAllowed):
            end_entry(viewer(stranger), made, FROM)
    with pytest.raises(NotAllowed):
        add_to_roster(viewer(colleague), about)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"role": "king"}, "role"),
        ({"place": "9b3c4d5f6g7h"}, "place"),
        ({"works_until": FROM - DAY}, "works_until"),
        ({"checked_on": datetime.date(2999, 1, 1)}, "checked_on"),
        ({"valid_until": FROM}, "valid_until"),
        ({"person": 0x7FFFFFFF}, "person"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    keeper: Person, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        entry(keeper, **values)
    assert refused.value.field == field
    assert not RosterEntry.objects.exists()


def test_the_list_tells_who_is_without_a_certificate_and_whose_ends_soon(keeper: Person) -> None:
    today = timezone.localdate()
    never = entry(keeper)
    past = entry(keeper, checked_on=FROM, valid_until=today - DAY)
    soon = entry(keeper, checked_on=FROM, valid_until=today + 30 * DAY)
    fine = entry(keeper, checked_on=FROM, place=THERE, role="volunteer")

    def codes(**values: str) -> list[str]:
        return [one.code for one in roster_page(viewer(keeper), Chosen(**values), today)[0]]

    assert codes(certificate="without") == [past.code, never.code]
    assert codes(certificate="soon") == [soon.code]
    assert codes(place=THERE) == codes(role="volunteer") == [fine.code]
    assert [missing_since(one, today) for one in (never, past, soon)] == [FROM, today, None]
    assert missing_since(entry(keeper, role="contractor"), today) is None


def test_counts_are_of_those_who_keep_the_place_and_of_that_day(keeper: Person) -> None:
    first = entry(keeper, checked_on=FROM)
    second = entry(keeper, works_until=FROM + 10 * DAY)
    entry(keeper, place="")
    entry(person("olga", "police", "coordinator"))  # does not keep the place
    keepers = {HERE: {"red_cross"}, THERE: {"red_cross", "police"}}
    with CaptureQueriesContext(connections["default"]) as asked:
        [count] = people_at(keepers, FROM + DAY)
        assert entries_at(keepers, FROM + DAY) == {(HERE, "staff"): [first.code, second.code]}
    assert (count.place, count.role, count.people, count.certified) == (HERE, "staff", 2, 1)
    assert len(asked) == 2
    assert [one.people for one in people_at(keepers, FROM + 11 * DAY)] == [1]


def test_a_page_of_the_list_asks_the_same_however_long_it_is(keeper: Person, desk: Desk) -> None:
    browser = desk(keeper)
    entry(keeper)
    browser.get(LIST)

    def queries() -> int:
        with (
            CaptureQueriesContext(connections["default"]) as one,
            CaptureQueriesContext(connections["keys"]) as two,
        ):
            browser.get(LIST)
        return len(one) + len(two)

    before = queries()
    own = organisation("red_cross")
    RosterEntry.objects.bulk_create(
        RosterEntry(organisation=own, role="staff", works_from=FROM) for _ in range(60)
    )
    assert queries() == before
    shown, more = roster_page(viewer(keeper), Chosen(), FROM)
    rest, end = roster_page(viewer(keeper), Chosen(), FROM, more)
    assert (len(shown), len(rest), end) == (50, 11, "")
    assert entries_for(viewer(keeper)).count() == 61


def test_the_name_is_destroyed_when_its_time_is_over(keeper: Person) -> None:
    last = timezone.localdate() - kept_after_the_end()
    due = entry(keeper, works_until=last - DAY, person=keeper.pk)
    kept = entry(keeper, works_until=last)
    assert (forget_entries(10), forget_entries(10)) == (1, 0)
    due.refresh_from_db()
    assert (due.details, due.person, due.role) == (None, None, "staff")
    assert not WrappedKey.objects.filter(record=due.record).exists()
    assert WrappedKey.objects.filter(record=kept.record).exists()
    with pytest.raises(Refused):
        change_entry(viewer(keeper), due, AboutEntry("X", "staff", FROM))
