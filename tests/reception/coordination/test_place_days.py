"""Place-days are counted from the ledger, each change with who said why, and when."""

from __future__ import annotations

import datetime

import pytest
from tests.reception.conftest import Desk
from tests.reception.coordination.nation import balance
from tests.reception.places import location, neighbour
from tests.signals.telling import municipality, safety_region, viewer

from toevlucht.reception.actions.place_days import give_reason
from toevlucht.reception.queries.place_days import place_days_of
from toevlucht.records.viewer import NotAllowed

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

JANUARY = datetime.date(2026, 1, 1)
LAST = datetime.date(2026, 1, 31)
PAGE = "/en/desk/figures/GM0344/place-days/"
PERIOD = f"?first={JANUARY}&last={LAST}"


def test_a_month_worked_out_by_hand() -> None:
    """100 places on 1 to 10 January, 120 on 11 to 31: 1,000 + 2,520. 40 people, then 90 from 21."""
    made = location(municipality())
    balance(made, datetime.date(2025, 12, 1), 100, 40)
    balance(made, datetime.date(2026, 1, 11), 120, 40)
    balance(made, datetime.date(2026, 1, 21), 120, 90)
    balance(made, datetime.date(2026, 2, 3), 10, 5)
    (found,) = place_days_of("GM0344", JANUARY, LAST)
    assert found.place_days == 10 * 100 + 21 * 120
    assert found.person_days == 20 * 40 + 11 * 90
    assert [(one.day.day, one.before, one.places) for one in found.changes] == [(11, 100, 120)]


def test_who_changed_what_and_why_goes_along_in_the_file(desk: Desk) -> None:
    keeper = municipality()
    made = location(keeper)
    balance(made, datetime.date(2026, 1, 11), 120, 40)
    browser = desk(keeper)
    assert "no reason given" in browser.get(f"{PAGE}{PERIOD}").content.decode()
    why = f"/en/desk/places/{made.code}/why/2026-01-11/"
    assert browser.post(why, {"reason": "opened"}).status_code == 302
    page = browser.get(f"{PAGE}{PERIOD}").content.decode()
    assert "opened" in page
    assert "2,520" in page
    head, row = browser.get(f"{PAGE}place-days.csv{PERIOD}").content.decode().splitlines()
    told = dict(zip(head.split(","), row.split(","), strict=True))
    assert (told["place_days"], told["places_before"], told["places"]) == ("2520", "0", "120")
    assert (told["reason"], told["given_by"]) == ("opened", "coordinator")
    wrong = f"/en/desk/places/{made.code}/why/nonsense/"
    assert browser.post(wrong, {"reason": "opened"}).status_code == 302


def test_only_who_keeps_the_location_says_why(desk: Desk) -> None:
    made = location(municipality())
    balance(made, JANUARY, 5, 0)
    region, outsider = safety_region(), neighbour()
    for other in (region, outsider):
        with pytest.raises(NotAllowed):
            give_reason(viewer(other), made, JANUARY, "opened")
    assert desk(region).get(f"{PAGE}{PERIOD}").status_code == 200
    assert desk(outsider).get(f"{PAGE}{PERIOD}").status_code == 404
