"""A volunteer learns on a phone in Ukrainian, gets a certificate, and the picture counts it.

And who has no network goes on, and is counted later.
"""

from __future__ import annotations

import datetime
import re
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, StorageState
from tests.browser.desk import Desk
from tests.browser.editions import ask_for_what_was_shared, begin_edition, wait_for_contributions
from tests.browser.test_pages import take_shape, violations
from tests.learning.walking import EXAMPLE, example

from toevlucht.language import language
from toevlucht.learning.courses.answering import best_answers
from toevlucht.learning.courses.written import Step

PHONE = {"width": 360, "height": 740}
HERE = "GM0344"
PLACE = "De Linde (demo)"
COLLEAGUES = ("(Demo) Mila", "(Demo) Tom", "(Demo) Sara")
UNTIL_KEPT = """async () => {
  for (let tries = 0; tries < 100; tries += 1) {
    const kept = await (await caches.open("toevlucht-courses")).keys();
    if (kept.some((one) => one.url.includes("/courses-kept/"))) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("the course was not kept");
}"""


def phone_of(browser: Browser, state: StorageState | None = None) -> BrowserContext:
    return browser.new_context(viewport=PHONE, locale="uk-UA", storage_state=state)  # type: ignore[arg-type]


def answer(page: Page, step: Step) -> None:
    """The best of it, and on to the next page."""
    for item, chosen in best_answers(step):
        form = page.locator(f"form:has([name=item][value={item}])")
        for one in chosen:
            form.locator(f"[name=chosen][value={one}]").check()
        form.get_by_role("button").click()
        page.wait_for_load_state()


def go_on(page: Page, step: Step) -> None:
    """What was asked is explained first; what was read leads on by itself."""
    if step.is_scored:
        page.locator("p.actions a.button").last.click()
        page.wait_for_load_state()


class Keeper(Desk):
    """A coordinator who is logged in, and keeps the roster of one location."""

    def __init__(self, browser: Browser, site: str, who: StorageState) -> None:
        self.site = site
        self.page = browser.new_context(storage_state=who).new_page()

    def enter_volunteer(self) -> None:
        """Of the account that the demo gave to who reports."""
        self.open("desk/roster/new/")
        self.fill(name="Oksana (demo)", works_from=datetime.date.today().isoformat())
        self.page.select_option("[name=place]", label=PLACE)
        self.page.select_option("[name=role]", "volunteer")
        called = language("nl").say("people.role.reporter")
        account = self.page.locator("[name=person] option").filter(has_text=called)
        self.page.select_option("[name=person]", account.get_attribute("value"))
        self.send()

    def write_down_who_learned_elsewhere(self, folder: Path) -> None:
        listed = folder / "completions.csv"
        rows = [f"{name},Recognising human trafficking (in Dutch)" for name in COLLEAGUES]
        today = datetime.date.today().isoformat()
        lines = ["Name,Course,Completed on", *(f"{row},{today}" for row in rows)]
        listed.write_text("\n".join(lines), "utf-8")
        self.open("desk/courses/elsewhere/file/")
        assert violations(self.page, "en") == ""
        self.attach("file", listed)
        self.send()
        assert "All 3 rows match your roster." in self.text()
        assert violations(self.page, "en") == ""
        self.send()
        assert "Written down: 3." in self.page.inner_text("body")
        assert violations(self.page, "en") == ""

    def reads_of_the_location(self) -> str:
        self.open("desk/places/")
        self.page.get_by_role("link", name=PLACE).click()
        return self.page.locator("section[aria-labelledby=courses]").inner_text()


class Editor(Desk):
    """Makes an edition of what municipalities share, and looks at it as partners would read it."""

    def begin(self) -> None:
        self.series = f"sight-{secrets.token_hex(4)}"
        self.draft = begin_edition(self, self.series, "Who is trained")

    def make_the_picture(self, contributions: int) -> None:
        """Of what was asked for; the site makes it while others go on."""
        wait_for_contributions(self, self.series, contributions)
        self.open(f"desk/drafts/{self.draft}/")
        self.press("/look/")

    def reads_who_is_trained(self, before: int | None = None) -> int:
        """In the figure on sight of the whole country, when there is another number."""
        for _ in range(120):
            if self.open(f"desk/drafts/{self.draft}/look/partners/") < 400:
                self.page.locator("#sight summary").click()
                table = self.page.locator("#sight table")
                columns = [
                    one.split("\n")[0] for one in table.locator("th[scope=col]").all_inner_texts()
                ]
                country = table.locator("tbody tr", has_text="Netherlands").locator("th, td")
                told = dict(zip(columns, country.all_inner_texts(), strict=True))
                trained = int(told["Trained"])
                if trained != before:
                    return trained
            self.page.wait_for_timeout(250)
        raise AssertionError(self.text())


