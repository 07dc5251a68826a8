"""Whoever changes the trail is found out, and the verification says what was done where."""

from __future__ import annotations

import datetime
import json
import shutil
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import F
from django.utils import timezone
from pytest_django.fixtures import Settings
from tests.records.guards import unguarded
from tests.records.trail import line, lines

from toevlucht.records import sealing
from toevlucht.records.heads import heads_file
from toevlucht.records.keys import Key
from toevlucht.records.macs import Head, line_mac
from toevlucht.records.models import (
    AuditLine,
    AuditSeal,
    AuditSegment,
    AuditSubject,
    AuditUnsealed,
)
from toevlucht.records.sealing import seal
from toevlucht.records.verifying import Verdict, Verification, reading, verdict
from toevlucht.records.verifying.guards import GUARDS

pytestmark = pytest.mark.django_db


@pytest.fixture
def trail() -> list[AuditLine]:
    """Four segments of three lines."""
    written = []
    for _ in range(4):
        written += lines(3)
        seal()
    return written


def verify(*copies: Path) -> Verdict:
    return Verification(copies).run()


def problems(*copies: Path) -> list[tuple[str, ...]]:
    found = verify(*copies).problems
    return [(one.code, *map(str, _without_file(one.values))) for one in found]


def _without_file(values: dict[str, int | str]) -> list[int | str]:
    return [value for name, value in values.items() if name != "file"]


def recompute(key: Key) -> None:
    """What somebody with all rights on the database can do who also has a key."""
    with unguarded():
        previous = ""
        for segment in AuditSegment.objects.order_by("number"):
            head = Head(key, segment.number, previous)
            for one in AuditSeal.objects.filter(segment=segment.number).order_by("position"):
                one.mac = line_mac(
                    key, segment.number, previous, AuditLine.objects.get(pk=one.line)
                )
                one.save()
                head.add(one.mac)
            segment.previous, segment.lines = previous, head.count
            segment.head = head.close(segment.sealed_at, segment.first_at, segment.last_at)
            segment.save()
            previous = segment.head


def test_a_trail_that_nobody_touched_is_intact(trail: list[AuditLine]) -> None:
    found = verify()
    assert (found.problems, found.notes) == ([], [])
    assert (found.is_intact, found.segments, found.lines, found.unsealed) == (True, 4, 12, 0)


def test_a_trail_without_anything_is_intact() -> None:
    assert verify().is_intact


