"""The menu of the desk: what somebody may open, below the words for the work it belongs to."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests.partners.people import person

from toevlucht.partners.menu import MENU, menu_of
from toevlucht.partners.models import Person
from toevlucht.records.viewer import PUBLIC, Viewer

ROLES = ("reporter", "coordinator", "contributor", "reader", "editor", "approver", "administrator")


def addresses(viewer: Viewer) -> list[str]:
    return [entry.address for group in menu_of(viewer) for entry in group.entries]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("is_centre", [False, True])
def test_each_page_stands_once_and_no_group_is_empty(role: str, is_centre: bool) -> None:
    viewer = Viewer(organisation="red_cross", roles=frozenset({role}), is_centre=is_centre)
    shown = addresses(viewer)
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
