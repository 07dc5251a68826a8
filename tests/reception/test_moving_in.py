"""A family moves in, a child without a parent does not, and whoever is left behind is seen."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone
from tests.partners.people import person
from tests.reception.conftest import Desk
from tests.reception.guests import (
    BIRTHDAY,
    CERTIFICATE,
    EMERGENCY,
    GROWN,
    GUARDIANSHIP,
    SMALL,
    beds_of,
    family_of,
    free_beds_of,
    house,
    mother_and_child,
    moved_in,
)
from tests.reception.places import neighbour, operator
from tests.reception.residents import household
from tests.signals.telling import municipality, safety_region, viewer

from toevlucht.language import language
from toevlucht.partners.models import Person as Account
from toevlucht.reception.actions.ages import establish_age
from toevlucht.reception.actions.families import AboutAge, last_month_of_minority, register_family
from toevlucht.reception.actions.forgetting import forget_families
from toevlucht.reception.actions.life_cycle import close_location, start_closing
from toevlucht.reception.actions.moving_in import Arrival, arrive, change_kind, depart, move
from toevlucht.reception.actions.relations import state_relation, withdraw_relation
from toevlucht.reception.actions.rooms import block, release, reserve
from toevlucht.reception.actions.watching import watch
from toevlucht.reception.models import Location, Person, Relation, Stay, Task
from toevlucht.reception.problems import CannotDo
from toevlucht.reception.queries.families import find_family, named
from toevlucht.reception.queries.occupancy import occupancy
from toevlucht.records.models import AuditLine
from toevlucht.records.sealed import custody
from toevlucht.records.viewer import NotAllowed

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def keeper() -> Account:
    return municipality()


@pytest.fixture
def linde(keeper: Account) -> Location:
    return house(keeper)


def open_tasks() -> set[str]:
    return set(Task.objects.filter(done_at=None).values_list("kind", flat=True))


def test_a_mother_and_her_child_move_in_at_once(keeper: Account, linde: Location) -> None:
    family, mother, child = mother_and_child(keeper)
    stays = moved_in(keeper, linde, family, [mother, child])
    assert {stay.kind for stay in stays} == {"ordinary"}
    now = occupancy(linde, timezone.now())
    assert (now.present, now.minors, now.places, now.free) == (2, 1, 4, 2)
    assert AuditLine.objects.get(event="stay.began").ids == [stay.code for stay in stays]


def test_without_a_parent_nobody_of_the_family_comes_in(keeper: Account, linde: Location) -> None:
    family, (aunt, child) = family_of(keeper, GROWN, SMALL)
    state_relation(viewer(keeper), child, aunt, "assumed_parent")
    with pytest.raises(CannotDo, match="child_without_adult") as refused:
        moved_in(keeper, linde, family, [aunt, child])
    assert refused.value.people == (child.code,)
    assert not Stay.objects.exists()


def test_an_emergency_tells_the_municipality_on_the_same_day(
    keeper: Account, linde: Location
) -> None:
    family, (aunt, child) = family_of(keeper, GROWN, SMALL)
    moved_in(keeper, linde, family, [aunt, child], exceptional=EMERGENCY)
    kinds = dict(Stay.objects.values_list("person", "kind"))
    assert kinds == {aunt.pk: "ordinary", child.pk: "emergency"}
    task = Task.objects.get()
    assert (task.kind, task.due_on) == ("child_without_relation", timezone.localdate())
    assert b"tonight" not in bytes(Stay.objects.get(person=child).reason_in_words or b"")
    state_relation(viewer(keeper), child, aunt, "guardian", CERTIFICATE)
    change_kind(viewer(keeper), linde, child.code, None, timezone.now())
    assert Stay.objects.get(person=child, departed_at=None).kind == "ordinary"
    watch()
    assert not open_tasks()


def test_the_guardianship_body_places_a_child(keeper: Account, linde: Location) -> None:
    family, (child,) = family_of(keeper, SMALL)
    moved_in(keeper, linde, family, [child], exceptional=GUARDIANSHIP)
    assert Stay.objects.get().kind == "guardianship"
    other, (adult,) = family_of(keeper)
    moved_in(keeper, linde, other, [adult], exceptional=GUARDIANSHIP)
    assert Stay.objects.get(person=adult).kind == "ordinary"


def test_when_the_mother_leaves_somebody_looks_after_her_child(
    keeper: Account, linde: Location
) -> None:
    family, mother, child = mother_and_child(keeper)
    moved_in(keeper, linde, family, [mother, child])
    depart(viewer(keeper), linde, [mother.code], "unknown", timezone.now())
    assert open_tasks() == {"child_without_adult"}
    watch()
    assert Task.objects.count() == 1
    depart(viewer(keeper), linde, [child.code], "guardianship", timezone.now())
    watch()
    assert not open_tasks()


def test_when_the_father_is_there_too_the_child_stays_by_him(
    keeper: Account, linde: Location
) -> None:
    family, (mother, father, child) = family_of(keeper, GROWN, GROWN, SMALL)
    for adult in (mother, father):
        state_relation(viewer(keeper), child, adult, "parent", CERTIFICATE)
    moved_in(keeper, linde, family, [mother, father, child])
    by = Stay.objects.get(person=child).relation
    assert by
    depart(viewer(keeper), linde, [by.adult.code], "ukraine", timezone.now())
    again = Stay.objects.get(person=child)
    assert again.relation_id not in (None, by.pk)
    assert not open_tasks()


def test_every_day_somebody_looks_at_what_ended(keeper: Account, linde: Location) -> None:
    family, mother, child = mother_and_child(keeper)
    before = timezone.now() - 80 * HOUR
    moved_in(keeper, linde, family, [mother, child], before, term="short")
    watch()
    assert open_tasks() == {"short_stay_overdue"}
    withdraw_relation(viewer(keeper), Relation.objects.get())
    other, (alone,) = family_of(keeper, SMALL)
    moved_in(keeper, linde, other, [alone], before, exceptional=EMERGENCY)
    watch()
    expected = {"short_stay_overdue", "relation_expired", "child_without_adult"}
    assert open_tasks() == expected | {"child_without_relation", "emergency_expired"}


def test_who_turns_out_to_be_a_child_does_not_just_stay(keeper: Account, linde: Location) -> None:
    family, (somebody,) = family_of(keeper, GROWN)
    moved_in(keeper, linde, family, [somebody])
    minor = AboutAge("minor", "assessment", timezone.localdate() - datetime.timedelta(days=6000))
    with pytest.raises(CannotDo, match="child_without_adult"):
        establish_age(viewer(keeper), somebody, minor)
    assert Person.objects.get().age == "adult"
    doubt = replace(EMERGENCY, reason="age_in_doubt")
    establish_age(viewer(keeper), Person.objects.get(), minor, doubt)
    assert Stay.objects.get(departed_at=None).kind == "emergency"
    assert occupancy(linde, timezone.now()).present == 1
    with pytest.raises(CannotDo, match="age_needs_proof"):
        establish_age(viewer(keeper), Person.objects.get(), AboutAge("adult", "statement"))


def test_a_month_hides_the_birthday() -> None:
    assert last_month_of_minority(BIRTHDAY) == datetime.date(2036, 6, 1)
    assert last_month_of_minority(datetime.date(2018, 12, 3)) == datetime.date(2037, 1, 1)


def test_two_people_change_beds_at_once(keeper: Account, linde: Location) -> None:
    (one_family, (one,)), (other_family, (other,)) = family_of(keeper), family_of(keeper)
    moved_in(keeper, linde, one_family, [one])
    moved_in(keeper, linde, other_family, [other])
    first, second, third, _ = (bed.code for bed in beds_of(linde))
    move(viewer(keeper), linde, {one.code: second, other.code: first}, timezone.now())
    now = dict(Stay.objects.filter(departed_at=None).values_list("person", "place__code"))
    assert now == {one.pk: second, other.pk: first}
    with pytest.raises(CannotDo, match="place_taken"):
        move(viewer(keeper), linde, {one.code: first}, timezone.now())
    assert third in {bed.code for bed in free_beds_of(linde)}


def test_a_kept_place_is_for_that_family(keeper: Account, linde: Location) -> None:
    family, (who,) = family_of(keeper)
    bed = beds_of(linde)[0]
    reserve(viewer(keeper), family, [bed], timezone.now() + 5 * HOUR)
    stranger, (other,) = family_of(keeper)
    arrival = Arrival({other.code: bed.code}, timezone.now())
    with pytest.raises(CannotDo, match="place_taken"):
        arrive(viewer(keeper), linde, stranger, arrival)
    with pytest.raises(CannotDo, match="place_in_use"):
        block(viewer(keeper), bed, "repair")
    release(viewer(keeper), bed)
    block(viewer(keeper), bed, "repair")
    with pytest.raises(CannotDo, match="place_taken"):
        arrive(viewer(keeper), linde, family, Arrival({who.code: bed.code}, timezone.now()))


def test_a_location_closes_when_everybody_is_gone(keeper: Account, linde: Location) -> None:
    family, (who,) = family_of(keeper)
    moved_in(keeper, linde, family, [who])
    start_closing(viewer(keeper), linde, timezone.localdate())
    late, (other,) = family_of(keeper)
    with pytest.raises(CannotDo, match="not_open"):
        moved_in(keeper, linde, late, [other])
    with pytest.raises(CannotDo, match="people_stay"):
        close_location(viewer(keeper), linde)
    depart(viewer(keeper), linde, [who.code], "own_place", timezone.now())
    close_location(viewer(keeper), linde)
    assert Location.objects.get().state == "closed"


def test_an_unscreened_host_takes_nobody_in_without_a_decision(keeper: Account) -> None:
    home = household(is_suitable=False)
    family, (who,) = family_of(keeper)
    at = timezone.now()
    for wrong in (None, GUARDIANSHIP):
        with pytest.raises(CannotDo, match="host_not_suitable"):
            arrive(viewer(keeper), home, family, Arrival({who.code: ""}, at, exceptional=wrong))
    decided = replace(EMERGENCY, reason="host_not_suitable")
    arrive(viewer(keeper), home, family, Arrival({who.code: ""}, at, exceptional=decided))
    assert open_tasks() == {"household_not_suitable"}


def test_names_are_read_by_who_keeps_the_family_while_it_stays(keeper: Account) -> None:
    runner, outsider = operator(), neighbour()
    own = house(keeper, run_by="shelter_foundation")
    family, mother, child = mother_and_child(keeper)
    assert b"Olena" not in bytes(mother.details or b"")
    assert custody.holders_of(family.record) == ["gm0344"]
    assert find_family(viewer(runner), family.code) is None
    moved_in(keeper, own, family, [mother, child])
    assert find_family(viewer(runner), family.code) == family
    assert named(viewer(runner), [mother])[0].name == "Olena Demo"
    depart(viewer(runner), own, [mother.code, child.code], "other_location", timezone.now())
    assert custody.holders_of(family.record) == ["gm0344"]
    for stranger in (runner, outsider, safety_region()):
        assert find_family(viewer(stranger), family.code) is None
        assert named(viewer(stranger), [mother])[0].name == ""


def test_names_are_destroyed_when_their_time_is_over_and_the_ledger_stays(
    keeper: Account, linde: Location
) -> None:
    family, (who,) = family_of(keeper)
    other, (still_there,) = family_of(keeper)
    long_ago = timezone.now() - 800 * 24 * HOUR
    moved_in(keeper, linde, family, [who], long_ago)
    depart(viewer(keeper), linde, [who.code], "ukraine", long_ago + HOUR)
    moved_in(keeper, linde, other, [still_there], long_ago + 2 * HOUR)
    assert forget_families(10) == 1
    assert custody.holders_of(family.record) == []
    assert custody.holders_of(other.record) == ["gm0344"]
    assert named(viewer(keeper), list(family.people.all()))[0].name == ""
    assert Stay.objects.filter(person=who).exists()
    assert forget_families(10) == 0


def test_who_is_there_already_does_not_come_again(
    desk: Desk, keeper: Account, linde: Location
) -> None:
    family, mother, child = mother_and_child(keeper)
    moved_in(keeper, linde, family, [mother])
    page = desk(keeper).get(f"/en/desk/places/{linde.code}/arrive/{family.code}/").content.decode()
    assert f"bed_{child.code}" in page
    assert f"bed_{mother.code}" not in page


def test_nothing_is_chosen_before_somebody_chooses_it(
    desk: Desk, keeper: Account, linde: Location
) -> None:
    _, mother, _ = mother_and_child(keeper)
    browser = desk(keeper)
    for path in (f"residents/{mother.code}/age/", f"places/{linde.code}/refuse/"):
        answer = browser.post(f"/en/desk/{path}", {"basis": "", "number": "1"})
        assert "error-summary" in answer.content.decode()
    mother.refresh_from_db()
    assert mother.age == "adult"


def test_who_does_not_keep_a_location_lets_nobody_in_or_out(
    keeper: Account, linde: Location
) -> None:
    family, (who,) = family_of(keeper)
    moved_in(keeper, linde, family, [who])
    colleague = person("reader", "gm0344", "reader")
    for stranger in (viewer(neighbour()), viewer(safety_region()), viewer(colleague, "reader")):
        with pytest.raises(NotAllowed):
            depart(stranger, linde, [who.code], "unknown", timezone.now())
        with pytest.raises(NotAllowed):
            arrive(stranger, linde, family, Arrival({who.code: ""}, timezone.now()))
    with pytest.raises(NotAllowed):
        register_family(viewer(safety_region("vr13", "VR13")), [GROWN])


DESK = "/en/desk/"


def test_at_the_desk_a_family_comes_and_goes(desk: Desk, keeper: Account, linde: Location) -> None:
    browser = desk(keeper)
    place = f"{DESK}places/{linde.code}/"
    about = {"name": "Olena", "age": "adult", "basis": "document", "sex": "female"}
    answer = browser.post(f"{DESK}families/new/", {**about, "languages": "uk"})
    family = answer["Location"]
    small = {"name": "Marko", "age": "minor", "basis": "document", "birthday": "2018-05-17"}
    browser.post(f"{family}people/new/", {**small, "sex": "male"})
    mother, child = Person.objects.order_by("pk")
    assert "Call today" in browser.get(f"{DESK}residents/{child.code}/").content.decode()
    assert "17 May 2018" in browser.get(f"{DESK}residents/{child.code}/").content.decode()
    first, second, *_ = beds_of(linde)
    told = {
        f"bed_{mother.code}": first.code,
        f"bed_{child.code}": second.code,
        "at": (timezone.localtime() - HOUR).strftime("%Y-%m-%dT%H:%M"),
        "came_from": "abroad",
        "term": "long",
    }
    arrival = f"{place}arrive/{child.family.code}/"
    assert first.code in browser.get(arrival).content.decode()
    page = browser.post(arrival, told).content.decode()
    assert "no checked parent" in page
    assert not Stay.objects.exists()
    relation = {"adult": mother.code, "relation": "parent"}
    browser.post(f"{DESK}residents/{child.code}/relation/", relation)
    checked = {"document": "birth_certificate", "document_words": "No. 1"}
    browser.post(f"{DESK}relations/{Relation.objects.get().code}/document/", checked)
    assert browser.post(arrival, told).status_code == 302
    shown = browser.get(f"{place}ledger/").content.decode()
    assert "Olena" in shown
    assert "Marko" in browser.get(f"{DESK}children/").content.decode()
    assert "Marko" in browser.get(f"{place}arrivals/").content.decode()
    yesterday = (timezone.localtime() - 24 * HOUR).strftime("%Y-%m-%dT%H:%M")
    assert "<dd>0</dd>" in browser.get(f"{place}ledger/?at={yesterday}").content.decode()
    earlier = browser.get(f"{place}ledger/?at={yesterday}").content.decode()
    assert "Back to now" in earlier
    assert 'id="rooms"' not in earlier  # rooms are only known as they stand now
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M:%S")
    leaving = {"people": [mother.code, child.code], "destination": "", "at": now}
    assert 'role="alert"' in browser.post(f"{place}depart/", leaving).content.decode()
    assert browser.post(f"{place}depart/", {**leaving, "destination": "unknown"}).status_code == 302
    assert "unknown" in browser.get(f"{place}departures/").content.decode()


def test_guests_come_to_a_suitable_household_and_leave(desk: Desk, keeper: Account) -> None:
    home = household()
    family, mother, child = mother_and_child(keeper)
    browser, page = desk(keeper), f"{DESK}households/{home.code}/"
    assert "Who is there" in browser.get(page).content.decode()
    assert "Nobody." in browser.get(f"{page}guests/").content.decode()
    assert browser.get(f"{page}guests/?family=nobody").status_code == 200
    arrival = browser.get(f"{page}guests/?family={family.code}")["Location"]
    told = {f"bed_{one.code}": "-" for one in (mother, child)}
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M:%S")
    told |= {"at": now, "came_from": "other_location", "term": "long"}
    assert browser.get(arrival).status_code == 200
    assert browser.post(arrival, told).status_code == 302
    assert Stay.objects.filter(household=home, departed_at=None).count() == 2
    assert "Olena Demo" in browser.get(f"{page}guests/").content.decode()
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M:%S.%f")
    left = {"people": [mother.code, child.code], "destination": "own_place", "at": now}
    assert browser.post(f"{page}depart/", left).status_code == 302
    assert not Stay.objects.filter(departed_at=None).exists()
    assert desk(neighbour()).get(f"{page}guests/").status_code == 404


def test_a_place_that_nobody_sleeps_in_stays_assigned(
    desk: Desk, keeper: Account, linde: Location
) -> None:
    family, (who,) = family_of(keeper)
    moved_in(keeper, linde, family, [who])
    browser, place = desk(keeper), f"{DESK}places/{linde.code}/"
    bed = beds_of(linde)[0].code
    for state, words in (("absent", "assigned, unused"), ("back", "occupied")):
        assert browser.post(f"{place}absence/{who.code}/{state}/").status_code == 302
        assert words in browser.get(f"{place}beds/{bed}/").content.decode()
    assert browser.get(f"{place}move/{who.code}/").status_code == 200


def test_every_page_answers_and_says_when_there_is_nothing(
    desk: Desk, keeper: Account, linde: Location
) -> None:
    browser = desk(keeper)
    place = f"{DESK}places/{linde.code}/"
    for path in ("families/", "families/new/", "children/", "reception-tasks/"):
        assert browser.get(f"{DESK}{path}").status_code == 200
    bed = f"beds/{beds_of(linde)[0].code}/"
    paths = ["ledger/", "arrivals/", "departures/", "depart/", "refuse/", "count/", "rooms/new/"]
    paths += ["heads/", "check/", "closing/", bed, f"{bed}block/", f"{bed}reserve/"]
    for path in paths:
        assert browser.get(place + path).status_code == 200, path
    gone = {"number": 3, "minors": 1, "reason": "full", "destination": "unknown"}
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M:%S")
    assert browser.post(f"{place}refuse/", {**gone, "at": now}).status_code == 302
    assert browser.post(f"{place}count/", {"heads": 7, "at": now}).status_code == 302
    assert browser.post(f"{place}{bed}block/", {"reason": "repair"}).status_code == 302
    page = browser.get(f"{place}ledger/").content.decode()
    for words in ("7 people, counted", "out of use", "full"):
        assert words in page
    assert browser.post(f"{place}{bed}do/unblock/").status_code == 302
    for outsider in (neighbour(), person("reader", "gm0344", "reader")):
        other = desk(outsider)
        assert {other.get(place + path).status_code for path in paths} <= {403, 404}


def test_arrivals_stand_with_the_day_as_the_reader_writes_it(
    desk: Desk, keeper: Account, linde: Location
) -> None:
    family, mother, child = mother_and_child(keeper)
    stay = moved_in(keeper, linde, family, [mother, child])[0]
    page = desk(keeper).get(f"{DESK}places/{linde.code}/arrivals/").content.decode()
    arrived = timezone.localtime(stay.arrived_at)
    assert f"{language('en').date(arrived.date())} {arrived:%H:%M}" in page


def test_a_region_reads_numbers_and_no_names(desk: Desk, keeper: Account, linde: Location) -> None:
    family, mother, child = mother_and_child(keeper)
    moved_in(keeper, linde, family, [mother, child])
    browser = desk(safety_region())
    page = browser.get(f"{DESK}places/{linde.code}/ledger/").content.decode()
    assert "<dd>2</dd>" in page
    assert "Olena" not in page
    assert mother.code not in page
    for path in ("arrivals/", "depart/"):
        assert browser.get(f"{DESK}places/{linde.code}/{path}").status_code == 404
    for path in (f"families/{family.code}/", f"residents/{child.code}/"):
        assert browser.get(f"{DESK}{path}").status_code == 404


def test_a_relation_that_stands_is_not_stated_twice(keeper: Account) -> None:
    _, (mother, child) = family_of(keeper, GROWN, SMALL)
    stated = state_relation(viewer(keeper), child, mother, "parent")
    page = f"/en/desk/residents/{child.code}/relation/"
    browser = Client()
    browser.force_login(keeper)
    sent = {"adult": mother.code, "relation": "parent"}
    answer = browser.post(page, sent)
    assert answer.status_code == 400
    assert "on record already" in answer.content.decode()
    withdraw_relation(viewer(keeper), stated)
    assert browser.post(page, sent).status_code == 302
