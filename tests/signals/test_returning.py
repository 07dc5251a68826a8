"""Who kept the seven words comes back; whoever has others learns nothing, and as slowly."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import pytest
from django.db import OperationalError
from tests.signals.public_page import browser, come_back, queries_of, send, text_of, token, words_in
from tests.signals.telling import municipality, viewer

from toevlucht.language import LANGUAGES, language
from toevlucht.partners.flood import Flood
from toevlucht.records.models import AuditLine
from toevlucht.records.sealed import custody
from toevlucht.signals import policy, receipts
from toevlucht.signals.actions.answering import write_to_reporter
from toevlucht.signals.models import Message, Receipt, ReceiptVisits, Report
from toevlucht.signals.pages import returning
from toevlucht.signals.pages.unwatched import REFUSED_ABOVE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

ADDED = "The van was there again."
OTHERS = "lamp tafel boom venster paard stoel jas"


@pytest.fixture(autouse=True)
def nobody_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(returning, "_returns", Flood())


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_reporter_reads_the_answer_and_adds_what_is_new(tag: str) -> None:
    coordinator = viewer(municipality())
    words = words_in(send(browser(), tag, place_name="Utrecht"))
    entry = policy.find_entry(coordinator, Report.objects.get().reference)
    assert entry is not None
    write_to_reporter(coordinator, entry, "At which gate was it?")
    typed = words.upper().replace(" ", ", ")
    read = come_back(browser(), typed, tag)
    assert read.status_code == 200
    assert "At which gate was it?" in text_of(read)
    added = come_back(browser(), words, tag, message=ADDED, token=token())
    assert language(tag).say("reporting.return.added") in text_of(added)
    assert [one.from_reporter for one in Message.objects.order_by("number")] == [False, True]
    assert ADDED in text_of(come_back(browser(), words, tag))


def test_what_is_added_twice_with_one_form_is_there_once() -> None:
    municipality()
    words = words_in(send(browser()))
    written = token()
    for _ in range(2):
        assert come_back(browser(), words, message=ADDED, token=written).status_code == 200
    assert Message.objects.count() == 1


@pytest.mark.parametrize("given", [{"token": ""}, {"message": " "}])
def test_what_cannot_be_added_comes_back(given: dict[str, str]) -> None:
    municipality()
    words = words_in(send(browser()))
    answer = come_back(browser(), words, **{"message": ADDED, "token": token(), **given})
    assert answer.status_code == 400
    assert given.get("message", ADDED) in text_of(answer)
    assert not Message.objects.exists()


def test_words_that_are_unknown_mistyped_or_of_a_destroyed_report_are_answered_alike() -> None:
    municipality()
    kept, destroyed = (words_in(send(browser())) for _ in range(2))
    custody.destroy_key(Report.objects.latest("pk").record)
    mistyped = kept[:-1]
    answers: list[Any] = []
    costs = []
    for words in (OTHERS, mistyped, destroyed):
        with patch.object(receipts.hashlib, "scrypt", wraps=receipts.hashlib.scrypt) as slow:
            asked = queries_of(lambda words=words: answers.append(come_back(browser(), words)))  # type: ignore[misc]
        costs.append((slow.call_count, len(asked)))
    assert [answer.status_code for answer in answers] == [404] * 3
    typed = (OTHERS, mistyped, destroyed)
    assert len({text_of(a).replace(w, "") for a, w in zip(answers, typed, strict=True)}) == 1
    assert costs[0] == costs[1] == costs[2]
    assert costs[0][0] == 1
    lines = AuditLine.objects.filter(event="report.returned_to")
    assert [(line.outcome, line.ids) for line in lines] == [("refused", [])] * 3


def test_a_message_to_words_that_are_unknown_comes_back_with_its_text() -> None:
    answer = come_back(browser(), OTHERS, message=ADDED, token=token())
    assert answer.status_code == 404
    assert ADDED in text_of(answer)


def test_returns_are_counted_once_a_report_and_never_by_report() -> None:
    municipality()
    first, second = (words_in(send(browser())) for _ in range(2))
    browser().post("/nl/report/receipt/", {"words": first})
    assert not ReceiptVisits.objects.exists()
    for words in (first, first, second, OTHERS):
        come_back(browser(), words)
    assert ReceiptVisits.objects.get().returned == 2
    assert Receipt.objects.filter(was_returned_to=True).count() == 2


def test_words_can_be_checked_after_sending() -> None:
    municipality()
    words = words_in(send(browser()))
    right = browser().post("/nl/report/receipt/", {"words": words})
    assert language("nl").say("reporting.check.right") in text_of(right)
    wrong = browser().post("/nl/report/receipt/", {"words": OTHERS})
    assert wrong.status_code == 404


@pytest.mark.parametrize("page", ["return", "receipt"])
def test_where_nothing_can_be_looked_up_the_words_come_back(page: str) -> None:
    with patch.object(returning, "come_back", side_effect=OperationalError):
        answer = browser().post(f"/nl/report/{page}/", {"words": OTHERS})
    assert answer.status_code == 503
    assert OTHERS in text_of(answer)
    assert "no-store" in answer["Cache-Control"]


def test_too_many_attempts_from_one_address_are_stopped() -> None:
    with patch.object(Flood, "count", return_value=REFUSED_ABOVE + 1):
        answer = come_back(browser(), OTHERS)
    assert answer.status_code == 429
    assert language("nl").say("reporting.return.flood") in text_of(answer)
