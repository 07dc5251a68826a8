"""Daily life at a location on a phone: an incident, a service, house rules in a language."""

from __future__ import annotations

from playwright.sync_api import Browser, StorageState
from tests.browser.test_reception import HERE, PHONE, THERE, Reception


def test_a_location_keeps_incidents_services_and_house_rules(
    browser: Browser, site: str, logged_in: dict[str, StorageState]
) -> None:
    desk = Reception(browser, site, logged_in[THERE], "nl", PHONE)
    desk.open("desk/places/")
    desk.page.get_by_role("link", name="De Linde (demo)").click()
    desk.fits()
    place = desk.code()

    desk.open(f"desk/places/{place}/incidents/new/")
    desk.choose_one(kind="sexual_violence")
    desk.fill(words="(Demo) Verzonnen.")
    desk.send()
    assert "onafhankelijk contact" in desk.refused()
    desk.fits()
    options = desk.page.locator("[name=contact] option")
    desk.choose_one(contact=options.nth(1).get_attribute("value") or "")
    desk.saved()
    desk.fits()
    incident = f"desk/incidents/{desk.code()}/"
    desk.fill(words="(Demo) Slot op de deur.")
    desk.saved()
    desk.press("/steps/1/done/")
    desk.choose_one(outcome="solved")
    desk.page.locator("button[name=close]").click()
    desk.page.get_by_text("opgelost").first.wait_for()
    stranger = Reception(browser, site, logged_in[HERE], "nl", PHONE)
    assert stranger.open(incident) == 404

    for path in ("incidents/", "services/", f"places/{place}/services/"):
        desk.open(f"desk/{path}")
    desk.open(f"desk/places/{place}/rules/")
    desk.open(f"desk/places/{place}/rules/new/")
    desk.open(f"desk/places/{place}/rules/1/?language=uk")
    assert "Ваша кімната" in desk.text()
    desk.open(f"desk/places/{place}/rules/")
    if desk.page.locator("form[action*='/hand-out/']").count():
        desk.press(
            desk.page.locator("form[action*='/hand-out/']").first.get_attribute("action") or ""
        )
    desk.page.get_by_text("Alle versies").wait_for()

    desk.open("desk/families/")
    desk.page.locator(".desk-table a").last.click()
    desk.page.get_by_role("link", name="Voorzieningen", exact=True).last.click()
    desk.fits()
    family = desk.page.url.rstrip("/").rsplit("/", 2)[1]
    desk.open(f"desk/families/{family}/services/care_intake/")
    desk.choose_one(step="asked")
    desk.saved()
    assert "Gevraagd, wacht 0 dagen" in desk.text()
