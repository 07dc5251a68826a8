"""Courses as packages in a player for SCORM 1.2: resumed, passed with a score, failed."""

from __future__ import annotations

import io
import json
import re
import threading
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast

import pytest
from playwright.sync_api import Browser, Frame, Page
from tests.browser.test_pages import violations
from tests.learning.walking import EXAMPLE, wrong_answers
from tools.scorm_again import PLAYER

from toevlucht.language import language
from toevlucht.learning.courses.answering import best_answers
from toevlucht.learning.courses.loading import courses
from toevlucht.learning.courses.written import Scene, Step
from toevlucht.learning.scorm.packing import package_of
from toevlucht.learning.scorm.refreshing import packed

PHONE = {"width": 360, "height": 740}
RIGHTS = "know-your-rights"
# A learning system of one page: it reads the manifest, keeps what it hears, and gives it back.
SYSTEM = """<!doctype html><html lang="en"><meta charset="utf-8"><title>System</title>
<meta name="viewport" content="width=device-width">
<style>body { margin: 0 } iframe { border: 0; width: 100%; height: 100vh }</style>
<body><script src="player.js"></script><script type="module">
const kept = JSON.parse(localStorage.getItem("cmi") ?? "{}");
const written = await (await fetch("course/imsmanifest.xml")).text();
const manifest = new DOMParser().parseFromString(written, "text/xml");
const mastery = manifest.getElementsByTagNameNS("*", "masteryscore")[0]?.textContent ?? "";
window.API = new Scorm12API({ autocommit: false, mastery_override: true });
API.loadFromJSON({ ...kept, student_data: { mastery_score: mastery } });
const keep = () => localStorage.setItem("cmi", JSON.stringify(API.cmi.toJSON()));
window.commits = 0;
API.on("LMSCommit", () => { window.commits += 1; keep(); });
API.on("LMSFinish", keep);
const frame = document.createElement("iframe");
frame.title = "Course";
frame.src = "course/" + manifest.getElementsByTagName("resource")[0].getAttribute("href");
document.body.append(frame);
</script></body></html>"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


class System:
    """The learning system in a browser, with the course in its frame."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.foreign: list[str] = []
        self.complaints: list[str] = []
        page.on("request", self._asked)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.open()

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.address, "data:")):
            self.foreign.append(request.url)

    def open(self) -> None:
        self.page.goto(self.address + "index.html")
        self.page.frame_locator("iframe").locator("h1").wait_for()

    def leave(self) -> dict[str, Any]:
        """Away from the course; gives what the system then knows."""
        self.page.evaluate("document.querySelector('iframe').remove()")
        return self.knows()

    def knows(self) -> dict[str, Any]:
        return dict(json.loads(self.page.evaluate("localStorage.getItem('cmi') ?? '{}'")))

    @property
    def course(self) -> Frame:
        frame = self.page.frames[1]
        assert "/course/" in frame.url
        return frame

    def reach(self, heading: str) -> None:
        self.course.get_by_role("heading", level=1, name=heading, exact=True).wait_for()

    def read(self, words: str) -> None:
        self.course.get_by_text(words).wait_for()

    def violations(self, tag: str) -> str:
        """In the course itself: axe does not look into frames."""
        return violations(cast(Page, self.course), tag)

    def answer(self, item: str, chosen: list[str]) -> None:
        form = self.course.locator(f"form:has([name=item][value={item}])")
        for one in chosen:
            form.locator(f"[name=chosen][value={one}]").check()
        form.get_by_role("button").click()

    def walk(self, step: Step, tag: str, answers: Any) -> None:
        self.reach(step.title[tag])
        for item, chosen in answers(step):
            self.answer(item, chosen)
        if step.is_scored:
            self.course.locator("p.actions a.button").last.click()


@pytest.fixture
def system(browser: Browser, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[System]:
    code, tag = request.param
    with zipfile.ZipFile(io.BytesIO(package_of(code, tag).content)) as archive:
        archive.extractall(tmp_path / "course")
    (tmp_path / "index.html").write_text(SYSTEM, "utf-8")
    (tmp_path / "player.js").write_bytes(PLAYER.find_or_fetch().read_bytes())
    serving = partial(Quiet, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), serving) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
        yield System(context.new_page(), f"http://127.0.0.1:{server.server_port}/")
        context.close()
        server.shutdown()


