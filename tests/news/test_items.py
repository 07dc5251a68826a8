"""An item is written, reviewed by somebody else, published, corrected, and warns when it ages."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from tests.news.items import in_three, published, written
from tests.partners.people import person
from tests.signals.telling import municipality, viewer

from toevlucht.language import LANGUAGES, language
from toevlucht.news.actions import publishing, writing
from toevlucht.news.models import Draft, ItemVersion
from toevlucht.news.queries.drafts import superseded_in
from toevlucht.news.written import CALL, FACT, Statement, WrittenItem, lacks_of
from toevlucht.partners.models import Person
from toevlucht.partners.queries import viewer_of
from toevlucht.partners.rules import Refused
from toevlucht.records.models import AuditLine
from toevlucht.records.viewer import NotAllowed
from toevlucht.signals.actions.rumours import (
    PARTS,
    Heard,
    answer_rumour,
    keep_check,
    note_rumour,
    withdraw_answer,
)

DESK = "/en/desk/news"
HEAD = {
    "slug": "raised-risk",
    "on": "2022-04-01",
    "seen": "0",
    **{f"title_{tag}": f"Raised risk ({tag})" for tag in LANGUAGES},
    **{f"summary_{tag}": f"Hardly any signals ({tag})" for tag in LANGUAGES},
}
FACTS = {
    "kind": "fact",
    "source_on": "2022-03-24",
    "address": "https://example.org/",
    **{f"text_{tag}": f"There are 2 signals ({tag})" for tag in LANGUAGES},
}


def browser_of(one: Person) -> Client:
    browser = Client()
    browser.force_login(one)
    return browser


@pytest.mark.usefixtures("handbooks", "published")
def test_from_the_first_word_to_the_correction(editor: Person, approver: Person) -> None:
    browser, other, reader = browser_of(editor), browser_of(approver), Client()
    assert browser.post(f"{DESK}/new/", HEAD).status_code == 302
    draft = Draft.objects.get()
    here = f"{DESK}/drafts/{draft.pk}"
    for page in ("", "head/", "statement/", "references/"):
        assert browser.get(f"{here}/{page}").status_code == 200, page
    unsourced = FACTS | {"seen": "1", "source": ""}
    assert browser.post(f"{here}/statement/", unsourced).status_code == 302
    refused = browser.post(f"{here}/move/submit/", {"seen": "2"})
    assert refused.status_code == 409
    assert "a fact needs a source" in refused.content.decode()
    sourced = FACTS | {"seen": "2", "source": "Centre for the test"}
    assert browser.post(f"{here}/statement/1/", sourced).status_code == 302
    late = browser.post(f"{here}/statement/1/", sourced | {"source": "Somebody"})
    assert late.status_code == 409
    chosen = {"seen": "3", "references": ["handbook:goo/1", "edition:ukraine-2022/1"]}
    assert browser.post(f"{here}/references/", chosen).status_code == 302
    assert browser.post(f"{here}/move/submit/", {"seen": "4"}).status_code == 302
    assert browser.post(f"{here}/move/publish/", {"seen": "4"}).status_code == 403
    assert reader.get("/en/news/raised-risk/").status_code == 404
    assert other.post(f"{here}/move/publish/", {"seen": "4"}).status_code == 302

    page = reader.get("/en/news/raised-risk/").content.decode()
    assert "Centre for the test" in page
    assert "/en/handbooks/goo/3/" in page  # it refers to the first, and says that there is a newer
    assert "/en/picture/ukraine-2022/1/" in page
    assert (
        "2 things that this refers to are out of date" in browser.get(f"{DESK}/").content.decode()
    )
    for tag in LANGUAGES:
        assert f"Raised risk ({tag})" in reader.get(f"/{tag}/news/news.atom").content.decode()
    (entry,) = reader.get("/api/v1/news").json()
    assert (entry["version"], entry["statements"][0]["source"]) == (1, "Centre for the test")

    assert browser.post(f"{DESK}/items/raised-risk/correct/").status_code == 302
    draft = Draft.objects.latest("pk")
    here = f"{DESK}/drafts/{draft.pk}"
    three = {f"text_{tag}": f"There are three signals ({tag})" for tag in LANGUAGES}
    corrected = sourced | three | {"seen": "1"}
    assert browser.post(f"{here}/statement/1/", corrected).status_code == 302
    assert browser.post(f"{here}/move/submit/", {"seen": "2"}).status_code == 409
    why = {f"reason_{tag}": f"The number was wrong ({tag})" for tag in LANGUAGES}
    assert browser.post(f"{here}/head/", HEAD | why | {"seen": "2"}).status_code == 302
    assert browser.post(f"{here}/move/submit/", {"seen": "3"}).status_code == 302
    assert other.post(f"{here}/move/publish/", {"seen": "3"}).status_code == 302
    changed = reader.get("/en/news/raised-risk/v2/changes/").content.decode()
    assert "<del>2</del>" in changed
    assert "<ins>three</ins>" in changed
    assert "The number was wrong (en)" in changed
    assert "There are 2 signals" in reader.get("/en/news/raised-risk/v1/").content.decode()

    assert other.post(f"{DESK}/items/raised-risk/archive/").status_code == 302
    assert "Raised risk" not in reader.get("/en/news/").content.decode()
    assert "Raised risk" in reader.get("/en/news/archive/").content.decode()
    assert reader.get("/en/news/raised-risk/").status_code == 200
    events = set(AuditLine.objects.values_list("event", flat=True))
    assert {"news_draft.opened", "news_draft.changed", "news.published", "news.archived"} <= events


@pytest.mark.usefixtures("handbooks")
def test_publishing_takes_four_eyes_and_what_is_published_stays(
    editor: Person, approver: Person
) -> None:
    draft = writing.open_draft(viewer_of(editor), "one", written())
    draft = writing.save(viewer_of(approver), draft, 1, written("Another title"))
    writing.submit(viewer_of(editor), draft, 2)
    with pytest.raises(NotAllowed):
        publishing.publish_draft(viewer_of(approver), draft, 2)
    version = published(editor, approver, "two", written())
    with pytest.raises(DatabaseError), transaction.atomic():
        Draft.objects.filter(pk=draft.pk).update(
            approved_by=approver, state="published", published=version
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        ItemVersion.objects.update(number=7)
    with pytest.raises(Refused):
        writing.open_draft(viewer_of(editor), "two", written())
    with pytest.raises(Refused):
        writing.open_draft(viewer_of(editor), "archive", written())
    publishing.publish_draft(viewer_of(person("zoe", "emm", "approver")), draft, 2)


@pytest.mark.usefixtures("handbooks")
def test_who_may_not_write_finds_no_draft(editor: Person, approver: Person) -> None:
    draft = writing.open_draft(viewer_of(editor), "one", written())
    strangers = [
        person("red", "red_cross", "editor", "approver", "coordinator"),
        person("adam", "emm", "administrator"),
    ]
    published(editor, approver, "two", written())
    pages = ["", "new/", f"drafts/{draft.pk}/", f"drafts/{draft.pk}/head/"]
    posts = [f"drafts/{draft.pk}/move/submit/", "items/two/correct/", "items/two/archive/"]
    for browser in map(browser_of, strangers):
        assert {browser.get(f"{DESK}/{page}").status_code for page in pages} == {403}
        assert {browser.post(f"{DESK}/{page}").status_code for page in posts} == {403}
    assert {Client().get(f"{DESK}/{page}").status_code for page in pages} == {302}


def test_a_language_that_is_not_written_falls_back_where_the_reader_sees_it(
    editor: Person, approver: Person
) -> None:
    dutch = replace(
        written(),
        statements=(Statement(FACT, {"nl": "Alleen Nederlands", "en": "", "uk": ""}, "Bron"),),
    )
    published(editor, approver, "only-dutch", dutch)
    page = Client().get("/uk/news/only-dutch/").content.decode()
    assert '<article lang="nl">' in page
    assert "Ви читаєте його нідерландською" in page
    assert 'lang="nl"' in Client().get("/en/news/").content.decode()


def test_a_call_with_a_figure_is_a_fact_without_a_source() -> None:
    item = replace(written(), statements=(Statement(CALL, in_three("Call 112")),))
    assert [one.code for one in lacks_of(item, (), is_correction=False)] == ["number"]
    assert [one.code for one in lacks_of(item, (), is_correction=True)] == ["reason", "number"]
    gone = replace(written(), references=("handbook:goo/9",))
    assert [one.code for one in lacks_of(gone, ("handbook:goo/1",), False)] == ["reference"]


@pytest.mark.usefixtures("handbooks")
def test_the_newest_handbook_is_not_out_of_date_and_a_name_of_nothing_is(
    editor: Person, approver: Person
) -> None:
    version = published(editor, approver, "one", written("One", "handbook:goo/3"))
    assert superseded_in(version, language("en")) == []
    version.marks = {"handbook:goo/3": "other"}
    assert [one.name for one in superseded_in(version, language("en"))] == ["handbook:goo/3"]
    empty = WrittenItem(on=version.on, title={}, summary={}, references=("handbook:goo/99",))
    lost = ItemVersion(content=empty.plain(), marks={})
    assert superseded_in(lost, language("en"))[0].referent is None


def test_a_withdrawn_answer_says_so_where_it_stood_and_warns_who_refers_to_it(
    editor: Person, approver: Person
) -> None:
    by, spoken = viewer(municipality()), language("en")
    rumour = note_rumour(by, "A bus takes people along.", "", Heard(1, datetime.date(2022, 4, 5)))
    answer = {tag: dict.fromkeys(PARTS, f"It is the line bus ({tag})") for tag in LANGUAGES}
    address = f"/en/rumours/{rumour.reference}/"

    def check_and_answer() -> None:
        keep_check(by, rumour, "It is the line to the station.", "Timetable", "untrue")
        answer_rumour(by, rumour, answer)

    check_and_answer()
    name = f"rumour:{rumour.reference}"
    version = published(editor, approver, "about-the-bus", written("A bus", name))
    assert superseded_in(version, spoken) == []
    withdraw_answer(by, rumour, in_three("It was another bus"))

    page = Client().get(address).content.decode()
    assert "We withdrew this answer on" in page
    assert "It was another bus (en)" in page
    assert "line bus" not in page
    assert "line bus" not in Client().get("/en/rumours/").content.decode()
    assert "Answer withdrawn" in Client().get("/en/news/about-the-bus/").content.decode()
    assert [one.name for one in superseded_in(version, spoken)] == [name]
    assert "Answer withdrawn" in browser_of(editor).get(f"{DESK}/").content.decode()
    with pytest.raises(Refused):
        published(editor, approver, "again", written("A bus again", name))

    check_and_answer()
    page = Client().get(address).content.decode()
    assert "We withdrew an earlier answer on" in page
    assert "line bus" in page
    assert [one.name for one in superseded_in(version, spoken)] == [name], "still another answer"
