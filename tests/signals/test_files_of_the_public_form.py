"""Files come with a report or later; none lies on a disk before it is sealed."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.signals.public_page import (
    FACTS,
    PIXEL,
    browser,
    come_back,
    photo,
    send,
    text_of,
    token,
    words_in,
)
from tests.signals.telling import municipality

from toevlucht.language import language
from toevlucht.signals.models import Attachment, Message, Report
from toevlucht.signals.pages import unwatched

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_photos_come_with_a_report_and_with_what_is_added_later(data_folder: Path) -> None:
    municipality()
    sent = send(browser(), uploads=[photo(), photo("two.png")])
    assert sent.status_code == 200
    assert Attachment.objects.count() == 2
    given = {"message": "One more.", "token": token(), "uploads": [photo("three.png")]}
    assert come_back(browser(), words_in(sent), **given).status_code == 200
    assert Attachment.objects.count() == 3
    kept = [path.read_bytes() for path in data_folder.rglob("*") if path.is_file()]
    assert kept
    assert all(PIXEL not in content and b"three.png" not in content for content in kept)


def test_a_file_of_another_kind_is_refused_and_the_text_comes_back() -> None:
    program = SimpleUploadedFile("x.png", b"\x7fELF\x00\x01")
    answer = send(browser(), uploads=[program])
    assert answer.status_code == 400
    assert FACTS in text_of(answer)
    assert not Report.objects.exists()


def test_more_than_is_taken_is_said_and_the_text_comes_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(unwatched, "MOST_SENT", 10)
    answer = send(browser(), uploads=[photo()])
    assert answer.status_code == 413
    assert language("nl").say("reporting.error.large") in text_of(answer)
    assert FACTS in text_of(answer)
    assert not Report.objects.exists()


def test_a_report_whose_files_cannot_be_kept_is_received_and_says_so() -> None:
    municipality()
    place = "toevlucht.signals.actions.attaching.write_file"
    with patch(place, side_effect=OSError("no space left on device")):
        answer = send(browser(), uploads=[photo()])
    assert answer.status_code == 200
    assert language("nl").say("reporting.sent.no_files") in text_of(answer)
    assert (Report.objects.count(), Attachment.objects.count()) == (1, 0)


def test_what_is_added_with_files_that_cannot_be_kept_is_not_half_there() -> None:
    municipality()
    words = words_in(send(browser()))
    given = {"message": "One more.", "token": token()}
    place = "toevlucht.signals.actions.attaching.write_file"
    with patch(place, side_effect=OSError("no space left on device")):
        answer = come_back(browser(), words, **given, uploads=[photo()])
    assert answer.status_code == 503
    assert "One more." in text_of(answer)
    assert not Message.objects.exists()
    assert come_back(browser(), words, **given, uploads=[photo()]).status_code == 200
    assert (Message.objects.count(), Attachment.objects.count()) == (1, 1)