@pytest.mark.parametrize("system", [(EXAMPLE, "uk")], indirect=True)
def test_somebody_leaves_half_way_goes_on_there_and_passes(system: System) -> None:
    course = courses()[EXAMPLE]
    assert system.violations("uk") == ""
    assert system.course.locator(".button").all_inner_texts() == ["Почати"]
    system.course.locator(".button").click()
    half, seen = course.by_name["the-new-job"], set()
    for step in course.steps[: course.position(half.name) - 1]:
        system.reach(step.title["uk"])
        assert system.course.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        if step.kind not in seen:
            seen.add(step.kind)
            assert system.violations("uk") == ""
        system.walk(step, "uk", best_answers)
    assert isinstance(half, Scene)
    system.answer("stops", ["early", "late"])
    assert system.course.get_by_role("status").filter(has_text="1 із 3").count() == 1
    assert system.violations("uk") == ""

    left = system.leave()["core"]
    assert (left["lesson_status"], left["score"]["raw"]) == ("incomplete", "")
    assert left["lesson_location"] == "the-new-job/after"
    assert system.page.evaluate("API.isTerminated()")

    system.open()
    system.reach(half.title["uk"])
    marks = system.course.locator(".timeline-mark").all_inner_texts()
    found = {beat.name: mark for beat, mark in zip(half.beats, marks, strict=True)}
    assert found["early"].startswith("Ви зупинилися тут")
    assert found["late"] != found["paid"] == found["card"]
    system.answer("decision", ["wait"])
    system.course.locator("p.actions a.button").last.click()
    for step in course.steps[course.position(half.name) :]:
        system.walk(step, "uk", best_answers)
    system.read("Ви склали цей курс.")

    # Of eight questions one is answered to a fourth: half off of one signal of three, and poorly.
    scored = len(course.scored)
    half_right = ((2 * 1 - 1) * 1000 // 6 + 0) // 2
    expected = ((scored - 1) * 1000 + half_right) // scored // 10
    passed = system.leave()
    assert passed["core"]["lesson_status"] == "passed"
    score = passed["core"]["score"]
    assert (score["min"], score["max"], score["raw"]) == ("0", "100", str(expected))
    assert len(passed["suspend_data"]) < 4096
    assert re.fullmatch(r"(?:00){1,2}:00:\d\d", passed["core"]["session_time"])

    system.open()  # to do a part again, and worse
    system.course.locator(".course-steps a").nth(0).click()
    for item, chosen in wrong_answers(course.steps[0]):
        system.answer(item, chosen)
    again = system.leave()["core"]
    assert (again["lesson_status"], again["score"]["raw"]) == ("passed", str(expected))
    assert system.foreign == system.complaints == []


@pytest.mark.parametrize("system", [("hosting-at-home", "nl")], indirect=True)
def test_somebody_fails_by_keyboard_and_may_try_again(system: System) -> None:
    course = courses()["hosting-at-home"]
    system.course.get_by_role("link", name="Beginnen").press("Enter")
    for step in course.steps:
        system.reach(step.title["nl"])
        assert system.course.evaluate("document.activeElement.tagName") == "H1"
        for item, chosen in wrong_answers(step):
            form = system.course.locator(f"form:has([name=item][value={item}])")
            if item in ("decision", "answer"):
                form.get_by_role("button").press("Enter")
                assert system.course.get_by_role("alert").is_visible()
            for one in chosen:
                form.locator(f"[name=chosen][value={one}]").press("Space")
            form.get_by_role("button").press("Enter")
        if step.is_scored:
            system.course.locator("p.actions a.button").last.press("Enter")
    system.read("te weinig goede antwoorden")
    assert system.violations("nl") == ""
    left = system.leave()["core"]
    assert left["lesson_status"] == "failed"
    assert int(left["score"]["raw"]) < course.pass_percent

    system.open()
    for step in course.scored[1:]:
        system.course.locator(f".course-steps a[href='#/{step.name}/']").click()
        for item, chosen in best_answers(step):
            system.answer(item, chosen)
        system.course.locator(".crumbs a").click()
    left = system.leave()["core"]
    now = 100 * (len(course.scored) - 1) // len(course.scored)
    assert (left["lesson_status"], left["score"]["raw"]) == ("passed", str(now))
    assert system.foreign == system.complaints == []


@pytest.mark.parametrize("system", [("front-desk-refresh", "nl")], indirect=True)
def test_half_a_year_later_a_short_package_of_its_own_is_passed(system: System) -> None:
    course = packed()["front-desk-refresh"]
    system.reach(course.title["nl"])
    assert system.violations("nl") == ""
    system.course.locator(".button").click()
    for step in course.steps:
        system.walk(step, "nl", best_answers)
    system.read(language("nl").say("learning.overview.passed"))
    assert system.violations("nl") == ""
    left = system.leave()["core"]
    assert (left["lesson_status"], left["score"]["raw"]) == ("passed", "100")
    assert system.foreign == system.complaints == []


@pytest.mark.parametrize("system", [(RIGHTS, "en")], indirect=True)
def test_of_the_course_for_residents_a_system_hears_only_that_it_was_done(system: System) -> None:
    course = courses()[RIGHTS]
    system.course.locator(".course-steps a").first.click()
    system.walk(course.steps[0], "en", best_answers)
    assert system.leave()["core"]["lesson_status"] == "incomplete"
    system.open()
    system.reach(course.title["en"])
    system.course.locator(".course-steps a").last.click()
    system.walk(course.steps[-1], "en", best_answers)
    system.read("You have come to the end")
    left = system.leave()
    assert left["core"]["lesson_status"] == "completed"
    assert left["core"]["score"]["raw"] == left["suspend_data"] == ""
    assert left["core"]["lesson_location"] == ""
    assert system.foreign == system.complaints == []


@pytest.mark.parametrize("system", [(RIGHTS, "en")], indirect=True)
def test_without_a_learning_system_the_course_says_so_and_can_be_read(system: System) -> None:
    system.page.goto(system.address + "course/index.html")
    assert "nothing is kept" in system.page.locator("#unkept").inner_text()
    system.page.get_by_role("link", name="Begin").click()
    assert system.page.locator("h1").inner_text() == courses()[RIGHTS].steps[0].title["en"]
    assert system.complaints == []
