"""Why a family has no place, what would help, and why another place lost."""

from __future__ import annotations

from tests.reception.placement.small import nation

from toevlucht.reception.placement.candidates import Market
from toevlucht.reception.placement.explaining import alternatives, blocked, shortages
from toevlucht.reception.placement.placing import place


def test_the_rule_that_leaves_a_family_no_place_is_named() -> None:
    market = Market(nation([{"pets": True}, {}], [{}, {"pets": True, "beds": 1}], [{}]))
    assert [one.family for one in blocked(market)] == [0]
    one = blocked(market)[0]
    assert dict(one.rules) == {"pets": 2, "beds": 1}
    assert one.together == ()


def test_rules_that_only_together_leave_no_place_are_named_together() -> None:
    needs = {"pets": True, "step_free": True}
    one = blocked(Market(nation([needs], [{}])))[0]
    assert one.rules == ()
    assert set(one.together) == {"pets", "step_free"}


def test_where_nothing_is_free_that_is_what_is_named() -> None:
    one = blocked(Market(nation([{}], [])))[0]
    assert (one.rules, one.together) == ((), ("open",))


def test_large_families_without_a_place_come_with_the_locations_that_would_take_them() -> None:
    large = {"people": 6, "adults": 2, "takes_household": False}
    where = [{}, {"open": False}, {"open": False}]
    rooms = [{"beds": 2}, {"location": 1, "beds": 6}, {"location": 2, "beds": 3}]
    market = Market(nation([large, large, {}], rooms, locations=where))
    found = shortages(market, place(market.instance).places)
    assert [(s.needs, s.families, s.people) for s in found] == [
        (("large", "no_household"), (0, 1), 12)
    ]
    assert found[0].locations == ((1, 2),)


def test_a_better_place_that_another_family_got_is_shown_with_its_terms() -> None:
    here, there = {"near": (0, 0, -1, -1, -1)}, {"near": (0, -1, -1, -1, -1)}
    rooms = [{"location": 0}, {"location": 1}]
    market = Market(nation([there, here], rooms, locations=[{}, {"municipality": 1}]))
    places = place(market.instance).places
    assert places.tolist() == [1, 0]
    (lost,) = alternatives(market, places, 0)
    assert (lost.place, lost.free, lost.living) == (0, False, (1,))
    assert [(t.wish, t.points, t.of) for t in lost.terms] == [
        ("placed", 500, 500),
        ("municipality", 100, 100),
    ]
    got = market.wishes.terms(0, 1)[1]
    assert (got.wish, got.points, got.kilometres) == ("municipality", 62, 15.0)
