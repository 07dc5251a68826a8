"""The unencrypted copy that a backup works with does not outlive it, nor one that was killed."""

from __future__ import annotations

from pathlib import Path

from toevlucht.site.backup.workplace import PREFIX, workplace_in


def test_nothing_is_left_afterwards(tmp_path: Path) -> None:
    with workplace_in(tmp_path) as workplace:
        (workplace / "dump").write_text("everything")
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_backup_left_is_removed_by_the_next(tmp_path: Path) -> None:
    left = tmp_path / f"{PREFIX}killed"
    left.mkdir()
    (left / "lock").touch()
    (left / "dump").write_text("everything")
    with workplace_in(tmp_path):
        assert not left.exists()


def test_a_backup_that_is_at_work_is_left_alone(tmp_path: Path) -> None:
    with workplace_in(tmp_path) as first, workplace_in(tmp_path) as second:
        assert first.exists()
        assert second.exists()