PUBLIC_PAGES = ("courses/", "courses/packages/", "certificates/none/")
KEEPER_PAGES = ("desk/courses/", "desk/courses/coverage/", "desk/courses/elsewhere/")


def test_the_other_pages_of_courses_fit_a_phone_and_every_reader(
    browser: Browser, site: str, logged_in: dict[str, StorageState]
) -> None:
    for pages, state in ((PUBLIC_PAGES, None), (KEEPER_PAGES, logged_in["coordinator"])):
        context = phone_of(browser, state)
        page = context.new_page()
        for address in pages:
            page.goto(f"{site}uk/{address}")
            assert page.evaluate("document.documentElement.scrollWidth") == 360, address
            assert violations(page, "uk") == "", address
        context.close()


def test_a_coordinator_notes_a_course_for_a_household_without_an_account(
    browser: Browser, site: str, logged_in: dict[str, StorageState]
) -> None:
    keeper = Keeper(browser, site, logged_in["coordinator"])
    take_shape(keeper.page, PHONE["width"], "light")
    keeper.open("desk/households/")
    keeper.page.get_by_role("link", name=re.compile("^[0-9a-z]{12}$")).first.click()
    home = urlsplit(keeper.page.url).path.removeprefix("/en/")
    assert "This household has no account" in keeper.text()
    keeper.open(f"{home}adults/")
    keeper.fill(name="Piet (demo)")
    keeper.send()
    keeper.open(f"{home}courses/")
    assert violations(keeper.page, "en") == ""
    keeper.page.get_by_label("Piet (demo)").check()
    keeper.choose("course", "red-cross-recognise")
    keeper.fill(completed_on=datetime.date.today().isoformat())
    keeper.send()
    assert "Course completed: meets POO-19" in keeper.text()
    keeper.page.get_by_role("link", name="Withdraw the course of Piet (demo)").click()
    assert violations(keeper.page, "en") == ""


def test_a_volunteer_finishes_a_course_in_ukrainian_on_a_phone(
    browser: Browser,
    site: str,
    accounts: dict[str, tuple[str, str]],
    logged_in: dict[str, StorageState],
    tmp_path: Path,
) -> None:
    keeper = Keeper(browser, site, logged_in["coordinator"])
    keeper.enter_volunteer()
    keeper.write_down_who_learned_elsewhere(tmp_path)
    before = keeper.reads_of_the_location()
    assert "3 of 4 trained." in before
    assert "does not meet GOO-33 yet" in before
    editor = Editor(browser, site, *accounts["editor"])
    editor.begin()
    ask_for_what_was_shared(editor)

    context = phone_of(browser)
    page = context.new_page()
    page.goto(f"{site}uk/courses/{EXAMPLE}/at/{HERE}/")
    assert violations(page, "uk") == ""
    page.get_by_role("button", name="Почати без облікового запису").click()
    own = page.url
    page.get_by_role("link", name="Почати", exact=True).click()
    course, kinds = example(), set()
    for step in course.steps:
        page.wait_for_url(f"**/{step.name}/")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        spoken = page.locator("main").aria_snapshot()
        assert f'heading "{step.title["uk"]}" [level=1]' in spoken
        if step.picture:
            assert f'img "{step.shows["uk"]}"' in spoken
        if step.kind not in kinds:
            kinds.add(step.kind)
            assert violations(page, "uk") == ""
        answer(page, step)
        if step.name == "at-the-gate":
            assert page.get_by_role("status").filter(has_text="Добрий вибір").count() == 1
            assert violations(page, "uk") == ""
        go_on(page, step)
    page.wait_for_url(own)
    assert "Ви склали цей курс." in page.locator("main").inner_text()
    assert violations(page, "uk") == ""
    page.get_by_role("link", name="Сертифікат").click()
    page.get_by_label("Ім’я на сертифікаті").fill("Оксана Приклад")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Створити сертифікат").click()
    code = saved.value.suggested_filename.removeprefix("certificate-").removesuffix(".pdf")
    page.goto(f"{site}uk/certificates/{code}/")
    assert page.get_by_role("heading", level=1).inner_text() == "Цей сертифікат дійсний"
    assert "Оксана" not in page.locator("body").inner_text()
    assert violations(page, "uk") == ""

    editor.make_the_picture(contributions=1)
    page = Desk(context, site, *accounts["reporter_municipality"]).page
    trained = editor.reads_who_is_trained()
    page.goto(f"{site}uk/desk/courses/")
    page.fill("[name=address]", own)
    page.locator("form:has([name=address]) button").click()
    page.wait_for_load_state()
    assert "Сертифікат тепер у вашому обліковому записі" in page.locator("body").inner_text()
    context.close()
    ask_for_what_was_shared(editor)
    after = keeper.reads_of_the_location()
    assert "4 of 4 trained." in after
    assert "This location meets GOO-33" in after
    keeper.open("handbooks/goo/latest/GOO-33/")
    assert "Met. 1 of the 1 locations" in keeper.text()
    keeper.page.context.close()
    editor.make_the_picture(contributions=2)
    assert editor.reads_who_is_trained(before=trained) == trained + 1
    editor.page.context.close()


