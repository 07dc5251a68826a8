"""What is sealed of reception is destroyed when its time is over, and nothing is left out."""

from __future__ import annotations

import datetime

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import BinaryField
from django.utils import timezone
from tests.reception.conftest import Desk
from tests.reception.guests import GROWN, family_of
from tests.reception.hosts import SEEN, ago, household, step, suitable_household
from tests.reception.places import location
from tests.reception.residents import stay
from tests.reception.test_inspections import everything_met, picture
from tests.signals.telling import municipality, viewer

from toevlucht.guidance.actions.publishing import load_handbooks
from toevlucht.guidance.shipped import shipped
from toevlucht.partners.models import Person
from toevlucht.reception.actions.forgetting import (
    forget_households,
    forget_inspections,
    forget_locations,
)
from toevlucht.reception.actions.inspecting import Found, begin_inspection, save_round
from toevlucht.reception.models import (
    HostHousehold,
    Improvement,
    Inspection,
    InspectionPhoto,
    Location,
)
from toevlucht.records.attachments.taking import GivenFile
from toevlucht.records.models import AuditLine
from toevlucht.records.sealed import custody
from toevlucht.records.viewer import OPERATOR

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

# Under which key each sealed column of the room opens; each key has its term.
OPENS_UNDER = {
    "family": {
        "family.details",
        "person.details",
        "relation.document",
        "stay.reason_in_words",
        "stay.decision",
        "servicestep.notes",
    },
    "household": {
        "hosthousehold.details",
        "hostadult.details",
        "hoststep.words",
        "hosting.why_unknown",
        "hostingstep.words",
        "hostagreement.words",
    },
    "location": {"location.address", "locationcheck.words"},
    "incident": {"incident.words", "incidentstep.words"},
    "inspection": {"inspectionitem.reason", "improvement.words"},
}


def test_every_sealed_column_opens_under_a_key_that_has_a_term() -> None:
    sealed = {
        f"{model._meta.model_name}.{field.name}"
        for model in apps.get_app_config("reception").get_models()
        for field in model._meta.get_fields()
        if isinstance(field, BinaryField)
    }
    assert sealed == set().union(*OPENS_UNDER.values())


@pytest.fixture
def keeper() -> Person:
    return municipality()


def test_a_household_that_stopped_two_years_ago_is_a_number(keeper: Person, desk: Desk) -> None:
    home, stays = suitable_household(keeper), suitable_household(keeper)
    ended = {"stage": "stopped", "is_open": False}
    HostHousehold.objects.filter(pk=home.pk).update(stage_since=ago(731), **ended)
    HostHousehold.objects.filter(pk=stays.pk).update(stage_since=ago(729), **ended)
    assert forget_households(10) == 1
    assert forget_households(10) == 0
    assert custody.holders_of(home.record) == []
    assert custody.holders_of(stays.record) == ["gm0344"]
    home.refresh_from_db()
    assert (home.details, home.person) == (None, None)
    assert AuditLine.objects.get(event="household.destroyed").ids == [home.code]
    page = desk(keeper).get(f"/en/desk/households/{home.code}/")
    assert page.status_code == 200
    for secret in ("Jansen", "Beukenlaan", SEEN):
        assert secret not in page.content.decode()


def test_who_offered_a_home_and_heard_nothing_for_a_year_is_forgotten(keeper: Person) -> None:
    waits, suitable = household(keeper), suitable_household(keeper)
    step(keeper, waits, "called", "reached")
    HostHousehold.objects.filter(pk__in=[waits.pk, suitable.pk]).update(stage_since=ago(366))
    assert forget_households(10) == 1
    assert custody.holders_of(waits.record) == []
    assert custody.holders_of(suitable.record) == ["gm0344"]


def test_a_household_with_a_guest_is_not_forgotten(keeper: Person) -> None:
    home = suitable_household(keeper)
    _, (guest, *_) = family_of(keeper, GROWN)
    stay(guest, home)
    HostHousehold.objects.filter(pk=home.pk).update(stage="stopped", stage_since=ago(900))
    assert forget_households(10) == 0


def test_the_address_of_a_location_goes_seven_years_after_it_closed(keeper: Person) -> None:
    closed, newer = location(keeper), location(keeper, "De Eik")
    for place, days in ((closed, 2556), (newer, 2554)):
        Location.objects.filter(pk=place.pk).update(state="closed", closed_on=ago(days))
    assert forget_locations(10) == 1
    assert custody.holders_of(closed.record) == []
    closed.refresh_from_db()
    assert (closed.address, closed.name) == (None, "De Linde")
    assert custody.holders_of(newer.record) == ["gm0344"]


@pytest.fixture
def walked(keeper: Person) -> Inspection:
    """A round with a shortcoming in words, a photo, and an improvement that nobody made."""
    load_handbooks(OPERATOR, [one for one in shipped() if one.code == "goo"])
    begun = begin_inspection(viewer(keeper), location(keeper), "opening", timezone.localdate())
    photo = {"photos": [GivenFile("door.jpg", picture())]}
    save_round(viewer(keeper), begun, everything_met(begun, but="GOO-05", **photo), finish=True)
    return begun


def files_kept() -> int:
    return sum(one.is_file() for one in (settings.TOEVLUCHT_DATA / "sealed").rglob("*"))


def test_of_an_old_round_stays_what_was_met(keeper: Person, walked: Inspection, desk: Desk) -> None:
    before = files_kept()
    assert forget_inspections(10) == 0
    Inspection.objects.filter(pk=walked.pk).update(finished_on=ago(731))
    assert forget_inspections(10) == 1
    assert forget_inspections(10) == 0
    assert custody.holders_of(walked.record) == []
    assert files_kept() == before - 1
    assert not InspectionPhoto.objects.exists()
    assert walked.items.get(code="GOO-05").result == "not_met"
    browser, improvement = desk(keeper), Improvement.objects.get()
    assert browser.get(f"/en/desk/inspections/{walked.code}/").status_code == 200
    told = {"mended": "", "words": "The chain is gone."}
    assert browser.post(f"/en/desk/improvements/{improvement.code}/", told).status_code == 403


def test_a_round_that_nobody_finished_goes_after_half_a_year(
    keeper: Person, walked: Inspection
) -> None:
    begun = begin_inspection(viewer(keeper), walked.location, "monthly", timezone.localdate())  # type: ignore[arg-type]
    save_round(viewer(keeper), begun, {"GOO-06": Found("not_met", SEEN)}, finish=False)
    long_ago = timezone.now() - datetime.timedelta(days=181)
    Inspection.objects.filter(pk__in=[begun.pk, walked.pk]).update(began_at=long_ago)
    assert forget_inspections(10) == 1
    assert not Inspection.objects.filter(pk=begun.pk).exists()
    assert custody.holders_of(begun.record) == []
    assert custody.holders_of(walked.record) == ["gm0344"]
