"""No path of the database places a child without its parent or guardian: attacks in raw SQL."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from tests.reception.residents import (
    DAY,
    HOUR,
    adult,
    beds_of,
    change,
    child,
    departure,
    emergency,
    family,
    guardianship,
    household,
    of_no_established_age,
    open_location,
    refused,
    relation,
    stay,
    today,
)

from toevlucht.reception.models import Location, Person, Relation, Stay

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def linde() -> Location:
    return open_location()


@pytest.fixture
def mother(linde: Location) -> Person:
    """Stays in the first bed."""
    she = adult(family())
    stay(she, linde, place=beds_of(linde)[0], arrived_at=timezone.now() - 2 * HOUR)
    return she


def place_child(linde: Location, her: Person, shown: Relation | None, **about: Any) -> Stay:
    return stay(her, linde, place=beds_of(linde)[1], relation=shown, **about)


def test_a_child_stays_with_its_mother(linde: Location, mother: Person) -> None:
    girl = child(mother.family)
    made = place_child(linde, girl, relation(girl, mother))
    assert made.is_open


@pytest.mark.parametrize("age", [child, of_no_established_age])
def test_a_child_without_anybody_is_not_placed(linde: Location, mother: Person, age: Any) -> None:
    with refused("verified parent"):
        place_child(linde, age(mother.family), None)


@pytest.mark.parametrize(
    "shown",
    [
        {"kind": "assumed_parent"},
        {"kind": "relative"},
        {"kind": "other"},
        {"document_kind": "", "checked_on": None, "checked_by": None},
        {"valid_until": today() - DAY},
        {"withdrawn_at": timezone.now() - DAY},
        {"checked_on": today() + 9 * DAY},
        {"document": b""},
    ],
)
def test_what_does_not_count_does_not_place(
    linde: Location, mother: Person, shown: dict[str, Any]
) -> None:
    girl = child(mother.family)
    with refused("verified parent"):
        place_child(linde, girl, relation(girl, mother, **shown))


def test_a_relation_of_another_child_does_not_count(linde: Location, mother: Person) -> None:
    girl, brother = child(mother.family), child(mother.family)
    with refused("verified parent"):
        place_child(linde, girl, relation(brother, mother))


def test_the_mother_must_stay_here(linde: Location, mother: Person) -> None:
    girl, elsewhere = child(mother.family), open_location()
    shown = relation(girl, mother)
    with refused("verified parent"):
        stay(girl, elsewhere, place=beds_of(elsewhere)[0], relation=shown)
    with refused("verified parent"):
        stay(girl, household(), relation=shown)
    Stay.objects.filter(person=mother).update(**departure())
    with refused("verified parent"):
        place_child(linde, girl, shown)


def test_a_sister_of_seventeen_is_no_parent(linde: Location) -> None:
    sister, girl = child(family()), child()
    stay(sister, linde, place=beds_of(linde)[0], **guardianship())
    with refused("verified parent"):
        place_child(linde, girl, relation(girl, sister))


def test_a_day_to_come_makes_no_adult_of_a_child(linde: Location) -> None:
    girl = child()
    with refused("still to come"):
        place_child(linde, girl, None, arrived_at=timezone.now() + 9000 * DAY)


@pytest.mark.skipif("connection.vendor == 'postgresql'", reason="its columns take dates only")
def test_what_is_no_date_gets_nobody_in(linde: Location, mother: Person) -> None:
    girl = child(mother.family)
    code = place_child(linde, girl, None, **emergency()).code
    columns = "person_id, location_id, place_id, kind, term, came_from, destination, reason"
    said = "INSERT INTO reception_stay (code, arrived_at, entered_at, {0}, created_at) "
    said += "SELECT 'other', 'zzz', 'zzz', {0}, 'zzz' FROM reception_stay WHERE code = %s"
    with refused("no moment"), connection.cursor() as cursor:
        cursor.execute(said.format(columns), [code])
    with refused("first day"):
        change(girl, "minor_until = '0000'")
    with refused("no date"):
        change(relation(girl, mother, valid_until=today()), "valid_until = 'zzz'")


def test_no_update_of_a_stay_places_a_child(linde: Location, mother: Person) -> None:
    girl, woman = child(mother.family), adult()
    hers = place_child(linde, girl, None, **emergency())
    placed = stay(woman, linde, place=beds_of(linde)[2])
    with refused("rewritten"):
        change(hers, "kind = 'ordinary', expires_at = NULL, reason = ''")
    with refused("rewritten"):
        change(placed, "person_id = %s", girl.pk)
    with refused("rewritten"):
        change(hers, "expires_at = %s", timezone.now() + 60 * HOUR)
    with refused("rewritten"):
        change(hers, "location_id = %s, place_id = NULL", open_location().pk)


def test_the_relation_of_a_stay_is_only_changed_for_one_that_holds(
    linde: Location, mother: Person
) -> None:
    girl = child(mother.family)
    first = relation(girl, mother)
    hers = place_child(linde, girl, first)
    with refused("verified parent"):
        change(hers, "relation_id = NULL")
    with refused("verified parent"):
        change(hers, "relation_id = %s", relation(girl, mother, kind="relative").pk)
    change(hers, "relation_id = %s", relation(girl, mother, kind="guardian").pk)
    Relation.objects.filter(pk=first.pk).update(withdrawn_at=timezone.now())
    Stay.objects.filter(pk=hers.pk).update(**departure())
    with refused("verified parent"):
        change(hers, "relation_id = %s", first.pk)


def test_a_relation_may_end_while_the_child_stays(linde: Location, mother: Person) -> None:
    girl = child(mother.family)
    shown = relation(girl, mother)
    hers = place_child(linde, girl, shown)
    change(shown, "withdrawn_at = %s", timezone.now())
    assert not Relation.objects.get(pk=shown.pk).is_verified(today())
    with refused("stays withdrawn"):
        change(shown, "withdrawn_at = NULL")
    change(hers, "absent_since = %s", today())  # what else is written of the stay still is
    Stay.objects.filter(pk=hers.pk).update(**departure())


def test_no_update_of_a_relation_makes_it_another(linde: Location, mother: Person) -> None:
    girl = child(mother.family)
    shown = relation(girl, mother, valid_until=today() + DAY)
    for setting, value in [
        ("child_id = %s", child().pk),
        ("adult_id = %s", adult().pk),
        ("kind = %s", "guardian"),
        ("valid_until = %s", today() + 900 * DAY),
        ("document_kind = %s", "passport"),
        ("checked_on = %s", today()),
    ]:
        with refused("stays"):
            change(shown, setting, value)


def test_a_grown_up_who_turns_out_to_be_a_child_does_not_just_stay(linde: Location) -> None:
    somebody = adult()
    stay(somebody, linde, place=beds_of(linde)[0])
    with refused("verified parent"):
        change(somebody, "age = 'not_established', age_basis = ''")
    with refused("verified parent"):
        change(somebody, "age = 'minor', minor_until = %s", child().minor_until)


def test_an_adult_by_whom_children_stay_does_not_become_a_child(
    linde: Location, mother: Person
) -> None:
    girl = child(mother.family)
    place_child(linde, girl, relation(girl, mother))
    Stay.objects.filter(person=mother).update(**departure())
    with refused("children stay here"):
        change(mother, "age = 'not_established', age_basis = ''")


def test_a_statement_makes_no_adult_of_a_child() -> None:
    girl = child()
    with refused("statement"):
        change(girl, "age = 'adult', minor_until = NULL, age_basis = 'statement'")
    with refused("statement"):
        change(of_no_established_age(), "age = 'adult', age_basis = 'statement'")
    change(girl, "age = 'adult', minor_until = NULL, age_basis = 'assessment'")


def test_guardianship_needs_a_decision_about_a_child(linde: Location) -> None:
    stay(child(), linde, place=beds_of(linde)[0], **guardianship())
    for who, about in [
        (adult(), guardianship()),
        (child(), {**guardianship(), "decision": b""}),
        (child(), {**guardianship(), "decision": None}),
        (child(), {**guardianship(), "decided_by": None}),
    ]:
        with refused():
            stay(who, linde, place=beds_of(linde)[1], **about)


def test_an_emergency_is_reasoned_and_ends_within_72_hours(linde: Location) -> None:
    bed = beds_of(linde)[0]
    for wrong in [
        {"expires_at": None},
        {"expires_at": timezone.now() + 73 * HOUR},
        {"reason": ""},
        {"reason": "convenient"},
        {"reason_in_words": None},
        {"reason_in_words": b""},
        {"decided_by": None},
    ]:
        with refused():
            stay(child(), linde, place=bed, **{**emergency(), **wrong})
    stay(child(), linde, place=bed, **emergency())


def test_nobody_alone_makes_an_emergency_longer(linde: Location) -> None:
    girl, (one, other, *_) = child(), beds_of(linde)
    begin = timezone.now() - 100 * HOUR
    end = begin + 72 * HOUR
    stay(girl, linde, place=one, **emergency(at=begin), **departure(end))
    with refused("somebody else"):
        stay(girl, linde, place=other, **emergency(at=end))
    stay(girl, linde, place=other, **emergency(at=end, by=2))


def test_a_household_that_is_not_suitable_takes_people_in_for_72_hours_only() -> None:
    home = household(is_suitable=False)
    for who, about in [(adult(), {}), (child(), guardianship())]:
        with refused("not suitable"):
            stay(who, home, **about)
    stay(adult(), home, **emergency())
    stay(child(), household(), **guardianship())
