"""The centre's administrator keeps the organisations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests.partners.people import organisation, person

from toevlucht.partners.actions.organisations import add_organisation, change_organisation
from toevlucht.partners.models import Organisation, Person
from toevlucht.partners.queries import viewer_of_person
from toevlucht.partners.rules import Refused
from toevlucht.records.models import AuditLine
from toevlucht.records.viewer import OPERATOR, NotAllowed

pytestmark = pytest.mark.django_db

Desk = Callable[[Person], Client]
LIST = "/en/desk/organisations/"
NOWHERE = {"kind": "aid", "area": "", "is_independent_contact": False}
NAMES = {"nl": "Nieuw", "en": "New", "uk": "Нова"}


def test_an_organisation_of_the_data_dictionary_has_its_names(
    centre_administrator: Person, desk: Desk
) -> None:
    assert desk(centre_administrator).post(LIST, {"code": "kmar"})["Location"] == LIST
    added = Organisation.objects.get(code="kmar")
    assert all((added.name_nl, added.name_en, added.name_uk))
    assert not added.is_centre
    line = AuditLine.objects.get(event="organisation.added")
    assert (line.person, line.ids) == (centre_administrator.pk, ["kmar"])


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"code": "Not A Code"}, "small letters"),
        ({"code": "new_one"}, "does not know this code"),
        ({"code": "emm"}, "here already"),
        ({"code": ""}, "required"),
    ],
)
def test_a_wrong_organisation_is_refused_with_a_reason(
    centre_administrator: Person, desk: Desk, given: dict[str, Any], says: str
) -> None:
    page = desk(centre_administrator).post(LIST, given).content.decode()
    assert says in page
    assert 'aria-invalid="true"' in page
    assert Organisation.objects.count() == 1


def test_there_is_one_centre(centre_administrator: Person) -> None:
    added = add_organisation(OPERATOR, "another_centre", NAMES)
    assert not added.is_centre


def test_a_closed_organisation_shuts_its_people_out(
    centre_administrator: Person, colleague: Person, desk: Desk
) -> None:
    there = desk(colleague)
    names = {"name_nl": "Rode Kruis", "name_en": "Red Cross", "name_uk": "Червоний Хрест"}
    desk(centre_administrator).post(f"{LIST}red_cross/", names)
    assert there.get("/en/desk/").status_code == 302
    assert viewer_of_person(colleague.pk).is_public
    desk(centre_administrator).post(f"{LIST}red_cross/", {**names, "is_active": "on"})
    assert viewer_of_person(colleague.pk).organisation == "red_cross"


def test_the_centre_cannot_be_closed(centre_administrator: Person) -> None:
    viewer = viewer_of_person(centre_administrator.pk)
    with pytest.raises(Refused):
        change_organisation(
            viewer, centre_administrator.organisation, NAMES, is_active=False, **NOWHERE
        )


@pytest.mark.parametrize("path", ["", "red_cross/"])
def test_a_partners_administrator_sees_none_of_it(
    administrator: Person, desk: Desk, path: str
) -> None:
    assert desk(administrator).get(LIST + path).status_code == 403
    with pytest.raises(NotAllowed):
        add_organisation(viewer_of_person(administrator.pk), "new", NAMES)
    with pytest.raises(NotAllowed):
        change_organisation(
            viewer_of_person(administrator.pk), administrator.organisation, NAMES, True, **NOWHERE
        )


def test_the_centres_editor_sees_none_of_it(desk: Desk) -> None:
    assert desk(person("ed", "emm", "editor")).get(LIST).status_code == 403


def test_an_organisation_that_is_not_there_is_not_found(
    centre_administrator: Person, desk: Desk
) -> None:
    assert desk(centre_administrator).get(f"{LIST}nobody/").status_code == 404


def test_the_list_counts_people_who_can_come_in(centre_administrator: Person, desk: Desk) -> None:
    organisation("police")
    person("a", "police")
    person("b", "police", is_active=False)
    page = desk(centre_administrator).get(LIST).content.decode()
    assert page.count("1 person") == 2  # of the centre, and of the police


def test_an_organisation_of_the_data_dictionary_has_its_kind(centre_administrator: Person) -> None:
    assert add_organisation(OPERATOR, "nla", {}).kind == "inspectorate"


def test_a_municipality_gets_its_area_by_name(centre_administrator: Person, desk: Desk) -> None:
    form = desk(centre_administrator).get(LIST).content.decode()
    assert '<option value="GM0344">Utrecht</option>' in form
    given = {"code": "gm0344", "kind": "municipality", "area": "GM0344"}
    names = {f"name_{tag}": "Utrecht" for tag in NAMES}
    assert desk(centre_administrator).post(LIST, {**given, **names}).status_code == 302
    added = Organisation.objects.get(code="gm0344")
    assert (added.kind, added.area) == ("municipality", "GM0344")


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ({"kind": "region", "area": "GM0344"}, "Other organisations have no area"),
        ({"kind": "aid", "area": "VR09"}, "Other organisations have no area"),
        ({"kind": "municipality", "area": "GM0307"}, "there for this area already"),
    ],
)
def test_an_area_that_does_not_belong_is_refused(
    centre_administrator: Person, desk: Desk, place: dict[str, str], says: str
) -> None:
    organisation("gm0307", kind="municipality", area="GM0307")
    names = {f"name_{tag}": "New" for tag in NAMES}
    page = desk(centre_administrator).post(LIST, {"code": "new", **names, **place})
    assert says in page.content.decode()
    assert not Organisation.objects.filter(code="new").exists()


def test_the_centre_is_no_independent_contact(centre_administrator: Person, desk: Desk) -> None:
    names = {f"name_{tag}": "EMM" for tag in NAMES}
    given = {**names, "is_active": "on", "is_independent_contact": "on"}
    page = desk(centre_administrator).post(f"{LIST}emm/", given).content.decode()
    assert "gets no reports directly" in page


def test_the_form_shows_what_an_organisation_is(centre_administrator: Person, desk: Desk) -> None:
    organisation("vr09", kind="region", area="VR09")
    page = desk(centre_administrator).get(f"{LIST}vr09/").content.decode()
    assert '<option value="VR09" selected>' in page
    assert '<option value="region" selected>' in page
