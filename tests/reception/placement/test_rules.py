"""Each hard rule keeps the family out of one place; without the rule it would have gone there."""

from __future__ import annotations

import numpy as np
import pytest
from tests.reception.placement.small import nation

from toevlucht.reception.placement import rules
from toevlucht.reception.placement.instance import Malformed, Sexes
from toevlucht.reception.placement.placing import place
from toevlucht.reception.placement.rooming import rooms_of
from toevlucht.reception.placement.verifying import breaches

# rule: what the family is, the room or household that it may not have, and the location around it
REFUSED = {
    "open": ({}, {"beds": 2}, None, {"open": False}),
    "certificate": ({}, None, {"certificate": False}, {}),
    "visit": ({}, None, {"visit": False}, {}),
    "household": ({"takes_household": False}, None, {}, {}),
    "guardianship": ({"people": 1, "adults": 0, "unverified_child": True}, {}, None, {}),
    "beds": ({"people": 3, "adults": 1}, {"beds": 2, "count": 2}, None, {}),
    "sharing": ({"people": 1, "adults": 1}, {"shared": True, "taken": 1}, None, {}),
    "sexes": ({"sexes": Sexes.MEN}, None, {"sexes": Sexes.WOMEN}, {}),
    "children": ({"adults": 1}, None, {"children": False}, {}),
    "step_free": ({"step_free": True}, {}, None, {}),
    "pets": ({"pets": True}, {}, None, {}),
    "allergy": ({"allergic": True}, None, {"has_pets": True}, {}),
    "stay": ({"shortest_stay": 30}, {}, None, {"lasts": 29}),
}


def test_every_rule_is_tried() -> None:
    assert set(REFUSED) == set(rules.RULES)


@pytest.mark.parametrize("rule", REFUSED)
def test_a_family_stays_without_the_only_place_that_a_rule_keeps_it_out_of(
    rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    family, room, household, location = REFUSED[rule]
    instance = nation(
        [family],
        [] if room is None else [room],
        [] if household is None else [household],
        [location],
    )
    assert place(instance).places.tolist() == [-1]
    others = {name: kept for name, kept in rules.RULES.items() if name != rule}
    monkeypatch.setattr(rules, "RULES", others)
    got = place(instance).places
    assert got.tolist() == [0], "nothing but this rule kept the family out"
    broken = breaches(instance, got.tolist(), rooms_of(instance, got))
    assert rule in {breach.rule for breach in broken}, "the verifier knows the rule by itself"


def test_two_families_never_share_a_household() -> None:
    instance = nation([{"people": 1, "adults": 1}] * 2, [], [{"beds": 4}])
    assert sorted(place(instance).places.tolist()) == [-1, 0]
    assert breaches(instance, [0, 0], [(), ()])[0].rule == "one_family"


def test_who_said_no_has_a_shared_room_alone_and_who_said_yes_shares_it() -> None:
    alone = {"people": 1, "adults": 1}
    hall = {"beds": 3, "shared": True}
    unwilling = nation([alone] * 3, [hall])
    assert (place(unwilling).places == 0).sum() == 1
    willing = nation([{**alone, "shares_room": True}] * 3, [hall])
    assert place(willing).places.tolist() == [0, 0, 0]
    assert breaches(unwilling, [0, 0, -1], [(0,), (0,), ()])[0].rule == "sharing"


def test_a_large_family_stays_together_in_rooms_with_an_adult_each() -> None:
    instance = nation([{"people": 6, "adults": 2}], [{"beds": 3, "count": 2}])
    found = place(instance).places
    assert rooms_of(instance, found) == ((0, 1),)
    few_adults = nation([{"people": 6, "adults": 1}], [{"beds": 3, "count": 2}])
    assert place(few_adults).places.tolist() == [-1]


def test_a_child_without_a_verified_adult_goes_where_guardianship_is_and_nobody_else_does() -> None:
    child = {"people": 1, "adults": 0, "unverified_child": True}
    adult = {"people": 1, "adults": 1, "takes_household": False}
    instance = nation([child, adult], [{"guardianship": True, "count": 2}], [{}])
    assert place(instance).places.tolist() == [0, -1]


def test_arrays_that_do_not_fit_are_refused() -> None:
    with pytest.raises(Malformed, match="adults: row 1"):
        nation([{}, {"people": 1, "adults": 2}], [])
    with pytest.raises(Malformed, match="taken"):
        nation([{}], [{"taken": 1}])
    with pytest.raises(Malformed, match="near: row 0"):
        nation([{"near": (9, -1, -1, -1, -1)}], [])


def test_no_column_says_who_people_are() -> None:
    from toevlucht.reception.placement.wishes import WEIGHTS

    assert set(WEIGHTS) == {
        "placed",
        "municipality",
        "relatives",
        "school",
        "work",
        "care",
        "language",
        "stay",
    }
    assert WEIGHTS["placed"] >= np.sum([w for name, w in WEIGHTS.items() if name != "placed"])
