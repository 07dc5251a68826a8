"""Guests with a household: nobody moves in unchecked, and nobody is put out of sight."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone
from tests.partners.people import person
from tests.reception.conftest import Desk
from tests.reception.guests import GROWN, SMALL, family_of
from tests.reception.hosts import ago, household, step, suitable_household
from tests.reception.places import neighbour
from tests.signals.telling import municipality, safety_region, viewer

from toevlucht.partners.rules import Refused
from toevlucht.reception.actions import hostings
from toevlucht.reception.actions.hostings import Ending, Heard
from toevlucht.reception.models import Hosting, HostingStep, Stay
from toevlucht.reception.problems import CannotDo
from toevlucht.reception.queries.hostings import due_about, find_hosting
from toevlucht.records.viewer import NotAllowed

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

DESK = "/en/desk/"
HEARD = "They may not use the kitchen after eight."


def test_guests_are_matched_move_in_are_heard_apart_and_leave(desk: Desk) -> None:
    keeper = municipality()
    host = person("hanna", "gm0344", "reporter")
    home = suitable_household(keeper, host)
    family, _ = family_of(keeper, GROWN)
    browser, today = desk(keeper), timezone.localdate().isoformat()
    matched = {"family": family.code, "on": today}
    assert browser.post(f"{DESK}households/{home.code}/match/", matched).status_code == 302
    code = Hosting.objects.get().code
    here = f"{DESK}hostings/{code}/"
    agreed = {"signed_on": today, "starts_on": today, "ends_on": ago(-90).isoformat()}
    assert browser.post(f"{here}agreement/", agreed).status_code == 302
    arrived = {"on": today, "came_from": "abroad"}
    assert browser.post(f"{here}move-in/", arrived).status_code == 302
    assert Stay.objects.get(household=home).kind == "ordinary"
    heard = {"on": today, "term": "two_weeks", "side": "guest", "outcome": "attention"}
    assert browser.post(f"{here}conversation/", heard).status_code == 400  # without its words
    heard |= {"words": HEARD}
    assert browser.post(f"{here}conversation/", heard).status_code == 302
    assert HEARD in browser.get(here).content.decode()
    read = find_hosting(viewer(keeper), code)
    assert read
    assert ("two_weeks", "guest") in {(one.term, one.side) for one in due_about(read)}
    browser.post(f"{here}conversation/", heard | {"is_alone": "on"})
    read = find_hosting(viewer(keeper), code)
    assert read
    assert ("two_weeks", "guest") not in {(one.term, one.side) for one in due_about(read)}
    assert "kitchen" not in str(HostingStep.objects.values())
    others = (desk(neighbour()), desk(safety_region()))
    for path in (here, f"{here}conversation/"):
        assert desk(host).get(path).status_code == 403  # a host never sees what guests said
        assert [one.get(path).status_code for one in others] == [404, 404]
    left = {"on": today, "reason": "not_safe", "next_address": "unknown"}
    assert browser.post(f"{here}end/", left).status_code == 400
    left |= {"why_unknown": "Called twice."}
    assert browser.post(f"{here}end/", left).status_code == 302
    assert Stay.objects.get().destination == "unknown"
    assert HostingStep.objects.filter(kind="broke_down", outcome="not_safe").exists()


def test_nobody_moves_in_with_an_unchecked_host_but_for_72_hours_and_a_reason() -> None:
    keeper = municipality()
    home = household(keeper)
    family, _ = family_of(keeper, GROWN)
    asked = viewer(keeper)
    with pytest.raises(Refused):
        hostings.match(asked, home, family, timezone.localdate())
    with pytest.raises(Refused):
        hostings.place_in_emergency(asked, home, family, " ")
    made = hostings.place_in_emergency(asked, home, family, "No bed is free tonight.")
    stay = Stay.objects.get()
    assert stay.expires_at
    assert stay.expires_at - stay.arrived_at <= datetime.timedelta(hours=72)
    read = find_hosting(asked, made.code)
    assert read
    assert "emergency_ends" in [one.kind for one in due_about(read)]


def test_a_household_that_failed_meanwhile_takes_nobody_in() -> None:
    keeper = municipality()
    home = suitable_household(keeper)
    family, _ = family_of(keeper, GROWN)
    made = hostings.match(viewer(keeper), home, family, timezone.localdate())
    step(keeper, home, "visited", "unsuitable", 0)
    with pytest.raises(CannotDo):
        hostings.move_in(viewer(keeper), made, timezone.localdate(), "abroad")
    assert not Stay.objects.exists()


def test_a_child_without_its_parent_does_not_move_in() -> None:
    keeper = municipality()
    home = suitable_household(keeper)
    family, _ = family_of(keeper, GROWN, SMALL)  # nobody looked at a document
    made = hostings.match(viewer(keeper), home, family, timezone.localdate())
    with pytest.raises(CannotDo):
        hostings.move_in(viewer(keeper), made, timezone.localdate(), "abroad")
    assert not Stay.objects.exists()


def test_a_host_who_cannot_go_on_puts_nobody_out() -> None:
    keeper = municipality()
    host = person("hanna", "gm0344", "reporter")
    home = suitable_household(keeper, host)
    family, _ = family_of(keeper, GROWN)
    made = hostings.match(viewer(keeper), home, family, timezone.localdate())
    hostings.move_in(viewer(keeper), made, timezone.localdate(), "abroad")
    asked = viewer(host, "reporter")
    with pytest.raises(NotAllowed):
        hostings.ask_way_out(asked, made, "guest", "They want to go.")
    hostings.ask_way_out(asked, made, "host", "I am ill.")
    assert Stay.objects.filter(departed_at=None).exists()
    home.refresh_from_db()
    assert home.due_on
    assert home.due_on <= ago(-3)
    with pytest.raises(Refused):
        hostings.ask_way_out(asked, made, "host", "I am ill.")
    with pytest.raises(NotAllowed):
        hostings.end(asked, made, Ending("not_safe", "unknown", ago(0), "No idea"))
    stranger = viewer(person("piet", "gm0344", "reporter"), "reporter")
    with pytest.raises(NotAllowed):
        hostings.ask_way_out(stranger, made, "host", "I am ill.")
    with pytest.raises(NotAllowed):
        hostings.follow_up(asked, made, Heard("two_weeks", "guest", "well", ago(0), "Fine"))
