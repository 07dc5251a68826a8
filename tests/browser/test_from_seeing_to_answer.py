"""A van at the gate: reported on a phone, linked, passed on, answered, and read by who saw it.

Then it stands in an edition, once; and when it turns out not to be so, whoever had it is told.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page
from tests.browser.desk import Desk
from tests.browser.editions import begin_edition, collect_what_was_shared, draft_of
from tests.browser.test_pages import violations

from toevlucht.language import language

SIGN = secrets.token_hex(24)  # written on the van, so that another run is about another van
FACTS = f"Мікроавтобус {SIGN} стояв біля воріт три ранки. Чоловік пропонував роботу."
SAME = f"Мікроавтобус {SIGN} знову стояв біля воріт. Чоловік пропонував роботу жінкам."
READ_FIRST = 3500  # milliseconds: nobody fills in the form faster
UTRECHT = "GM0344"
SERIES = f"walk-{SIGN[:8]}"


@pytest.fixture
def sit_down(
    browser: Browser, site: str, accounts: dict[str, tuple[str, str]]
) -> Callable[[str], Desk]:
    return lambda who: Desk(browser, site, *accounts[who])


@pytest.fixture
def phone(browser: Browser) -> Page:
    """Small, without scripts, in nobody's account."""
    small = {"width": 360, "height": 740}
    return browser.new_context(viewport=small, java_script_enabled=False).new_page()  # type: ignore[arg-type]


def report(phone: Page, site: str, facts: str) -> list[str]:
    """Report in Ukrainian; the words of the receipt."""
    phone.goto(f"{site}uk/report/?municipality={UTRECHT}")
    phone.fill("[name=facts]", facts)
    phone.select_option("[name=situation]", "recruiting")
    phone.select_option("[name=place_kind]", "reception")
    phone.check("[name=first_hand][value=seen]")
    phone.wait_for_timeout(READ_FIRST)
    phone.locator("form:has([name=facts]) button").last.click()
    words = phone.locator("ol.receipt li").all_inner_texts()
    assert len(words) == 7, phone.inner_text("main")
    return words


def newest(desk: Desk) -> str:
    """Open the report that came in last: it is the last of those that are due on its day."""
    desk.open("desk/reports/")
    desk.page.locator("main table tbody tr th a").last.click()
    found = re.search(r"/desk/reports/(\w+)/", desk.page.url)
    assert found
    return found[1]


def assess(desk: Desk, reference: str, rung: str, reason: str) -> None:
    desk.open(f"desk/reports/{reference}/assess/")
    desk.page.check(f"[name=rung][value={rung}]")
    for axis in ("source", "information"):  # a grade that says: cannot be judged
        desk.page.locator(f"[name={axis}]").last.check()
    desk.page.fill("[name=assessing_reason]", reason)
    desk.send()


def publish(editor: Desk, approver: Desk, draft: str) -> None:
    """What is written is built, and somebody else publishes it."""
    page = f"desk/drafts/{draft}/"
    editor.wait_for("Partners", page)
    editor.press(f"{draft}/move/partner-review/")
    approver.wait_for_button(f"{page}publish/")
    approver.send()
    approver.wait_for("Published", page)


def cases(desk: Desk, version: int) -> list[str]:
    """The rows of the country's ladder that count cases, as partners read them.

    Without rumours: another test may have left one in this demo.
    """
    desk.open(f"desk/editions/{SERIES}/1/v{version}/")
    rows = desk.page.locator("#ladder-national tbody tr").all_inner_texts()
    return [" ".join(row.split()) for row in rows if "case" in row and "rumour" not in row]


