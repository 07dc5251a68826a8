"""Figures of any day: from the ledger where it is kept, else as supplied, never zero."""

from __future__ import annotations

import datetime

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from tests.reception.conftest import Desk
from tests.reception.coordination.nation import DAY, balance, ledger, nation
from tests.reception.places import location, neighbour, operator
from tests.signals.telling import municipality, safety_region

from toevlucht.reception.models import DayBalance, HeadCount, Location, SuppliedFigures
from toevlucht.reception.queries.overview import figures_on
from toevlucht.records.models import AuditLine

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

WEEK = datetime.timedelta(days=7)


def supplied(area: str, day: datetime.date, **numbers: int) -> SuppliedFigures:
    return SuppliedFigures.objects.create(
        municipality=area, counted_on=day, organisation="x", channel="page", **numbers
    )


def page(browser, address: str) -> str:
    answer = browser.get(f"/en/desk/figures/{address}")
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def test_the_ledger_counts_from_the_day_it_is_kept_and_before_it_what_was_supplied() -> None:
    made = location(municipality())
    ledger(since=DAY)
    balance(made, DAY - WEEK, 100, 40)
    balance(made, DAY + WEEK, 120, 90, short=(20, 5))
    DayBalance.objects.create(municipality="GM0344", day=DAY - WEEK, present=12)
    supplied("GM0344", DAY - datetime.timedelta(days=1), realised=80, occupied=70, registered=200)
    before = figures_on(DAY - datetime.timedelta(days=1))["GM0344"]
    assert (before.source, before.number("realised"), before.number("free")) == (
        "supplied", 80, None,
    )  # fmt: skip
    first = figures_on(DAY)["GM0344"]
    assert (first.source, first.number("realised"), first.number("occupied")) == ("ledger", 100, 40)
    assert (first.number("hosted"), first.number("registered")) == (12, 200)
    later = figures_on(DAY + 2 * WEEK)["GM0344"]
    assert [later.number(name) for name in ("realised", "occupied", "free")] == [120, 90, 30]
    assert [later.number(f"{name}_long") for name in ("realised", "occupied")] == [100, 85]
    assert later.number("registered") is None  # two weeks later that says nothing any more


def test_what_is_too_full_in_one_location_is_not_free_in_another() -> None:
    keeper = municipality()
    ledger()
    balance(location(keeper, "Full"), DAY, 10, 14)
    balance(location(keeper, "Empty"), DAY, 10, 4)
    found = figures_on(DAY)["GM0344"]
    assert (found.number("occupied"), found.number("free")) == (18, 6)


def test_a_figure_of_two_weeks_ago_is_not_supplied_any_more(desk: Desk) -> None:
    browser = desk(municipality())
    supplied("GM0344", DAY, realised=50, occupied=30)
    assert "As supplied" in page(browser, f"GM0344/?on={DAY + datetime.timedelta(days=13)}")
    old = page(browser, f"GM0344/?on={DAY + datetime.timedelta(days=14)}")
    assert "Not supplied" in old
    assert "What was supplied last is of 2 March 2026" in old


def test_of_one_moment_what_was_supplied_last_counts_and_both_stay_to_be_read(desk: Desk) -> None:
    supplied("GM0344", DAY, occupied=300)
    supplied("GM0344", DAY, occupied=31)
    assert figures_on(DAY)["GM0344"].number("occupied") == 31
    revisions = page(desk(municipality()), "GM0344/supplied/")
    assert "300" in revisions
    assert "31" in revisions


def test_the_country_by_region_says_who_did_not_supply(desk: Desk) -> None:
    supplied("GM0344", DAY, realised=100, occupied=90, free=10)
    supplied("GM0307", DAY, realised=50, occupied=50, free=0)
    shown = page(desk(nation()), f"NL/?on={DAY}")
    assert "150" in shown
    assert "of 2 of 342 municipalities" in shown
    assert "340 municipalities not supplied" in shown
    assert "<svg" in shown
    assert "97,000" in shown  # what was agreed, beside it
    region = page(desk(safety_region()), f"VR09/?on={DAY}")
    assert "Amersfoort" in region
    assert "24 municipalities not supplied" in region


def test_out_of_sight_is_a_range_or_says_why_not(desk: Desk) -> None:
    browser = desk(municipality())
    supplied("GM0344", DAY, occupied=300, hosted=100, registered=520)
    assert "at least 120" in page(browser, f"GM0344/?on={DAY}")
    supplied("GM0344", DAY, occupied=300, hosted=100, registered=520, present_high=600)
    assert "120 to 200" in page(browser, f"GM0344/?on={DAY}")
    supplied("GM0344", DAY, occupied=300)
    assert "cannot be computed" in page(browser, f"GM0344/?on={DAY}")


def test_a_head_count_stands_apart_from_the_ledger(desk: Desk) -> None:
    keeper = municipality()
    made = location(keeper)
    ledger()
    balance(made, DAY, 40, 30)
    noon = datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC)
    HeadCount.objects.create(location=made, counted_at=noon, heads=28, counted_by=1)
    shown = page(desk(keeper), f"GM0344/?on={DAY}")
    assert "28 people on 2 March 2026" in shown
    assert figures_on(DAY)["GM0344"].number("occupied") == 30


