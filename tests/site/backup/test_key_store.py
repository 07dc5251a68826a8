"""The key store has backups of its own: encrypted, short-lived, and never against a destruction."""

from __future__ import annotations

import datetime
import os
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from tests.signals.telling import VAN, municipality, report, viewer

from toevlucht.partners.models import Person
from toevlucht.records.keystore.models import OrganisationKey, WrappedKey
from toevlucht.records.sealed import custody
from toevlucht.signals import policy
from toevlucht.signals.actions.destroying import destroy_due
from toevlucht.signals.models import Destruction, Report, SealedPart
from toevlucht.signals.queries.opening import open_content
from toevlucht.site.backup import BackupProblem, key_store
from toevlucht.site.backup.key_store import back_up_keys, restore_keys
from toevlucht.site.backup.stream import SealingStream

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

SECRET = "what the backups of these tests are sealed with, and nothing else"


@pytest.fixture
def coordinator() -> Person:
    return municipality()


def emptied() -> None:
    WrappedKey.objects.all().delete()
    OrganisationKey.objects.all().delete()


def facts(found: Report, somebody: Person) -> str:
    entry = policy.find_entry(viewer(somebody), found.reference)
    assert entry
    return open_content(viewer(somebody), entry).words.facts


def destroy(found: Report) -> None:
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Report.objects.filter(pk=found.pk).update(keep_until=yesterday)
    assert destroy_due(10) == 1


def days_later(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    now = timezone.now() + datetime.timedelta(days=days, minutes=-1)
    monkeypatch.setattr(key_store.timezone, "now", lambda: now)


def test_keys_come_back_as_they_were(coordinator: Person, tmp_path: Path) -> None:
    found = report()
    before = list(WrappedKey.objects.order_by("record").values_list("record", "holder", "made_at"))
    file, keys, removed = back_up_keys(tmp_path / "safe", SECRET)
    assert (keys, removed) == (2, 0)  # of the report, and that of the marks of places
    assert file.stat().st_mode & 0o077 == 0
    assert found.reference.encode() not in file.read_bytes()
    emptied()
    with pytest.raises(custody.NoKey):
        facts(found, coordinator)
    _, back, again = restore_keys(file, SECRET)
    assert (back, again) == (2, 0)
    after = WrappedKey.objects.order_by("record").values_list("record", "holder", "made_at")
    assert list(after) == before
    assert facts(found, coordinator) == VAN
    assert report().handler == "gm0344"  # and new keys still find a number


def test_a_backup_that_is_too_old_is_removed_and_never_put_back(
    coordinator: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report()
    (tmp_path / "notes.txt").write_text("of somebody else")
    old, *_ = back_up_keys(tmp_path, SECRET)
    kept = tmp_path / "a copy under another name"
    os.link(old, kept)
    days_later(monkeypatch, 29)
    _, _, removed = back_up_keys(tmp_path, SECRET)
    assert (removed, old.exists()) == (0, True)
    days_later(monkeypatch, 2)
    _, _, removed = back_up_keys(tmp_path, SECRET)
    assert (removed, old.exists()) == (1, False)
    assert (tmp_path / "notes.txt").exists()
    emptied()
    with pytest.raises(BackupProblem, match="keys_too_old"):
        restore_keys(kept, SECRET)
    assert not WrappedKey.objects.exists()


def test_what_was_destroyed_after_the_backup_is_destroyed_again(
    coordinator: Person, tmp_path: Path
) -> None:
    gone, stays = report(), report()
    file, *_ = back_up_keys(tmp_path, SECRET)
    destroy(gone)
    emptied()
    _, back, again = restore_keys(file, SECRET)
    assert (back, again) == (3, 1)
    assert custody.holders_of(gone.record) == []
    assert facts(stays, coordinator) == VAN


def test_records_put_back_from_before_a_destruction_do_not_open_with_the_oldest_keys_allowed(
    coordinator: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The records return whole, also what was sealed; the keys are as old as they may be."""
    found = report()
    records = _records(found)
    destroy(found)
    file, *_ = back_up_keys(tmp_path, SECRET)
    days_later(monkeypatch, 30)
    Destruction.objects.all().delete()  # the records of then know of no destruction
    _put_back(records)
    emptied()
    restore_keys(file, SECRET)
    with pytest.raises(custody.NoKey):
        facts(found, coordinator)


def _records(found: Report) -> list[Any]:
    return [found, found.sealed, *found.entries.all()]


def _put_back(records: list[Any]) -> None:
    found = records[0]
    Report.objects.filter(pk=found.pk).update(reference=found.reference, destroyed_on=None)
    for row in records[1:]:
        row.save(force_insert=True)
    assert SealedPart.objects.filter(report=found).exists()


def test_nothing_is_put_over_keys_that_are_there(coordinator: Person, tmp_path: Path) -> None:
    report()
    file, *_ = back_up_keys(tmp_path, SECRET)
    with pytest.raises(BackupProblem, match="keys_not_empty"):
        restore_keys(file, SECRET)
    assert WrappedKey.objects.count() == 2


def test_a_backup_with_another_key_or_cut_off_or_of_the_records_is_refused_whole(
    coordinator: Person, tmp_path: Path
) -> None:
    report()
    file, *_ = back_up_keys(tmp_path, SECRET)
    emptied()
    with pytest.raises(BackupProblem, match="other_key"):
        restore_keys(file, "another secret")
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(BackupProblem, match="damaged"):
        restore_keys(file, SECRET)
    for content in (b"no rows of ours", b'{"format": 1}\n', b""):
        with file.open("wb") as target:
            stream = SealingStream(target, SECRET)
            stream.write(content)
            stream.finish()
        with pytest.raises(BackupProblem, match=r"no_keys_in_it|damaged"):
            restore_keys(file, SECRET)
    assert not OrganisationKey.objects.exists()
