"""One story told forty times is one rumour with forty tellers, checked and answered once."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.utils import timezone
from tests.signals.telling import municipality, report, safety_region, telling, viewer

from toevlucht.partners.models import Person
from toevlucht.records.models import AuditLine
from toevlucht.records.viewer import PUBLIC, NotAllowed, Viewer
from toevlucht.signals.actions.rumours import (
    PARTS,
    Heard,
    RumourRefused,
    answer_rumour,
    drop_rumour,
    keep_check,
    note_rumour,
    tell_again,
    withdraw_answer,
)
from toevlucht.signals.models import Rumour, Teller
from toevlucht.signals.queries.public_rumours import (
    answered_rumours,
    find_answered,
    find_withdrawn,
)
from toevlucht.signals.queries.rumours import find_rumour, noted, rumours_page

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

STORY = "A bus drives around and takes young women along."
WORDS = {"nl": "Het klopt niet.", "en": "It is not true.", "uk": "Це неправда."}
ANSWER = {tag: {part: f"{text} {part}" for part in PARTS} for tag, text in WORDS.items()}
TODAY = datetime.date(2022, 4, 5)


@pytest.fixture
def owner() -> Viewer:
    return viewer(municipality())


@pytest.fixture
def neighbour() -> Viewer:
    return viewer(safety_region())


@pytest.fixture
def rumour(owner: Viewer) -> Rumour:
    return note_rumour(owner, STORY, "GM0344", Heard(1, TODAY))


def test_forty_tellers_of_two_organisations_make_one_rumour(
    rumour: Rumour, neighbour: Viewer
) -> None:
    tell_again(neighbour, rumour, Heard(39, TODAY))
    (found,) = rumours_page(neighbour)
    assert (found.told, found.noted_by) == (40, 2)  # type: ignore[attr-defined]
    assert [(one.organisation, one.told) for one in noted(rumour)] == [("gm0344", 1), ("vr09", 39)]


def test_a_report_tells_a_story_once(rumour: Rumour, owner: Viewer) -> None:
    told = report()
    tell_again(owner, rumour, Heard(5, TODAY, told.reference))
    assert Teller.objects.get(report=told).count == 1
    with pytest.raises(RumourRefused, match="told_already"):
        tell_again(owner, rumour, Heard(1, TODAY, told.reference))


def test_a_report_of_another_desk_is_answered_as_one_that_is_not_there(
    rumour: Rumour, neighbour: Viewer
) -> None:
    hidden = report(telling())
    for reference in (hidden.reference, "zzzzzzzzzzzz"):
        with pytest.raises(RumourRefused, match="no_report"):
            tell_again(neighbour, rumour, Heard(1, TODAY, reference))


def test_it_is_answered_only_after_a_check_and_in_every_language(
    rumour: Rumour, owner: Viewer
) -> None:
    with pytest.raises(RumourRefused, match="not_checked"):
        answer_rumour(owner, rumour, ANSWER)
    keep_check(owner, rumour, "The bus is the line to the station.", "Timetable of May", "untrue")
    with pytest.raises(RumourRefused, match="language_missing"):
        answer_rumour(owner, rumour, {**ANSWER, "uk": {**ANSWER["uk"], "act": " "}})
    answer_rumour(owner, rumour, ANSWER)
    rumour.refresh_from_db()
    assert (rumour.state, rumour.answer) == ("answered", ANSWER)
    with pytest.raises(RumourRefused, match="over"):
        drop_rumour(owner, rumour)
    with pytest.raises(RumourRefused, match="over"):
        keep_check(owner, rumour, "Something else.", "Hearsay", "true")


def test_an_answer_that_was_wrong_is_withdrawn_checked_and_given_anew(
    rumour: Rumour, owner: Viewer, neighbour: Viewer
) -> None:
    with pytest.raises(RumourRefused, match="not_answered"):
        withdraw_answer(owner, rumour, WORDS)
    keep_check(owner, rumour, "The bus is the line to the station.", "Timetable of May", "untrue")
    answer_rumour(owner, rumour, ANSWER)
    with pytest.raises(NotAllowed):
        withdraw_answer(neighbour, rumour, WORDS)
    with pytest.raises(RumourRefused, match="reason_missing"):
        withdraw_answer(owner, rumour, {**WORDS, "uk": " "})
    withdraw_answer(owner, rumour, WORDS)
    with pytest.raises(RumourRefused, match="not_answered"):
        withdraw_answer(owner, rumour, WORDS)
    with pytest.raises(RumourRefused, match="not_checked"):
        answer_rumour(owner, rumour, ANSWER)
    assert (answered_rumours(), find_answered(rumour.reference)) == ([], None)
    keep_check(owner, rumour, "A bus did drive around.", "Police, 2 June", "partly_true")
    assert find_withdrawn(rumour.reference), "also while it is checked again"
    answer_rumour(owner, rumour, ANSWER)
    assert find_withdrawn(rumour.reference) is None
    (found,) = answered_rumours()
    assert found.verdict == "partly_true"
    assert found.before
    assert (found.before.on, found.before.reason) == (timezone.localdate(), WORDS)
    assert AuditLine.objects.filter(event="rumour.withdrawn").count() == 1


def test_others_may_add_tellers_but_not_write_what_was_found(
    rumour: Rumour, neighbour: Viewer
) -> None:
    with pytest.raises(NotAllowed):
        keep_check(neighbour, rumour, "x", "y", "true")
    with pytest.raises(NotAllowed):
        answer_rumour(neighbour, rumour, ANSWER)
    with pytest.raises(NotAllowed):
        drop_rumour(neighbour, rumour)


@pytest.mark.parametrize("role", ["reader", "reporter", "administrator", "editor"])
def test_nobody_else_finds_or_notes_rumours(rumour: Rumour, role: str) -> None:
    somebody = Viewer(person=99, organisation="gm0344", roles=frozenset({role}))
    assert find_rumour(somebody, rumour.reference) is None
    assert rumours_page(somebody) == []
    with pytest.raises(NotAllowed):
        note_rumour(somebody, STORY, "", Heard(1, TODAY))
    with pytest.raises(NotAllowed):
        tell_again(somebody, rumour, Heard(1, TODAY))
    assert find_rumour(PUBLIC, rumour.reference) is None


def test_the_list_costs_the_same_for_one_and_for_many(
    owner: Viewer, django_assert_max_num_queries
) -> None:
    for _ in range(30):
        note_rumour(owner, STORY, "", Heard(1, TODAY))
    with django_assert_max_num_queries(1):
        first = rumours_page(owner)
    assert len(first) == 26
    assert len(rumours_page(owner, before=first[24].pk)) == 5


def at_desk(somebody: Person) -> Client:
    browser = Client()
    browser.force_login(somebody)
    return browser


def test_from_hearing_it_to_the_answer_on_the_pages() -> None:
    browser = at_desk(municipality())
    today = timezone.localdate().isoformat()
    empty = browser.get("/en/desk/rumours/")
    assert "No rumours were noted." in empty.content.decode()
    wrong = browser.post("/en/desk/rumours/new/", {"story": "", "count": "0", "heard_on": "soon"})
    assert wrong.status_code == 400
    made = browser.post(
        "/en/desk/rumours/new/", {"story": STORY, "count": "3", "heard_on": today}, follow=True
    )
    assert "3 tellers" in made.content.decode()
    address = made.request["PATH_INFO"]
    told = {"count": "2", "heard_on": today}
    assert "5 tellers" in browser.post(f"{address}heard/", told, follow=True).content.decode()
    late = {"count": "2", "heard_on": "2999-01-01"}
    assert "still to come" in browser.post(f"{address}heard/", late).content.decode()
    early = {f"{part}_{tag}": words[part] for tag, words in ANSWER.items() for part in PARTS}
    assert "First note what is known" in browser.post(f"{address}answer/", early).content.decode()
    check = {"found": "It is the bus to the station.", "sources": "Timetable", "verdict": "untrue"}
    browser.post(f"{address}check/", check)
    done = browser.post(f"{address}answer/", early, follow=True).content.decode()
    assert ANSWER["uk"]["act"] in done
    assert AuditLine.objects.filter(event="rumour.answered").count() == 1
    assert browser.post(f"{address}withdraw/", {"reason_nl": "x"}).status_code == 400
    reason = {f"reason_{tag}": text for tag, text in WORDS.items()}
    done = browser.post(f"{address}withdraw/", reason, follow=True).content.decode()
    assert "Everybody reads why" in done
    assert f"{address}check/" in done


def test_the_pages_are_for_who_coordinates(rumour: Rumour) -> None:
    from tests.partners.people import person

    reader = at_desk(person("reader", "gm0344", "reader"))
    for path in ("", "new/", f"{rumour.reference}/", f"{rumour.reference}/withdraw/"):
        assert reader.get(f"/nl/desk/rumours/{path}").status_code == 403
        assert Client().get(f"/nl/desk/rumours/{path}").status_code == 302
    coordinator = at_desk(municipality("gm0307", "GM0307"))
    assert coordinator.get(f"/nl/desk/rumours/{rumour.reference}/").status_code == 200
    assert coordinator.get("/nl/desk/rumours/zzzzzzzzzzzz/").status_code == 404
    found = {"found": "x", "sources": "y", "verdict": "true"}
    posted = coordinator.post(f"/nl/desk/rumours/{rumour.reference}/check/", found)
    assert posted.status_code == 403