def test_a_course_goes_on_without_network_and_is_sent_later(browser: Browser, site: str) -> None:
    context = phone_of(browser)
    page = context.new_page()
    page.goto(f"{site}uk/courses/{EXAMPLE}/at/{HERE}/")
    page.get_by_role("button", name="Почати без облікового запису").click()
    own = page.url
    page.evaluate(UNTIL_KEPT)
    page.reload()
    page.wait_for_function("() => navigator.serviceWorker.controller")

    context.set_offline(True)
    first, second, *_ = example().steps
    page.goto(f"{own}{first.name}/")
    for item, chosen in best_answers(first):
        form = page.locator(f"form:has([name=item][value={item}])")
        for one in chosen:
            form.locator(f"[name=chosen][value={one}]").check()
        form.get_by_role("button").click()
        page.wait_for_url(f"**/{first.name}/explained/")
    page.get_by_text("У вас немає інтернету. Вашу відповідь").wait_for()
    page.locator("p.actions a.button").last.click()
    page.wait_for_url(f"{own}{second.name}/")
    assert page.get_by_role("heading", level=1).inner_text() == second.title["uk"]

    context.set_offline(False)
    page.goto(own)
    page.get_by_text("Ваші відповіді надіслано").wait_for()
    page.reload()
    assert "Зроблено частин: 1 із" in page.locator("main").inner_text()
    context.close()


def test_on_a_shared_phone_nobody_sends_what_another_answered(
    browser: Browser, site: str, accounts: dict[str, tuple[str, str]]
) -> None:
    context = phone_of(browser)
    page = Desk(context, site, *accounts["coordinator"]).page
    own = f"{site}nl/desk/courses/{EXAMPLE}/"
    page.goto(own)
    page.evaluate(UNTIL_KEPT)
    page.reload()
    page.wait_for_function("() => navigator.serviceWorker.controller")
    context.set_offline(True)
    step = example().steps[0]
    page.goto(f"{own}{step.name}/")
    item, chosen = next(iter(best_answers(step)))
    form = page.locator(f"form:has([name=item][value={item}])")
    for one in chosen:
        form.locator(f"[name=chosen][value={one}]").check()
    form.get_by_role("button").click()
    page.wait_for_url(f"**/{step.name}/explained/")
    context.set_offline(False)
    context.clear_cookies()

    waiting = """() => new Promise((resolve) => {
      indexedDB.open("toevlucht-courses", 1).onsuccess = (event) => {
        const store = event.target.result.transaction("answers").objectStore("answers");
        store.count().onsuccess = (counted) => resolve(counted.target.result);
      };
    })"""
    Desk(context, site, *accounts["coordinator_amsterdam"]).page.close()
    page.goto(own)
    page.wait_for_load_state("networkidle")
    assert page.evaluate(waiting) == 1
    assert page.locator("#course-kept").is_hidden()
    context.clear_cookies()
    Desk(context, site, *accounts["coordinator"]).page.close()
    page.goto(own)
    page.locator("#course-kept").wait_for(state="visible")
    assert page.evaluate(waiting) == 0
    context.close()