@pytest.mark.parametrize(
    "change",
    [
        {"person": 99},
        {"organisation": "kmar"},
        {"roles": ["editor"]},
        {"channel": "task"},
        {"on_behalf_of": "kmar"},
        {"event": "page.opened"},
        {"kind": "draft"},
        {"ids": ["6"]},
        {"purpose": "access"},
        {"ground": "security"},
        {"outcome": "refused"},
        {"request": "another"},
        {"at": timezone.now()},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_line_is_named(trail: list[AuditLine], change: dict[str, object]) -> None:
    with unguarded():
        AuditLine.objects.filter(pk=trail[4].pk).update(**change)
    assert ("line_changed", str(trail[4].pk), "2") in problems()


def test_a_removed_line_is_named(trail: list[AuditLine]) -> None:
    with unguarded():
        AuditLine.objects.filter(pk=trail[4].pk).delete()
    assert problems() == [("line_removed", str(trail[4].pk), "2")]


def test_a_line_removed_with_its_seal_leaves_a_gap(trail: list[AuditLine]) -> None:
    with unguarded():
        AuditLine.objects.filter(pk=trail[4].pk).delete()
        AuditSeal.objects.filter(line=trail[4].pk).delete()
    assert problems() == [("seal_gone", "2", "2")]


def test_a_gap_that_was_closed_is_counted(trail: list[AuditLine]) -> None:
    with unguarded():
        AuditLine.objects.filter(pk=trail[4].pk).delete()
        AuditSeal.objects.filter(line=trail[4].pk).delete()
        AuditSeal.objects.filter(line=trail[5].pk).update(position=2)
    assert problems() == [("count_differs", "2", "3", "2")]
    with unguarded():
        AuditSegment.objects.filter(number=2).update(lines=2)
    assert problems() == [("segment_changed", "2")]


def test_a_line_put_in_between_is_named(trail: list[AuditLine]) -> None:
    with unguarded():
        fake = AuditLine.objects.create(
            event="contribution.read", channel="page", outcome="done", ids=[]
        )
        AuditUnsealed.objects.filter(line=fake.pk).delete()
        AuditSeal.objects.filter(line=trail[5].pk).update(position=4)
        AuditSeal.objects.create(line=fake.pk, segment=2, position=3, mac="0" * 64)
    assert problems() == [("line_inserted", str(fake.pk), "2"), ("count_differs", "2", "3", "4")]


def test_a_line_put_in_without_a_seal_is_named(trail: list[AuditLine]) -> None:
    with unguarded():
        fake = AuditLine.objects.create(
            event="contribution.read", channel="page", outcome="done", ids=[]
        )
        AuditUnsealed.objects.all().delete()
    assert problems() == [("line_withheld", str(fake.pk))]


def test_lines_in_another_order_are_named(trail: list[AuditLine]) -> None:
    with unguarded():
        AuditSeal.objects.filter(line=trail[3].pk).update(position=9)
        AuditSeal.objects.filter(line=trail[4].pk).update(position=1)
        AuditSeal.objects.filter(line=trail[3].pk).update(position=2)
    assert problems() == [("reordered", "2")]


def test_a_line_in_another_segment_is_named(trail: list[AuditLine]) -> None:
    with unguarded():
        AuditSeal.objects.filter(line=trail[5].pk).update(segment=3, position=4)
    codes = [code for code, *_ in problems()]
    assert codes == ["count_differs", "line_inserted", "count_differs"]


def test_a_segment_that_was_taken_out_is_named(trail: list[AuditLine]) -> None:
    with unguarded():
        ids = list(AuditSeal.objects.filter(segment=2).values_list("line", flat=True))
        AuditLine.objects.filter(pk__in=ids).delete()
        AuditSeal.objects.filter(segment=2).delete()
        AuditSegment.objects.filter(number=2).delete()
    assert problems() == [("segments_missing", "2", "2"), ("exported_and_gone", "2", "2")]


def test_a_segment_whose_row_only_was_taken_out_is_named(trail: list[AuditLine]) -> None:
    with unguarded():
        AuditSegment.objects.filter(number__in=[2, 4]).delete()
    found = problems()
    assert ("segment_without_row", "2") in found
    assert ("line_withheld", str(trail[3].pk)) not in found
    assert ("cut_off", "4", "4") in found


def test_segments_whose_numbers_close_the_gap_do_not_hang_together(trail: list[AuditLine]) -> None:
    with unguarded():
        AuditSeal.objects.filter(segment=2).delete()
        AuditLine.objects.filter(pk__in=[one.pk for one in trail[3:6]]).delete()
        AuditSegment.objects.filter(number=2).delete()
        for number in (3, 4):
            AuditSegment.objects.filter(number=number).update(number=number - 1)
            AuditSeal.objects.filter(segment=number).update(segment=number - 1)
    assert ("chain_broken", "2") in problems()


def test_an_end_that_was_cut_off_is_named(trail: list[AuditLine]) -> None:
    with unguarded():
        AuditLine.objects.filter(pk__in=[one.pk for one in trail[6:]]).delete()
        AuditSeal.objects.filter(segment__gt=2).delete()
        AuditSegment.objects.filter(number__gt=2).delete()
    assert problems() == [("cut_off", "3", "4")]


def test_a_cut_end_stays_visible_when_sealing_goes_on(trail: list[AuditLine]) -> None:
    with unguarded():
        AuditLine.objects.filter(pk__in=[one.pk for one in trail[6:]]).delete()
        AuditSeal.objects.filter(segment__gt=2).delete()
        AuditSegment.objects.filter(number__gt=2).delete()
    line()
    seal()
    assert problems() == [("segments_skipped", "3", "4"), ("exported_and_gone", "3", "4")]


def test_a_long_silence_at_the_end_is_noted(
    trail: list[AuditLine], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who cuts off the end, and the file of heads too, leaves a silence."""
    later = timezone.now() + sealing.HEARTBEAT + datetime.timedelta(minutes=5)
    monkeypatch.setattr(timezone, "now", lambda: later)
    found = verify()
    assert found.is_intact
    assert [note.code for note in found.notes] == ["silence"]
    seal()
    assert [note.code for note in verify().notes] == ["silence"]


@pytest.mark.parametrize("column", ["lines", "first_at", "last_at", "sealed_at", "head"])
def test_a_changed_segment_is_named(trail: list[AuditLine], column: str) -> None:
    minute = datetime.timedelta(seconds=1)
    changes = {"lines": F("lines") + 1, "head": "0" * 64}
    with unguarded():
        for segment in AuditSegment.objects.filter(number=2):
            value = changes.get(column) or getattr(segment, column) + minute
            AuditSegment.objects.filter(number=2).update(**{column: value})
    found = problems()
    assert found[0][0] in {"segment_changed", "count_differs"}
    assert found[0][1] == "2"


def test_a_seal_that_was_changed_is_named(trail: list[AuditLine]) -> None:
    with unguarded():
        AuditSeal.objects.filter(line=trail[4].pk).update(mac="é" * 64)
    assert problems() == [("line_changed", str(trail[4].pk), "2")]


def test_all_rows_recomputed_with_another_key_name_a_key_that_nobody_knows(
    trail: list[AuditLine],
) -> None:
    stranger = Key(b"not ours")
    with unguarded():
        AuditLine.objects.filter(pk=trail[4].pk).update(person=99)
        AuditSegment.objects.update(key=stranger.name)
    recompute(stranger)
    assert problems()[0] == ("key_unknown", "1", stranger.name)
    assert len([code for code, *_ in problems() if code == "head_differs"]) == 4


def test_all_rows_recomputed_with_another_key_under_our_name_are_found(
    trail: list[AuditLine],
) -> None:
    recompute(Key(b"not ours"))
    assert ("line_changed", str(trail[0].pk), "1") in problems()


def test_all_rows_recomputed_with_the_stolen_key_differ_from_the_exported_heads(
    trail: list[AuditLine], settings: Settings
) -> None:
    with unguarded():
        AuditLine.objects.filter(pk=trail[4].pk).update(person=99)
    recompute(Key(settings.TOEVLUCHT_AUDIT_KEY.encode()))
    assert problems() == [("head_differs", "2"), ("head_differs", "3"), ("head_differs", "4")]


def test_where_our_file_was_made_anew_too_a_partners_copy_tells(
    trail: list[AuditLine], settings: Settings, tmp_path: Path
) -> None:
    kept = tmp_path / "kept-by-a-partner.jsonl"
    shutil.copy(heads_file(), kept)
    with unguarded():
        AuditLine.objects.filter(pk=trail[4].pk).update(person=99)
    recompute(Key(settings.TOEVLUCHT_AUDIT_KEY.encode()))
    heads_file().unlink()
    seal()
    assert problems() == []
    assert problems(kept) == [("head_differs", "2"), ("head_differs", "3"), ("head_differs", "4")]


def test_a_partner_may_keep_a_few_heads_only_and_twice(
    trail: list[AuditLine], tmp_path: Path
) -> None:
    kept = tmp_path / "kept.jsonl"
    second, fourth = heads_file().read_text("utf-8").splitlines()[1::2]
    kept.write_text("\n".join([second, second, fourth]), "utf-8")
    found = verify(kept)
    assert (found.problems, found.notes) == ([], [])


def test_a_copy_that_was_changed_is_named(trail: list[AuditLine], tmp_path: Path) -> None:
    kept = tmp_path / "kept.jsonl"
    kept.write_text(heads_file().read_text("utf-8").replace('"lines": 3', '"lines": 2', 1), "utf-8")
    assert problems(kept) == [("copy_changed", "1")]


def test_a_copy_in_another_order_is_named(trail: list[AuditLine], tmp_path: Path) -> None:
    kept = tmp_path / "kept.jsonl"
    kept.write_text("".join(reversed(heads_file().read_text("utf-8").splitlines(True))), "utf-8")
    assert [code for code, _ in problems(kept)] == ["copy_order"] * 3


def test_a_line_of_a_copy_that_is_no_head_is_noted(trail: list[AuditLine], tmp_path: Path) -> None:
    kept = tmp_path / "kept.jsonl"
    kept.write_bytes(b'\xff\n{"segment": 1}\n[]\n' + heads_file().read_bytes())
    found = verify(kept)
    assert found.is_intact
    assert [note.code for note in found.notes] == ["copy_unreadable"] * 3


def test_a_head_taken_out_of_our_file_is_named(trail: list[AuditLine]) -> None:
    all_heads = heads_file().read_text("utf-8").splitlines(True)
    heads_file().write_text("".join([all_heads[0], *all_heads[2:]]), "utf-8")
    assert problems() == [("head_not_exported", "2")]


def test_our_file_taken_away_is_named(trail: list[AuditLine]) -> None:
    heads_file().unlink()
    assert problems() == [("no_heads_file",)]


def test_heads_that_were_not_exported_yet_are_noted(
    trail: list[AuditLine], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "export_heads", lambda: None)
    line()
    seal()
    found = verify()
    assert found.is_intact
    assert [note.code for note in found.notes] == ["waits_for_export"]


def test_after_a_new_key_the_old_one_still_verifies(
    trail: list[AuditLine], settings: Settings
) -> None:
    old = settings.TOEVLUCHT_AUDIT_KEY
    settings.TOEVLUCHT_AUDIT_KEY = "a new one"
    line()
    seal()
    assert problems()[0][0] == "key_unknown"
    settings.TOEVLUCHT_AUDIT_OLD_KEYS = [old]
    assert verify().is_intact
    assert len(set(AuditSegment.objects.values_list("key", flat=True))) == 2


def test_the_lines_that_wait_are_counted(trail: list[AuditLine]) -> None:
    waiting = lines(2)
    found = verify()
    assert found.is_intact
    assert (found.unsealed, found.oldest_unsealed) == (2, waiting[0].at)


def test_a_line_that_waits_and_says_it_is_old_is_noted(trail: list[AuditLine]) -> None:
    old = timezone.now() - datetime.timedelta(days=2)
    AuditLine.objects.create(
        at=old, event="contribution.read", channel="page", outcome="done", ids=[]
    )
    assert [note.code for note in verify().notes] == ["unsealed_late"]
    seal()
    assert [note.code for note in verify().notes] == ["line_late"]


def test_a_line_that_waited_and_was_removed_is_named(trail: list[AuditLine]) -> None:
    waiting = line()
    with unguarded():
        AuditLine.objects.filter(pk=waiting.pk).delete()
    assert problems() == [("waiting_line_removed", str(waiting.pk))]


def test_a_line_that_cannot_be_found_by_its_record_any_more_is_named(
    trail: list[AuditLine],
) -> None:
    with unguarded():
        AuditSubject.objects.filter(line=trail[4].pk).delete()
    assert problems() == [("index_changed", str(trail[4].pk))]


def test_an_end_that_was_cut_off_in_both_places_shows_in_a_copy_elsewhere(
    trail: list[AuditLine], tmp_path: Path
) -> None:
    copy = tmp_path / "kept-by-a-partner.jsonl"
    shutil.copy(heads_file(), copy)
    with unguarded():
        gone = [one.pk for one in trail[6:]]
        AuditSubject.objects.filter(line__in=gone).delete()
        AuditLine.objects.filter(pk__in=gone).delete()
        AuditSeal.objects.filter(segment__gt=2).delete()
        AuditSegment.objects.filter(number__gt=2).delete()
    heads_file().write_text("".join(heads_file().read_text().splitlines(keepends=True)[:2]))
    assert problems() == []
    assert problems(copy) == [("cut_off", "3", "4")]


@pytest.mark.parametrize("guard", sorted(GUARDS[connection.vendor]))
def test_a_guard_that_was_taken_away_is_named(trail: list[AuditLine], guard: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgrelid::regclass FROM pg_trigger WHERE tgname = %s", [guard])
            cursor.execute(f"DROP TRIGGER {guard} ON {cursor.fetchone()[0]}")
        else:
            cursor.execute(f"DROP TRIGGER {guard}")
    assert problems() == [("guard_off", guard)]


def test_a_guard_that_sleeps_is_named(trail: list[AuditLine]) -> None:
    if connection.vendor != "postgresql":
        return  # SQLite cannot switch one off
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE records_auditline DISABLE TRIGGER records_auditline_stays")
    assert problems() == [("guard_off", "records_auditline_stays")]


def test_a_guard_of_the_same_name_that_lets_changes_pass_is_named(trail: list[AuditLine]) -> None:
    guard = "records_auditline_stays"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP TRIGGER {guard} ON records_auditline")
            cursor.execute(
                f"CREATE TRIGGER {guard} BEFORE DELETE OR TRUNCATE ON records_auditline "
                "FOR EACH STATEMENT EXECUTE FUNCTION records_refuse()"
            )
        else:
            guard += "_update"
            cursor.execute(f"DROP TRIGGER {guard}")
            cursor.execute(
                f"CREATE TRIGGER {guard} BEFORE UPDATE ON records_auditline "
                "WHEN OLD.person <> 11 BEGIN SELECT RAISE(ABORT, 'the audit trail only grows'); END"
            )
    assert problems() == [("guard_off", guard)]


def test_a_function_that_does_something_else_is_named(trail: list[AuditLine]) -> None:
    if connection.vendor != "postgresql":
        return  # SQLite has none
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION records_seal_first() RETURNS trigger LANGUAGE plpgsql "
            "AS $$ BEGIN RETURN OLD; END $$"
        )
    assert problems() == [("guard_off", "records_auditunsealed_seal_first")]


def test_what_changes_lines_before_they_are_sealed_is_named(trail: list[AuditLine]) -> None:
    """A trap: whatever this person does, the trail would say that somebody else did it."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE FUNCTION another() RETURNS trigger LANGUAGE plpgsql "
                "AS $$ BEGIN NEW.person := 99; RETURN NEW; END $$"
            )
            cursor.execute(
                "CREATE TRIGGER trap BEFORE INSERT ON records_auditline "
                "FOR EACH ROW WHEN (NEW.person = 11) EXECUTE FUNCTION another()"
            )
        else:
            cursor.execute(
                "CREATE TRIGGER trap BEFORE INSERT ON Records_AuditLine WHEN NEW.person = 11 "
                "BEGIN SELECT RAISE(IGNORE); END"
            )
    assert problems() == [("guard_unknown", "trap")]


def test_a_rule_that_swallows_lines_is_named(trail: list[AuditLine]) -> None:
    if connection.vendor != "postgresql":
        return  # SQLite has none
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE RULE swallow AS ON INSERT TO records_auditline "
            "WHERE NEW.person = 11 DO INSTEAD NOTHING"
        )
    assert problems() == [("guard_unknown", "swallow")]


def test_what_is_no_line_at_all_any_more_is_named(trail: list[AuditLine]) -> None:
    if connection.vendor != "sqlite":
        return  # PostgreSQL itself refuses what is no time and no JSON
    with unguarded(), connection.cursor() as cursor:
        cursor.execute("UPDATE records_auditline SET at = 'never' WHERE id = %s", [trail[4].pk])
        cursor.execute("UPDATE records_auditline SET ids = '7' WHERE id = %s", [trail[7].pk])
    found = problems()
    assert ("line_changed", str(trail[4].pk), "2") in found
    assert ("line_changed", str(trail[7].pk), "3") in found


@pytest.mark.parametrize("at_once", [1, 2, 3, 5])
def test_it_reads_a_few_at_a_time(
    trail: list[AuditLine], monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(reading, "AT_ONCE", at_once)
    found = verify()
    assert (found.problems, found.segments, found.lines) == ([], 4, 12)


def test_a_thousand_problems_are_counted_and_a_hundred_named(
    trail: list[AuditLine], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verdict, "NAMED_AT_MOST", 5)
    with unguarded():
        AuditLine.objects.update(person=99)
    found = verify()
    assert (len(found.problems), found.problem_count) == (5, 12)
    assert json.dumps(found.as_json())
