"""Making a backup: everything but keys goes in, and a file is there whole or not at all."""

from __future__ import annotations

import errno
import tracemalloc
from pathlib import Path

import pytest

from toevlucht.site.backup import BackupProblem, Making, Restoring, databases
from toevlucht.site.backup.archive import Writer

SECRET = "a secret of these tests"

pytestmark = pytest.mark.django_db


@pytest.fixture
def data(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with files; its database is one file, since that of the tests has none."""
    monkeypatch.setattr(databases, "dump", lambda target: target.write_bytes(b"rows"))
    for name in ("frozen/a/1/v1/rows.parquet", "audit/heads.jsonl", "keys/audit.key", "mail/1.log"):
        path = data_folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, "utf-8")
    return data_folder


def make(file: Path) -> Making:
    making = Making(file, SECRET)
    for _ in making.steps():
        pass
    return making


def parts(file: Path) -> list[str]:
    return list(Restoring(file, SECRET, only_check=True).steps())


def test_everything_goes_in_but_keys_and_what_belongs_to_this_machine(
    data: Path, tmp_path: Path
) -> None:
    (data / "drafts" / ".incoming-1").mkdir(parents=True)
    (data / "drafts" / ".incoming-1" / "half").touch()
    (data / "something-new").mkdir()
    (data / "something-new" / "file").touch()
    making = make(tmp_path / "a.backup")
    assert parts(tmp_path / "a.backup") == [
        "database",
        "data/audit/heads.jsonl",
        "data/frozen/a/1/v1/rows.parquet",
        "data/something-new/file",
    ]
    assert making.files == 3
    assert (tmp_path / "a.backup").stat().st_mode & 0o777 == 0o600


def test_heads_are_those_from_before_the_database(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heads = data / "audit" / "heads.jsonl"

    def dump(target: Path) -> None:
        target.write_bytes(b"rows")
        heads.write_text("a head of a segment that came after the rows", "utf-8")

    monkeypatch.setattr(databases, "dump", dump)
    monkeypatch.setattr(databases, "refuse_unfit", lambda opening: None)
    make(tmp_path / "a.backup")
    target = tmp_path / "unpacked"
    list(Restoring(tmp_path / "a.backup", SECRET)._read(target))
    assert (target / "data/audit/heads.jsonl").read_text("utf-8") == "audit/heads.jsonl"


def test_a_file_that_is_there_is_not_overwritten(data: Path, tmp_path: Path) -> None:
    (tmp_path / "a.backup").write_text("yesterday", "utf-8")
    with pytest.raises(BackupProblem, match="file_exists"):
        make(tmp_path / "a.backup")
    assert (tmp_path / "a.backup").read_text("utf-8") == "yesterday"


def test_a_full_disk_is_named_and_nothing_stays_behind(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(writer: Writer, name: str, path: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Writer, "add", full)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(BackupProblem, match="disk_full"):
        make(tmp_path / "a.backup")
    assert sorted(tmp_path.rglob("*")) == before


def test_a_link_is_refused_because_what_is_behind_it_would_be_left_out(
    data: Path, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (data / "publications").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(BackupProblem, match="link"):
        make(tmp_path / "a.backup")


def test_a_file_that_somebody_removed_meanwhile_is_counted(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (data / "withdrawn").mkdir()
    (data / "withdrawn" / "file").touch()
    add = Writer.add

    def removing(writer: Writer, name: str, path: Path) -> None:
        if path.parent.name == "withdrawn":
            path.unlink()
        add(writer, name, path)

    monkeypatch.setattr(Writer, "add", removing)
    assert make(tmp_path / "a.backup").removed == 1
    assert "data/withdrawn/file" not in parts(tmp_path / "a.backup")


def test_a_large_file_takes_no_memory_to_speak_of(data: Path, tmp_path: Path) -> None:
    with (data / "large").open("wb") as large:
        large.truncate(64 << 20)
    tracemalloc.start()
    try:
        make(tmp_path / "a.backup")
        assert "data/large" in parts(tmp_path / "a.backup")
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 8 << 20
