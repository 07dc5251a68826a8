"""Committed lines are sealed once each, in segments that hold on to each other."""

from __future__ import annotations

import datetime
import json

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings
from tests.records.guards import unguarded
from tests.records.trail import line, lines

from toevlucht.records import sealing
from toevlucht.records.heads import export_heads, heads_file
from toevlucht.records.macs import COLUMNS
from toevlucht.records.models import AuditLine, AuditSeal, AuditSegment, AuditUnsealed
from toevlucht.records.sealing import seal

pytestmark = pytest.mark.django_db


def exported() -> list[int]:
    return [json.loads(text)["segment"] for text in heads_file().read_text("utf-8").splitlines()]


def test_lines_that_wait_become_a_segment() -> None:
    written = lines(3)
    segment = seal()
    assert segment is not None
    assert (segment.number, segment.lines) == (1, 3)
    assert (segment.first_at, segment.last_at) == (written[0].at, written[2].at)
    seals = AuditSeal.objects.order_by("position").values_list("line", "segment", "position")
    assert list(seals) == [(one.pk, 1, place) for place, one in enumerate(written, start=1)]
    assert not AuditUnsealed.objects.exists()


def test_a_segment_holds_on_to_the_one_before_it() -> None:
    line()
    first = seal()
    line()
    second = seal()
    assert first is not None
    assert second is not None
    assert (second.number, second.previous) == (2, first.head)
    assert first.head != second.head


def test_where_nothing_happened_nothing_is_sealed() -> None:
    line()
    seal()
    assert seal() is None
    assert AuditSegment.objects.count() == 1


def test_after_an_hour_of_silence_an_empty_segment_shows_that_we_live(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    line()
    first = seal()
    assert first is not None
    later = first.sealed_at + sealing.HEARTBEAT
    monkeypatch.setattr(timezone, "now", lambda: later)
    segment = seal()
    assert segment is not None
    assert (segment.lines, segment.first_at, segment.previous) == (0, None, first.head)


def test_the_very_first_segment_needs_no_lines() -> None:
    segment = seal()
    assert segment is not None
    assert segment.lines == 0


def test_a_line_that_commits_late_is_sealed_too() -> None:
    early, late = line(), line()
    with unguarded():
        AuditUnsealed.objects.filter(line=early.pk).delete()  # not committed yet
    seal()
    assert list(AuditSeal.objects.values_list("line", flat=True)) == [late.pk]
    with unguarded():
        AuditUnsealed.objects.create(line=early.pk)  # committed now, with the lower id
    second = seal()
    assert second is not None
    assert AuditSeal.objects.get(line=early.pk).segment == second.number


def test_many_lines_become_several_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "LINES_A_SEGMENT", 2)
    lines(5)
    last = seal()
    assert last is not None
    assert list(AuditSegment.objects.order_by("number").values_list("lines", flat=True)) == [
        2,
        2,
        1,
    ]


def test_heads_are_exported_once_and_in_order() -> None:
    for _ in range(3):
        line()
        seal()
    export_heads()
    assert exported() == [1, 2, 3]


def test_an_exported_head_tells_nothing_about_anybody() -> None:
    line()
    seal()
    head = json.loads(heads_file().read_text("utf-8"))
    assert sorted(head) == sorted(
        ("segment", "lines", "first", "last", "sealed", "previous", "key", "head", "mac")
    )


def test_a_head_whose_export_failed_is_exported_later(monkeypatch: pytest.MonkeyPatch) -> None:
    line()
    seal()
    with monkeypatch.context() as patch:
        patch.setattr(sealing, "export_heads", lambda: None)
        line()
        seal()
    assert exported() == [1]
    line()
    seal()
    assert exported() == [1, 2, 3]


def test_a_line_of_the_file_that_a_power_cut_tore_does_no_harm() -> None:
    line()
    seal()
    with heads_file().open("a", encoding="utf-8") as heads:
        heads.write('{"segment": 2, "li')
    line()
    seal()
    last = heads_file().read_text("utf-8").splitlines()[-1]
    assert json.loads(last)["segment"] == 2


def test_the_file_of_heads_is_only_added_to() -> None:
    line()
    seal()
    before = heads_file().read_bytes()
    line()
    seal()
    assert heads_file().read_bytes().startswith(before)


def test_another_place_for_the_heads(settings: Settings) -> None:
    settings.TOEVLUCHT_AUDIT_HEADS = str(settings.TOEVLUCHT_DATA / "elsewhere" / "heads")
    line()
    seal()
    assert heads_file() == settings.TOEVLUCHT_DATA / "elsewhere" / "heads"
    assert exported() == [1]


def test_a_number_that_was_exported_is_never_used_again() -> None:
    """After a backup was put back, the database knows fewer segments than the file."""
    for _ in range(3):
        line()
        seal()
    with unguarded():
        AuditSegment.objects.filter(number__gt=1).delete()
        AuditSeal.objects.filter(segment__gt=1).delete()
    line()
    segment = seal()
    assert segment is not None
    assert segment.number == 4


def test_a_seal_covers_every_column() -> None:
    assert {field.column for field in AuditLine._meta.concrete_fields} == set(COLUMNS)


def test_a_line_says_when_to_the_microsecond_at_least_in_utc() -> None:
    written = line()
    assert written.at.tzinfo is not None
    assert abs(written.at - timezone.now()) < datetime.timedelta(minutes=1)
