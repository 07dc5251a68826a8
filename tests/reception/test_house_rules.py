"""House rules come in versions, and each family gets them in its language."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.partners.people import person
from tests.reception.conftest import Desk
from tests.reception.guests import GROWN, family_of, house, moved_in
from tests.reception.living import RULES, rules
from tests.reception.places import neighbour, operator
from tests.signals.telling import municipality, safety_region, viewer

from toevlucht.language import LANGUAGES
from toevlucht.partners.models import Person as Account
from toevlucht.reception.actions.house_rules import hand_out_rules, publish_rules
from toevlucht.reception.house_rules import InLanguage, default_texts, language_for
from toevlucht.reception.models import Family, HouseRules, HouseRulesHandout, Location
from toevlucht.reception.problems import CannotDo
from toevlucht.records.viewer import NotAllowed

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

TODAY = timezone.localdate()
TOMORROW = TODAY + datetime.timedelta(days=1)


@pytest.fixture
def keeper() -> Account:
    return municipality()


@pytest.fixture
def place(keeper: Account) -> Location:
    return house(keeper)


def family_in(keeper: Account, place: Location, *languages: str) -> Family:
    family, people = family_of(keeper, GROWN)
    Family.objects.filter(pk=family.pk).update(languages=list(languages))
    moved_in(keeper, place, family, people)
    family.refresh_from_db()
    return family


def test_the_language_is_theirs_or_visibly_another() -> None:
    assert language_for(["ru", "uk"], RULES) == InLanguage("uk", True)
    assert language_for(["ru"], RULES) == InLanguage("nl", False)
    assert language_for([], {"en": "Knock.", **RULES}) == InLanguage("en", False)
    assert set(default_texts()) == set(LANGUAGES)


def test_a_location_begins_with_the_text_of_this_software(
    keeper: Account, place: Location, desk: Desk
) -> None:
    browser, at = desk(keeper), f"/en/desk/places/{place.code}/rules/"
    assert "no house rules yet" in browser.get(at).content.decode()
    form = browser.get(f"{at}new/").content.decode()
    assert "Ваша кімната" in form
    nothing = {f"text_{tag}": " " for tag in LANGUAGES}
    sent = {"valid_from": TODAY.isoformat(), **nothing}
    assert browser.post(f"{at}new/", sent).status_code == 200
    assert browser.post(f"{at}new/", {**sent, "text_uk": RULES["uk"]}).status_code == 302
    page = browser.get(f"{at}1/").content.decode()
    assert '<article lang="uk">' in page
    assert "not there in the language that was asked for" in page
    assert browser.get(f"{at}2/").status_code == 404
    assert "стукайте" in browser.get(f"{at}new/").content.decode()


def test_staff_read_and_print_them(keeper: Account, place: Location, desk: Desk) -> None:
    rules(keeper, place)
    staff = desk(person("stef", "gm0344", "reporter"))
    address = f"/en/desk/places/{place.code}/rules/1/"
    assert "Who disagrees" not in staff.get(address).content.decode()
    assert "Do you disagree" in staff.get(address).content.decode()
    page = staff.get(address, {"language": "uk"}).content.decode()
    assert '<article lang="uk">' in page
    assert "not there in the language" not in page
    assert staff.get(f"/en/desk/places/{place.code}/rules/").status_code == 403


def test_who_was_not_given_the_version_that_holds_is_listed(
    keeper: Account, place: Location, desk: Desk
) -> None:
    reads, other = family_in(keeper, place, "uk"), family_in(keeper, place, "ru")
    rules(keeper, place, **RULES)
    browser, at = desk(keeper), f"/en/desk/places/{place.code}/rules/"
    page = browser.get(at).content.decode()
    assert "2 families were not given the present" in page
    assert page.count("not in their own language") == 1
    for one in (reads, other):
        assert browser.post(f"{at}hand-out/{one.code}/").status_code == 302
    given = HouseRulesHandout.objects.order_by("pk")
    assert [(one.language, one.is_own_language) for one in given] == [("uk", True), ("nl", False)]
    assert {(one.on, one.by) for one in given} == {(TODAY, keeper.pk)}
    assert "0 families" in browser.get(at).content.decode()
    page = browser.get(f"/en/desk/families/{other.code}/services/").content.decode()
    assert "version 1 (Dutch, not in their own language)" in page
    publish_rules(viewer(keeper), place, RULES, TOMORROW)
    assert "0 families" in browser.get(at).content.decode()
    rules(keeper, place, **RULES)
    page = browser.get(f"/en/desk/places/{place.code}/").content.decode()
    assert "2 families were not given the present" in page
    region = desk(safety_region()).get(at).content.decode()
    assert "2 families were not given the present" in region
    assert reads.code not in region


def test_what_was_published_or_given_stays(keeper: Account, place: Location) -> None:
    family = family_in(keeper, place, "uk")
    with pytest.raises(CannotDo, match="no_rules"):
        hand_out_rules(viewer(keeper), place, family)
    rules(keeper, place, **RULES)
    hand_out_rules(viewer(keeper), place, family)
    for again in (family, family_of(keeper, GROWN)[0]):
        with pytest.raises(CannotDo, match="somebody_was_first"):
            hand_out_rules(viewer(keeper), place, again)
    for model, change in ((HouseRules, {"texts": {}}), (HouseRulesHandout, {"language": "en"})):
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            model.objects.update(**change)
    with pytest.raises(CannotDo, match="wrong_dates"):
        publish_rules(viewer(keeper), place, RULES, TODAY - datetime.timedelta(days=1))


def test_others_neither_publish_nor_hand_out(keeper: Account, place: Location) -> None:
    family = family_in(keeper, place, "uk")
    rules(keeper, place, **RULES)
    for stranger in (neighbour(), safety_region(), operator()):
        with pytest.raises(NotAllowed):
            rules(stranger, place)
        with pytest.raises(NotAllowed):
            hand_out_rules(viewer(stranger), place, family)
    assert not HouseRulesHandout.objects.exists()


def test_the_page_costs_the_same_for_many_families(
    keeper: Account, place: Location, desk: Desk
) -> None:
    rules(keeper, place, **RULES)
    browser, at = desk(keeper), f"/en/desk/places/{place.code}/rules/"

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            browser.get(at)
        return len(queries)

    family_in(keeper, place, "uk")
    cost()
    few = cost()
    for _ in range(3):
        family_in(keeper, place, "uk")
    assert cost() == few