def test_from_what_somebody_saw_to_the_answer_and_into_the_picture(
    sit_down: Callable[[str], Desk], phone: Page, site: str
) -> None:
    words = report(phone, site, FACTS)
    assert phone.context.cookies() == []
    report(phone, site, SAME)

    municipality = sit_down("coordinator_municipality")
    second = newest(municipality)
    assert SAME in municipality.text()
    municipality.open(f"desk/reports/{second}/alike/")
    assert "similar words" in municipality.text().lower() or "words" in municipality.text()
    article = municipality.page.locator("article:has(button[value=yes])").first
    first = article.locator("h3 a").get_attribute("href")
    assert first
    article.locator("button[value=yes]").click()
    first = re.search(r"/desk/reports/(\w+)/", first)[1]  # type: ignore[index]
    municipality.open(f"desk/reports/{first}/")
    assert FACTS in municipality.text()
    municipality.press(f"{first}/acknowledge/")

    assess(municipality, first, "signal", "Two locations saw the same van.")
    municipality.open(f"desk/reports/{first}/pass-on/")
    referral = re.compile("referral of persons, to Netherlands Labour Authority")
    municipality.page.get_by_label(referral).check()
    municipality.page.check("[name=purpose][value=investigate]")
    municipality.page.check("[name=parts][value=facts]")
    municipality.send()
    assert FACTS not in municipality.text(), "the preview shows no free text"
    assert violations(municipality.page, "en") == ""
    municipality.page.locator("button[name=confirmed]").click()
    passed_on = re.search(r"/desk/referrals/(\w+)/", municipality.page.url)
    assert passed_on

    partner = sit_down("coordinator_inspectorate")
    assert partner.asked_directly(f"desk/reports/{second}/") == 404
    partner.open("desk/referrals/")
    partner.page.locator(f"main a[href*='{passed_on[1]}']").first.click()
    partner.press("/accept/")
    partner.open(f"desk/reports/{first}/")
    assert FACTS in partner.text()
    partner.open(f"desk/referrals/{passed_on[1]}/")
    partner.page.get_by_label("an investigation is going on").check()
    partner.press("/answer/")

    municipality.open(f"desk/reports/{first}/")
    municipality.page.locator("details:has(form[action$='/close/']) > summary").click()
    municipality.page.locator("form[action$='/close/'] [value=investigation]").check()
    municipality.page.fill("[name=closing_reason]", "The inspectorate looks into it.")
    municipality.press(f"{first}/close/")
    municipality.page.locator("form[action$='/tell/'] [value=passed_on]").check()
    municipality.press(f"{first}/tell/")

    phone.goto(f"{site}uk/report/return/")
    phone.fill("[name=words]", " ".join(words).upper())
    phone.locator("main form button").click()
    answer = phone.inner_text("main")
    assert language("uk").say("answering.text.acknowledged") in answer
    assert language("uk").say("answering.text.passed_on") in answer
    assert phone.context.cookies() == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360

    # Two reports are one signal, and it stands in the next edition once.
    editor, approver = sit_down("editor"), sit_down("approver_centre")
    draft = begin_edition(editor, SERIES, "A van at the gate")
    collect_what_was_shared(editor, SERIES, 1)
    editor.open(f"desk/drafts/{draft}/")
    editor.press(f"{draft}/move/drafting/")
    editor.write_texts(draft)
    editor.judge(draft, "recruiting", "Somebody recruits at gates")
    publish(editor, approver, draft)
    assert cases(editor, 1) == ["form not known signal regional 1 case 1 1"]

    # It was not so: the figure is corrected, and whoever had it is told.
    assess(municipality, first, "refuted", "It was the van of the baker.")
    editor.open(f"desk/drafts/correct/{SERIES}/1/v1/")
    editor.in_three("reason", "A signal was refuted")
    editor.send()
    correction = draft_of(editor)
    collect_what_was_shared(editor, SERIES, 2)
    editor.open(f"desk/drafts/{correction}/")
    editor.press(f"{correction}/move/drafting/")
    publish(editor, approver, correction)
    assert cases(editor, 2) == ["form not known refuted regional 1 case 0 1"]
    phone.goto(f"{site}en/picture/{SERIES}/1/v1/")
    assert "A signal was refuted (en)" in phone.inner_text("main")
    partner.open("desk/corrections/")
    assert first in partner.page.content()
    assert "refuted" in partner.text()
