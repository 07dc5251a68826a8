"""The menu of the desk: what somebody may open, below the words for the work it belongs to."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.template import Template
from django.test import Client
from django.urls import reverse
from tests.partners.people import organisation, person

from toevlucht.partners.menu import MENU, menu_of
from toevlucht.partners.models import Person
from toevlucht.partners.queries import viewer_of
from toevlucht.partners.rules import roles_at
from toevlucht.records.viewer import PUBLIC, Viewer

ROLES = ("reporter", "coordinator", "contributor", "reader", "editor", "approver", "administrator")


AREAS = {"gm0344": "GM0344", "vr09": "VR09", "veiligheidsberaad": "NL"}


def addresses(viewer: Viewer, has_area: bool = False) -> list[str]:
    return [entry.address for group in menu_of(viewer, has_area) for entry in group.entries]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("is_centre", [False, True])
def test_each_page_stands_once_and_no_group_is_empty(role: str, is_centre: bool) -> None:
    viewer = Viewer(organisation="red_cross", roles=frozenset({role}), is_centre=is_centre)
    shown = addresses(viewer, not is_centre)
    assert len(shown) == len(set(shown))
    assert all(group.entries for group in menu_of(viewer))
    assert shown[0] == "desk"


def test_only_an_administrator_finds_management_and_the_public_finds_nothing() -> None:
    coordinator = Viewer(organisation="red_cross", roles=frozenset({"coordinator"}))
    administrator = Viewer(organisation="red_cross", roles=frozenset({"administrator"}))
    assert "people.menu.about.management" not in [one.text for one in menu_of(coordinator)]
    assert "people.menu.about.management" in [one.text for one in menu_of(administrator)]
    assert menu_of(PUBLIC) == []
    assert len({one.text for one in MENU}) == len(MENU)


@pytest.mark.django_db
def test_the_page_names_each_group_of_the_menu(desk: Callable[[Person], Client]) -> None:
    page = desk(person("kim", "red_cross", "coordinator")).get("/en/desk/").content.decode()
    for words in ("Personal", "Reporting", "Reception"):
        assert f'<span class="desk-menu-about">{words}</span>' in page
    assert "Management</span>" not in page


@pytest.mark.django_db(databases=["default", "keys"])
def test_everybody_may_open_all_that_their_menu_shows(
    desk: Callable[[Person], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Only who may come in is asked here, not what they read then.
    monkeypatch.setattr(Template, "render", lambda template, context: "")
    everybody = [(code, role) for code in ("emm", "nla") for role in roles_at(organisation(code))]
    refused = []
    for code, role in [*everybody, *((code, "coordinator") for code in AREAS)]:
        somebody = person(role, organisation(code, area=AREAS.get(code, "")).code, role)
        browser, shown = desk(somebody), addresses(viewer_of(somebody), code in AREAS)
        assert ("targets" in shown) == (code in AREAS)
        for address in shown:
            answer = browser.get(reverse(address), follow=True)
            if answer.status_code != 200:
                refused.append((code, role, address, answer.status_code))
    assert refused == []


@pytest.mark.django_db
def test_the_desk_shows_figures_to_who_coordinates_in_an_area(
    desk: Callable[[Person], Client],
) -> None:
    organisation("gm0344", area="GM0344")
    for code, is_shown in (("gm0344", True), ("nla", False)):
        page = desk(person("kim", code, "coordinator")).get("/en/desk/").content.decode()
        for address in ("own-figures", "targets"):
            assert (f'href="{reverse(address)}"' in page) == is_shown
