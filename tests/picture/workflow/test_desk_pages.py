"""The pages of the desk around a draft: what each person finds, fills in, and is refused."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from tests.picture.workflow.conftest import Centre, fresh, look, viewer
from tests.picture.workflow.test_course import centre_text

from toevlucht.language import LANGUAGES
from toevlucht.picture.actions import drafting, reviewing
from toevlucht.picture.editorial import SECTIONS
from toevlucht.picture.models import Draft, DraftBuild, Series
from toevlucht.picture.queries.drafts import waiting_for
from toevlucht.picture.queries.drafts.words import judgements_of, texts_of
from toevlucht.records.jobs import work_all
from toevlucht.records.models import AuditLine

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick")]

SETUP_FORM = {
    "number": "1",
    "period_from": "2022-02-24",
    "period_to": "2022-04-24",
    "cut_off": "2022-04-24",
    "counting_mode": "cumulative",
    "geography_on": "2022-04-24",
    "handling": "amber",
    "invited": ["police", "kmar"],
    **{f"title_{tag}": f"Title {tag}" for tag in LANGUAGES},
}
JUDGEMENT = {
    "seen": "0",
    "name": "labour",
    "position": "1",
    "confidence": "high",
    "likelihood": "unlikely",
    "change": "first",
    **{f"statement_{tag}": f"Statement {tag}" for tag in LANGUAGES},
}


def page(browser: Client, address: str) -> str:
    answer = look(browser, address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def typed(text: str, seen: int = 0) -> dict[str, str]:
    form = {f"text_{tag}": f"{text} {tag}" for tag in LANGUAGES}
    return form | {f"seen_{tag}": str(seen) for tag in LANGUAGES}


def test_an_editor_makes_an_edition_on_the_pages_alone(centre: Centre, at_desk) -> None:
    browser = at_desk(centre.people.editor)
    assert "ukraine-2022" in page(browser, "/nl/desk/drafts/new/")
    assert "police" in page(browser, "/nl/desk/drafts/new/ukraine-2022/")
    answer = browser.post("/nl/desk/drafts/new/ukraine-2022/", SETUP_FORM)
    draft = Draft.objects.get()
    assert answer.url == f"/nl/desk/drafts/{draft.pk}/"
    here = f"/nl/desk/drafts/{draft.pk}/"
    for section in SECTIONS:
        page(browser, f"{here}texts/{section}/")
        assert browser.post(f"{here}texts/{section}/", typed(section)).status_code == 302
    assert browser.post(f"{here}judgements/new/", JUDGEMENT).status_code == 302
    page(browser, f"{here}judgements/labour/")
    page(browser, f"{here}setup/")
    browser.post(f"{here}look/")
    work_all()
    assert "CONCEPT" in page(browser, f"{here}look/public/")
    assert "TLP:AMBER" in page(browser, f"{here}look/partners/")
    browser.post(f"{here}move/drafting/", {"seen": "collecting"})
    browser.post(f"{here}move/partner-review/", {"seen": "drafting"})
    work_all()
    assert fresh(draft).state == "partner_review"
    approver = at_desk(centre.people.approver)
    assert "<button" in page(approver, f"{here}publish/")
    answer = approver.post(f"{here}publish/", {"seen": str(fresh(draft).revision)})
    assert answer.status_code == 302
    work_all()
    assert fresh(draft).state == "published"
    assert "Deze uitgave verbeteren" in page(browser, here)
    page(browser, "/nl/desk/drafts/correct/ukraine-2022/1/v1/")
    reasons = {f"reason_{tag}": "It was wrong" for tag in LANGUAGES}
    browser.post("/nl/desk/drafts/correct/ukraine-2022/1/v1/", reasons)
    assert Draft.objects.filter(version=2).count() == 1


def test_a_short_name_that_does_not_fit_is_told_how_to_be(centre: Centre, at_desk) -> None:
    form = {"slug": "Not Short!", "kind": "exercise"}
    answer = at_desk(centre.people.editor).post("/nl/desk/drafts/new/series/", form)
    assert "Gebruik alleen kleine letters van a tot z" in answer.content.decode()


def test_a_sign_that_no_edition_can_show_is_refused_where_it_was_typed(
    centre: Centre, at_desk
) -> None:
    browser = at_desk(centre.people.editor)
    browser.post("/nl/desk/drafts/new/ukraine-2022/", SETUP_FORM)
    here = f"/nl/desk/drafts/{Draft.objects.get().pk}/"
    for sign, said in (("\N{GRINNING FACE}", "\N{GRINNING FACE} (U+1F600)"), ("\x07", "(U+0007)")):
        form = typed("goed") | {"text_uk": f"добре\nі {sign}"}
        answer = browser.post(f"{here}texts/summary/", form)
        assert answer.status_code == 400
        assert f"Op regel 2 staat een teken dat een uitgave niet kan tonen: {said}." in (
            answer.content.decode()
        )
    answer = browser.post(f"{here}judgements/new/", JUDGEMENT | {"statement_nl": "\x0b goed \x0b!"})
    assert "(U+000B)" in answer.content.decode()


def test_a_new_series_begins_on_the_pages(centre: Centre, at_desk) -> None:
    browser = at_desk(centre.people.editor)
    page(browser, "/nl/desk/drafts/new/series/")
    form = {"slug": "another", "kind": "exercise", **{f"title_{t}": "T" for t in LANGUAGES}}
    answer = browser.post("/nl/desk/drafts/new/series/", form)
    assert answer.url == "/nl/desk/drafts/new/another/"
    again = browser.post("/nl/desk/drafts/new/series/", form)
    assert again.status_code == 400
    assert "al in gebruik" in again.content.decode()
    assert Series.objects.filter(slug="another").count() == 1


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("period_to", "2022-01-01", "eindigt voordat zij begint"),
        ("cut_off", "2021-01-01", "voor het begin"),
        ("cut_off", "not a day", "datum"),
        ("invited", [], "verplicht"),
        ("number", "0", "1"),
        ("handling", "purple", "purple"),
    ],
)
def test_a_set_up_that_cannot_be_is_explained_at_its_field(
    centre: Centre, at_desk, field: str, value: object, said: str
) -> None:
    browser = at_desk(centre.people.editor)
    answer = browser.post("/nl/desk/drafts/new/ukraine-2022/", {**SETUP_FORM, field: value})
    words = answer.content.decode()
    assert answer.status_code == 400
    assert "error-summary" in words
    assert said in words
    assert "Title nl" in words  # nothing that was typed is lost
    assert Draft.objects.count() == 0


def test_who_saves_over_a_newer_text_finds_both_and_loses_neither(centre: Centre, at_desk) -> None:
    draft = centre.open()
    address = f"/nl/desk/drafts/{draft.pk}/texts/gaps/"
    first, second = at_desk(centre.people.editor), at_desk(centre.people.second_editor)
    first.post(address, typed("Of the first"))
    answer = second.post(address, typed("Of the second"))
    words = answer.content.decode()
    assert answer.status_code == 409
    for tag in LANGUAGES:
        assert f"Of the first {tag}" in words
        assert f"Of the second {tag}" in words
    assert "eva" in words
    assert texts_of(draft)["gaps", "nl"].text == "Of the first nl"
    seen = re.search(r'name="seen_nl" value="(\d+)"', words)
    assert seen
    assert second.post(address, typed("Of the second", int(seen[1]))).status_code == 302
    assert texts_of(draft)["gaps", "nl"].text == "Of the second nl"
    kept = draft.texts.filter(section="gaps", language="nl").values_list("text", flat=True)
    assert list(kept.order_by("revision")) == ["Of the first nl", "Of the second nl"]


def test_two_editors_write_in_two_languages_at_once(centre: Centre, at_desk) -> None:
    draft = centre.write(centre.open())
    address = f"/nl/desk/drafts/{draft.pk}/texts/gaps/"
    now = texts_of(draft, "gaps")
    shown = {f"text_{tag}": now["gaps", tag].text for tag in LANGUAGES}
    shown |= {f"seen_{tag}": str(now["gaps", tag].revision) for tag in LANGUAGES}
    at_desk(centre.people.editor).post(address, {**shown, "text_nl": "Nieuw"})
    answer = at_desk(centre.people.second_editor).post(address, {**shown, "text_uk": "Нове"})
    assert answer.status_code == 302
    now = texts_of(draft, "gaps")
    assert (now["gaps", "nl"].text, now["gaps", "uk"].text) == ("Nieuw", "Нове")


def test_who_saves_over_a_newer_judgement_finds_both(centre: Centre, at_desk) -> None:
    draft = centre.write(centre.open())
    address = f"/nl/desk/drafts/{draft.pk}/judgements/labour/"
    seen = str(judgements_of(draft)[0].revision)
    first = {**JUDGEMENT, "seen": seen, "statement_nl": "Of the first"}
    second = {**JUDGEMENT, "seen": seen, "statement_nl": "Of the second"}
    at_desk(centre.people.editor).post(address, first)
    answer = at_desk(centre.people.second_editor).post(address, second)
    words = answer.content.decode()
    assert answer.status_code == 409
    assert "Of the first" in words
    assert "Of the second" in words
    assert judgements_of(draft)[0].statement_nl == "Of the first"


def test_a_judgement_is_taken_out_and_its_words_stay_on_record(centre: Centre, at_desk) -> None:
    draft = centre.write(centre.open())
    seen = {"seen": str(judgements_of(draft)[0].revision)}
    browser = at_desk(centre.people.editor)
    browser.post(f"/nl/desk/drafts/{draft.pk}/judgements/labour/out/", {"seen": "1"})
    assert len(judgements_of(draft)) == 1  # somebody else changed it since
    browser.post(f"/nl/desk/drafts/{draft.pk}/judgements/labour/out/", seen)
    assert judgements_of(draft) == []
    assert draft.judgements.count() == 2
    assert browser.post(f"/nl/desk/drafts/{draft.pk}/judgements/new/", JUDGEMENT).status_code == 302
    assert len(judgements_of(draft)) == 1


def test_what_is_wrong_in_a_text_is_listed_with_a_link_to_mend_it(centre: Centre, at_desk) -> None:
    draft = centre.write(centre.open())
    browser = at_desk(centre.people.editor)
    now = texts_of(draft, "gaps")
    seen = max(text.revision for text in now.values())
    browser.post(f"/nl/desk/drafts/{draft.pk}/texts/gaps/", typed("{figure: nothing}", seen))
    for tag in LANGUAGES:
        words = page(browser, f"/{tag}/desk/drafts/{draft.pk}/")
        assert f'href="/{tag}/desk/drafts/{draft.pk}/texts/gaps/"' in words
        assert "ladder-national" in words


@pytest.fixture
def every_address(centre: Centre) -> dict[str, str]:
    draft = centre.in_review()
    made = reviewing.remark(viewer(centre.people.police), draft, "section:gaps", "Secret remark")
    one, review = f"/nl/desk/drafts/{draft.pk}/", f"/nl/desk/reviews/{draft.pk}/"
    gets = [
        "/nl/desk/drafts/",
        "/nl/desk/drafts/new/",
        "/nl/desk/drafts/new/series/",
        "/nl/desk/drafts/new/ukraine-2022/",
        one,
        f"{one}setup/",
        f"{one}texts/gaps/",
        f"{one}judgements/new/",
        f"{one}judgements/labour/",
        f"{one}look/public/",
        f"{one}look/partners/",
        f"{one}look/partners/files/nl/figures/ladder.csv",
        f"{one}remarks/",
        f"{one}publish/",
    ]
    posts = [
        f"{one}move/collecting/",
        f"{one}drop/",
        f"{one}look/",
        f"{one}judgements/labour/out/",
        f"{one}remarks/{made.pk}/",
    ]
    found = dict.fromkeys(gets, "get") | dict.fromkeys(posts, "post")
    found |= dict.fromkeys([review, f"{review}files/nl/figures/ladder.csv"], "review")
    return found | dict.fromkeys([f"{review}remark/", f"{review}answer/"], "review post")


def ask(browser: Client, address: str, how: str) -> int:
    if "post" in how:
        return browser.post(address, {"seen": "partner_review"}).status_code
    return look(browser, address).status_code


def test_outsiders_find_no_draft_anywhere(centre: Centre, at_desk, every_address) -> None:
    people = centre.people
    for somebody in (people.outsider, people.outside_administrator, people.centre_administrator):
        browser = at_desk(somebody)
        for address, how in every_address.items():
            assert ask(browser, address, how) in (403, 404), address
    for address, how in every_address.items():
        assert ask(Client(), address, how) == 302, address
    assert Draft.objects.get().state == "partner_review"


def test_an_outsider_cannot_tell_a_review_from_nothing(centre: Centre, at_desk) -> None:
    draft = centre.in_review()
    browser = at_desk(centre.people.outsider)
    hidden = look(browser, f"/nl/desk/reviews/{draft.pk}/")
    absent = look(browser, "/nl/desk/reviews/98765/")
    assert hidden.status_code == absent.status_code == 404
    own_address = f"/desk/reviews/{draft.pk}/".encode()
    assert hidden.content.replace(own_address, b"/desk/reviews/98765/") == absent.content
    assert AuditLine.objects.filter(event="draft.read", outcome="refused").count() == 2


def test_a_partner_finds_its_review_and_none_of_the_centres_pages(
    centre: Centre, at_desk, every_address
) -> None:
    for somebody in (centre.people.police, centre.people.police_reader):
        browser = at_desk(somebody)
        for address, how in every_address.items():
            if how in ("get", "post"):
                assert ask(browser, address, how) == 403, address
            elif how == "review":
                assert ask(browser, address, how) == 200, address


def test_an_approver_of_the_centre_reads_and_does_not_write(
    centre: Centre, at_desk, every_address
) -> None:
    browser = at_desk(centre.people.approver)
    writes = ("new/", "series/", "ukraine-2022/", "setup/", "gaps/", "labour/")
    for address, how in every_address.items():
        if how == "get":
            wanted = 403 if address.endswith(writes) else 200
            assert ask(browser, address, how) == wanted, address
        elif how == "post":
            assert ask(browser, address, how) == 403, address


@pytest.mark.parametrize("state", ["collecting", "drafting"])
def test_a_partner_sees_no_draft_before_its_review(centre: Centre, at_desk, state: str) -> None:
    draft = centre.write(centre.open())
    if state == "drafting":
        centre.move(draft, "drafting")
    assert look(at_desk(centre.people.police), f"/nl/desk/reviews/{draft.pk}/").status_code == 404


def test_a_partner_reads_its_own_part_and_its_own_remarks_only(
    centre: Centre, at_desk, take
) -> None:
    take("police")
    draft = centre.in_review()
    reviewing.remark(viewer(centre.people.police), draft, "section:gaps", "Remark of the police")
    reviewing.remark(viewer(centre.people.kmar), draft, "section:gaps", "Remark of kmar")
    centre.approve(draft, centre.people.kmar, "object", "Objection of kmar")
    address = f"/nl/desk/reviews/{draft.pk}/"
    police = page(at_desk(centre.people.police_reader), address)
    assert "Remark of the police" in police
    assert "kmar" not in police.lower()
    assert '<a href="#phenomena">' in police
    assert "3 rijen" in police
    kmar = page(at_desk(centre.people.kmar), address)
    assert "Remark of kmar" in kmar
    assert "police" not in kmar.replace("Partners", "").lower().replace("politie", "")
    assert "geen rijen" in kmar
    centre_sees = page(at_desk(centre.people.editor), f"/nl/desk/drafts/{draft.pk}/remarks/")
    assert "Remark of the police" in centre_sees
    assert "Remark of kmar" in centre_sees


def test_a_partner_remarks_and_answers_on_the_page(centre: Centre, at_desk) -> None:
    draft = centre.in_review()
    browser = at_desk(centre.people.police)
    here = f"/nl/desk/reviews/{draft.pk}/"
    browser.post(f"{here}remark/", {"part": "judgement:labour", "text": "Say more"})
    answer = browser.post(f"{here}answer/", {"seen": draft.revision, "answer": "object"})
    assert answer.status_code == 400
    assert "Schrijf op wat uw bezwaar is" in answer.content.decode()
    form = {"seen": draft.revision, "answer": "object", "reason": "Too low"}
    browser.post(f"{here}answer/", form)
    assert "Too low" in page(browser, here)
    editor = at_desk(centre.people.editor)
    remarks = f"/nl/desk/drafts/{draft.pk}/remarks/"
    assert editor.post(f"{remarks}{draft.comments.get().pk}/", {"text": ""}).status_code == 400
    editor.post(f"{remarks}{draft.comments.get().pk}/", {"text": "We will"})
    assert "We will" in page(browser, here)


def test_a_stale_answer_is_refused_in_words(centre: Centre, at_desk) -> None:
    draft = centre.in_review()
    centre_text(centre, draft)
    work_all()
    browser = at_desk(centre.people.police)
    here = f"/nl/desk/reviews/{draft.pk}/"
    form = {"seen": draft.revision, "answer": "approve"}
    answer = browser.post(f"{here}answer/", form, follow=True)
    assert "veranderd nadat u haar zag" in answer.content.decode()
    assert draft.answers.count() == 0


def test_looks_are_private_and_never_kept(centre: Centre, at_desk) -> None:
    draft = centre.in_review()
    browser = at_desk(centre.people.editor)
    for rendition in ("public", "partners"):
        place = f"/nl/desk/drafts/{draft.pk}/look/{rendition}/"
        answer = look(browser, place)
        assert "no-store" in answer["Cache-Control"]
        file = look(browser, f"{place}files/nl/figures/ladder.csv")
        assert file["Content-Disposition"].startswith("attachment")
        assert "no-store" in file["Cache-Control"]
    for path in ("../../frozen/manifest.json", "manifest.json", "..", "nl/none.csv"):
        there = f"/nl/desk/drafts/{draft.pk}/look/partners/files/{path}"
        assert look(browser, there).status_code == 404
    assert look(browser, f"/nl/desk/drafts/{draft.pk}/look/frozen/").status_code == 404
    exported = AuditLine.objects.filter(event="draft.exported", outcome="done")
    assert [line.ids[1] for line in exported.order_by("pk")] == ["public", "partners"]


def test_older_looks_are_removed_and_the_newest_is_shown(
    centre: Centre, at_desk, data_folder
) -> None:
    draft = centre.write(centre.open())
    for _ in range(4):
        drafting.preview(viewer(centre.people.editor), draft)
        work_all()
    assert DraftBuild.objects.count() == 4
    assert len(list((data_folder / "drafts" / str(draft.pk) / "builds").iterdir())) == 2
    page(at_desk(centre.people.editor), f"/nl/desk/drafts/{draft.pk}/look/public/")


def kinds(somebody) -> list[tuple[str, int]]:
    return [(one.kind, one.n) for one in waiting_for(viewer(somebody))]


def test_everybody_finds_what_waits_for_them(centre: Centre, take) -> None:
    people = centre.people
    everybody = list(vars(people).values())
    draft = centre.open()
    assert {p.name for p in everybody if kinds(p)} == {"puck", "kees"}
    assert kinds(people.police_contributor) == [("contribute", 1)]
    take("police")
    assert kinds(people.police_contributor) == []
    centre.write(draft)
    centre.move(draft, "drafting")
    assert [kinds(p) for p in everybody if kinds(p)] == []
    centre.move(draft, "partner_review")
    assert [kinds(p) for p in everybody if kinds(p)] == []  # there is nothing to look at yet
    work_all()
    assert kinds(people.police) == kinds(people.kmar) == [("review", 1)]
    assert kinds(people.approver) == [("publish", 1)]
    assert kinds(people.outsider) == kinds(people.police_reader) == []
    reviewing.remark(viewer(people.police), fresh(draft), "section:gaps", "One")
    reviewing.remark(viewer(people.police), fresh(draft), "section:asks", "Two")
    assert kinds(people.editor) == kinds(people.second_editor) == [("comments", 2)]
    centre.approve(draft, people.police)
    assert kinds(people.police) == []
    assert kinds(people.kmar) == [("review", 1)]
    centre_text(centre, draft)
    work_all()
    assert kinds(people.police) == [("review", 1)]


@pytest.mark.parametrize("who", ["editor", "approver", "police", "kmar"])
def test_what_waits_costs_as_much_for_many_drafts_as_for_none(
    centre: Centre, django_assert_max_num_queries, who: str
) -> None:
    by = viewer(getattr(centre.people, who))
    for number in (1, 2, 3):
        centre.in_review(number=number) if number == 1 else None
    with django_assert_max_num_queries(5):
        waiting_for(by)


def test_pages_cost_as_much_for_much_as_for_little(
    centre: Centre, at_desk, django_assert_max_num_queries
) -> None:
    draft = centre.in_review()
    browser = at_desk(centre.people.editor)
    partner = at_desk(centre.people.police)
    for n in range(6):
        reviewing.remark(viewer(centre.people.police), draft, "section:gaps", f"Remark {n}")
    with django_assert_max_num_queries(9):
        page(browser, "/nl/desk/drafts/")
    with django_assert_max_num_queries(24):
        page(browser, f"/nl/desk/drafts/{draft.pk}/")
    with django_assert_max_num_queries(24):
        page(partner, f"/nl/desk/reviews/{draft.pk}/")
    with django_assert_max_num_queries(11):
        page(browser, f"/nl/desk/drafts/{draft.pk}/remarks/")


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_page_can_be_said_in_every_language(centre: Centre, at_desk, tag: str, take) -> None:
    take("police")
    draft = centre.in_review()
    centre.approve(draft, centre.people.police, "object", "No")
    browser = at_desk(centre.people.editor)
    here = f"/{tag}/desk/drafts/{draft.pk}/"
    for address in (
        f"/{tag}/desk/drafts/",
        f"/{tag}/desk/drafts/new/",
        here,
        f"{here}setup/",
        f"{here}texts/summary/",
        f"{here}judgements/labour/",
        f"{here}look/partners/",
        f"{here}remarks/",
    ):
        page(browser, address)
    page(at_desk(centre.people.approver), f"{here}publish/")
    page(at_desk(centre.people.police), f"/{tag}/desk/reviews/{draft.pk}/")
    centre.publish(draft, "Because")
    page(browser, here)
    page(at_desk(centre.people.police), f"/{tag}/desk/reviews/{draft.pk}/")
    page(at_desk(centre.people.police), f"/{tag}/desk/editions/")


@pytest.mark.parametrize("typed", ["Ukraine 2022", "../elsewhere", "ukraine\n", "a/b", "Ё"])
def test_a_name_that_fits_no_address_is_said_at_its_field(centre, at_desk, typed: str) -> None:
    browser = at_desk(centre.people.editor)
    titles = {f"title_{tag}": "A title" for tag in ("nl", "en", "uk")}
    given = {"slug": typed, "kind": "reconstruction", **titles}
    assert browser.post("/en/desk/drafts/new/series/", given).status_code == 400
    draft = centre.open()
    judged = {"seen": 0, "name": typed, "position": 1, "confidence": "moderate"}
    judged |= {"likelihood": "unlikely", "change": "first"}
    page = f"/en/desk/drafts/{draft.pk}/judgements/new/"
    assert browser.post(page, judged).status_code == 400
    assert not draft.judgements.exists()
    assert browser.get("/en/desk/drafts/new/").status_code == 200