def test_who_reads_what(desk: Desk) -> None:
    """Owner, region and country; a neighbour reads the country by region and no more."""
    owner, region, country, outsider = municipality(), safety_region(), nation(), neighbour()
    for reader in (owner, region, country):
        for area in ("NL", "VR09", "GM0344"):
            page(desk(reader), f"{area}/")
    browser = desk(outsider)
    assert "VR09" not in page(browser, "NL/").split("<main")[1].split("</main")[0]
    for address in (
        "VR09/",
        "GM0344/",
        "GM0344/figures.csv",
        "GM0344/place-days/",
        "GM0344/supplied/",
    ):
        assert browser.get(f"/en/desk/figures/{address}").status_code == 404
    assert AuditLine.objects.filter(event="figures.read", outcome="refused").exists()
    aid = desk(operator())
    for area in ("NL", "GM0344"):
        assert aid.get(f"/en/desk/figures/{area}/").status_code == 404
    assert browser.get("/en/desk/figures/GM9999/").status_code == 404


def test_the_country_reads_figures_and_no_places_or_households(desk: Desk) -> None:
    made = location(municipality())
    browser = desk(nation())
    assert "De Linde" not in browser.get("/en/desk/places/").content.decode()
    assert browser.get(f"/en/desk/places/{made.code}/").status_code == 404
    assert "<code>" not in browser.get("/en/desk/households/").content.decode()


def test_a_region_and_a_municipality_of_one_name_are_told_apart(desk: Desk) -> None:
    browser = desk(safety_region())
    region = browser.get("/en/desk/figures/VR09/").content.decode()
    assert "<h1>Reception in figures: safety region Utrecht</h1>" in region
    town = browser.get("/en/desk/figures/GM0344/").content.decode()
    assert "<h1>Reception in figures: Utrecht</h1>" in town
    assert ">safety region Utrecht</a>" in town


def test_the_file_has_codes_and_nothing_where_nothing_was_supplied(desk: Desk) -> None:
    supplied("GM0344", DAY, realised=100, occupied=90)
    answer = desk(safety_region()).get(f"/en/desk/figures/VR09/figures.csv?on={DAY}")
    head, region, *rows = answer.content.decode().splitlines()
    utrecht = next(row for row in rows if row.startswith("GM0344"))
    told = dict(zip(head.split(","), utrecht.split(","), strict=True))
    assert (told["realised"], told["free"], told["from_supplied"]) == ("100", "", "1")
    assert region.startswith("VR09,2026-03-02,26,0,1,25,")


@pytest.mark.parametrize("area", ["NL", "GM0344"])
def test_any_day_costs_ten_questions_at_most_however_much_there_is(desk: Desk, area: str) -> None:
    browser = desk(nation() if area == "NL" else municipality())
    if area == "NL":
        municipality()
    costs = []
    for size in (1, 30):
        Location.objects.bulk_create(
            Location(code=f"{size}c{n}", name=f"{n}", municipality="GM0344", kind="crisis")
            for n in range(size)
        )
        for one in Location.objects.filter(code__startswith=f"{size}c"):
            for back in range(0, 90, 30):
                balance(one, DAY - datetime.timedelta(days=back), 10 + back, 5)
        if size == 1:
            ledger(since=DAY - 20 * WEEK)
        browser.get(f"/en/desk/figures/{area}/?on={DAY}")
        with CaptureQueriesContext(connections["default"]) as asked:
            assert browser.get(f"/en/desk/figures/{area}/?on={DAY}").status_code == 200
        said = [one["sql"] for one in asked.captured_queries]
        costs.append(
            [sql for sql in said if not sql.startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))]
        )
    assert len(costs[0]) == len(costs[1]) <= 10, "\n".join(costs[1])


def test_the_last_balance_of_each_location_is_looked_up_and_not_searched() -> None:
    from toevlucht.reception.queries import overview

    keeper = municipality()
    days = [DAY - datetime.timedelta(days=n) for n in range(1, 200)]
    DayBalance.objects.bulk_create(
        DayBalance(location=place, municipality=place.municipality, day=day)
        for place in [location(keeper) for _ in range(10)]
        for day in days
    )
    with CaptureQueriesContext(connections["default"]) as asked:
        list(overview._locations_on(DAY, None))
    sql = asked.captured_queries[-1]["sql"]
    with connections["default"].cursor() as cursor:
        if connections["default"].vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            plan = [row[-1] for row in cursor.fetchall()]
            assert any("SEARCH U0 USING INDEX balance_once_a_location" in one for one in plan), plan
        else:
            cursor.execute("ANALYZE reception_daybalance")
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN {sql}")
            plan = [row[0] for row in cursor.fetchall()]
            assert any("balance_once_a_location" in one for one in plan), plan
