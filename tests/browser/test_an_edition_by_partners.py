"""An edition from the first question to its correction, made by five people in their browsers.

Two partners contribute, one of them after mending mistakes; the editor writes; a partner objects;
the editor amends; somebody else publishes; a correction follows. At each step an outsider, a
colleague and the owner see what they may, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.browser.desk import Desk
from tests.picture.desk import Desk as PartnersDesk
from tests.picture.desk import observation

SERIES = "browser-exercise"
PERIOD = {"period_from": "2022-02-24", "period_to": "2022-04-24"}
SECRET = "Somebody saw something that nobody else may read."


WHO = (
    "editor",
    "approver_centre",
    "contributor_police",
    "approver",
    "contributor",
    "reader",
    "administrator",
)


@pytest.fixture
def people(browser: Browser, site: str, accounts: Mapping[str, tuple[str, str]]) -> dict[str, Desk]:
    return {name: Desk(browser, site, *accounts[name]) for name in WHO}


def police_rows(folder: Path, name: str, **mistakes: str) -> list[Path]:
    """What the police know: two reports, the first with the mistakes that are asked for."""
    rows = [
        observation("P-1", **{"summary": SECRET, "count": "3", **mistakes}),
        observation("P-2", form="sexual", rung="signal", count="2"),
    ]
    made = PartnersDesk(folder / name).receive(
        "police", series=SERIES, origin="own", observations=rows
    )
    return sorted(made.iterdir())


def test_five_people_make_an_edition_and_correct_it(
    people: dict[str, Desk], tmp_path: Path, site: str
) -> None:
    editor, approver = people["editor"], people["approver_centre"]
    police, red_cross = people["contributor_police"], people["approver"]
    red_cross_sender, red_cross_reader = people["contributor"], people["reader"]
    administrator = people["administrator"]

    # The editor opens a series and an edition, and asks two partners.
    editor.open("desk/drafts/new/series/")
    editor.fill(slug=SERIES)
    editor.choose("kind", "exercise")
    editor.in_three("title", "An exercise in the browser")
    editor.send()
    editor.fill(cut_off="2022-04-24", geography_on="2022-04-24", **PERIOD)
    editor.choose("counting_mode", "cumulative")
    editor.choose("handling", "amber")
    editor.choose("invited", "police", "red_cross")
    editor.in_three("title", "First edition of the exercise")
    editor.send()
    draft = editor.page.url.rstrip("/").rsplit("/", 1)[1]
    draft_page, review_page = f"desk/drafts/{draft}/", f"desk/reviews/{draft}/"
    for outsider in (police, red_cross, red_cross_reader, administrator):
        assert outsider.asked_directly(draft_page) in (403, 404)
    for early in (police, red_cross):
        assert early.asked_directly(review_page) == 404

    # The police send rows with two mistakes, hear of both, mend them, and are taken.
    police.open("desk/contributions/send/")
    police.attach("uploads", *police_rows(tmp_path, "wrong", form="labuor", count="many"))
    assert police.send().status == 400
    said = police.text()
    assert "2 " in said.split("\n")[0] or "2" in police.page.inner_text("#problems")
    assert "form" in said
    assert "count" in said
    police.attach("uploads", *police_rows(tmp_path, "right"))
    assert police.send().ok
    contribution = police.page.url.rstrip("/").rsplit("/", 1)[1]
    one = f"desk/contributions/{contribution}/"
    assert police.asked_directly(f"{one}rows/observations/") == 200
    for outsider in (red_cross, red_cross_reader, red_cross_sender, administrator):
        for path in (one, f"{one}rows/observations/", f"{one}file/"):
            assert outsider.asked_directly(path) in (403, 404), path
        outsider.open("desk/contributions/")
        assert SERIES not in outsider.text().replace("exercise in the browser", "") or (
            "police" not in outsider.text().lower()
        )

    # The Red Cross has nothing to report, and says so with one click.
    red_cross_sender.open("desk/contributions/")
    assert "First edition of the exercise" in red_cross_sender.text()
    assert red_cross_sender.press("desk/contributions/nothing/").ok
    nil = red_cross_sender.page.url.rstrip("/").rsplit("/", 1)[1]
    assert red_cross_reader.asked_directly(f"desk/contributions/{nil}/") == 200
    assert police.asked_directly(f"desk/contributions/{nil}/") == 404

    # The editor writes.
    editor.open(draft_page)
    editor.press(f"{draft}/move/drafting/")
    editor.write_texts(draft)
    editor.open(f"{draft_page}texts/conclusion/")
    editor.fill(text_en="What the conclusion says.\n\n{figure: rises}\n")
    editor.send()
    editor.judge(draft, "labour", "There were reports of labour exploitation")
    editor.wait_for("Partners", draft_page)
    editor.press(f"{draft}/move/partner-review/")
    red_cross.wait_for("There were reports of labour exploitation", review_page)

    # The Red Cross objects; others of its own see that, the police do not.
    red_cross.open(review_page)
    assert SECRET not in red_cross.text()
    red_cross.choose("answer", "object")
    red_cross.fill(reason="We heard of nothing, and the text says otherwise.")
    red_cross.press(f"reviews/{draft}/answer/")
    assert red_cross_reader.asked_directly(review_page) == 200
    police.open(review_page)
    assert "We heard of nothing" not in police.text()
    editor.open(draft_page)
    assert "We heard of nothing" in editor.text()
    assert administrator.asked_directly(draft_page) in (403, 404)

    # Four eyes: the editor may not publish, and the approver not over an objection unexplained.
    assert editor.asked_directly(f"{draft_page}publish/") == 403

    # The editor amends. What was answered before lapses; now the Red Cross agrees.
    editor.open(f"{draft_page}texts/summary/")
    editor.in_three("text", "Police had reports; the Red Cross heard of nothing")
    editor.send()
    red_cross.wait_for("the Red Cross heard of nothing", review_page)
    red_cross.choose("answer", "approve")
    red_cross.press(f"reviews/{draft}/answer/")

    # Somebody else publishes; nobody outside saw it before.
    public = f"picture/{SERIES}/1/"
    assert police.asked_directly(public) == 404
    approver.wait_for_button(f"{draft_page}publish/")
    approver.send()
    approver.wait_for("Published", draft_page)
    page = approver.page.context.browser.new_context().new_page()  # type: ignore[union-attr]
    answer = page.goto(f"{site}en/{public}")
    assert answer is not None
    assert answer.ok
    assert "the Red Cross heard of nothing" in page.inner_text("main")
    assert SECRET not in page.content()
    partners = f"desk/editions/{SERIES}/1/v1/"
    assert red_cross_reader.asked_directly(partners) == 200
    assert page.goto(f"{site}en/{partners}").url.startswith(f"{site}en/account/login")  # type: ignore[union-attr]

    # A correction follows, and readers of the first version see it.
    editor.open(f"desk/drafts/correct/{SERIES}/1/v1/")
    editor.in_three("reason", "A word was wrong")
    editor.send()
    correction = editor.page.url.rstrip("/").rsplit("/", 1)[1]
    editor.press(f"{correction}/move/drafting/")
    editor.open(f"desk/drafts/{correction}/texts/summary/")
    editor.in_three("text", "Police had reports; the Red Cross had none")
    editor.send()
    editor.wait_for("Partners", f"desk/drafts/{correction}/")
    editor.press(f"{correction}/move/partner-review/")
    approver.wait_for_button(f"desk/drafts/{correction}/publish/")
    approver.send()
    approver.wait_for("Published", f"desk/drafts/{correction}/")
    page.goto(f"{site}en/{public}v1/")
    assert "A word was wrong (en)" in page.inner_text("main")
    page.goto(f"{site}en/{public}")
    assert "the Red Cross had none" in page.inner_text("main")
    red_cross_reader.open("desk/")
    assert "An exercise in the browser" in red_cross_reader.text()

    # Who did what is on record, and the record holds.
    administrator.open("desk/audit/")
    trail = administrator.text()
    for words in ("draft.published", "contribution"):
        assert words in trail or words.split(".")[0] in trail.lower()
