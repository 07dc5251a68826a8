"""The country's figures and a municipality's own page: on a phone, with axe, in three languages."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from playwright.sync_api import Browser
from tests.browser.desk import Desk
from tests.browser.test_pages import take_shape, violations

from toevlucht.language import LANGUAGES

Accounts = Mapping[str, tuple[str, str]]
PHONE = 360
NATION = ("figures/NL/?on=2022-04-25", "figures/VR25/", "figures/GM0995/", "targets/")
SUM = "targets/fair-share/?total=50000&kind=safety_region&valid_from=2023-01-01"
OWN = ("figures/", "figures/supply/", "figures/supply/file/", "figures/GM0344/supplied/")


@pytest.mark.parametrize("name", ["coordinator_nation", "coordinator_municipality"])
def test_every_page_of_figures_on_a_phone(
    browser: Browser, accounts: Accounts, site: str, name: str
) -> None:
    somebody = Desk(browser, site, *accounts[name])
    pages = (*NATION, SUM) if name == "coordinator_nation" else (*OWN, "transfers/new/")
    for tag in LANGUAGES:
        for page in pages:
            answer = somebody.page.goto(f"{site}{tag}/desk/{page}")
            assert answer is not None
            assert answer.ok, page
            take_shape(somebody.page, PHONE, "light")
            assert somebody.page.evaluate("document.documentElement.scrollWidth") == PHONE, page
            assert violations(somebody.page, tag) == "", page


def test_a_figure_is_supplied_doubted_and_seen_by_the_country(
    browser: Browser, accounts: Accounts, site: str
) -> None:
    municipality = Desk(browser, site, *accounts["coordinator_municipality"])
    municipality.open("desk/figures/supply/")
    municipality.fill(realised="9000", occupied="8990", registered="12000")
    municipality.send()
    assert "Is this right?" in municipality.text()
    municipality.page.check("[name=is_certain]")
    assert municipality.send().ok
    assert "9,000" in municipality.text()
    nation = Desk(browser, site, *accounts["coordinator_nation"])
    nation.open("desk/figures/GM0344/")
    assert "9,000" in nation.text()
    nation.open("desk/figures/NL/?on=2022-04-25")
    assert "42,374" in nation.text()
    assert "made up" in nation.text()
