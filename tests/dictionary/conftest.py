"""Every test of the dictionary has a folder to work in and leaves nothing open or lying about."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.dictionary.contributions import row, write_csv, write_manifest


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A contribution that passes: one observation."""
    folder = tmp_path / "contribution"
    write_manifest(folder)
    write_csv(folder, "observations", row("observations"))
    return folder


@pytest.fixture
def nothing_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A place of its own for temporary files, which must be empty again at the end."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    before = _open_files()
    yield place
    assert list(place.iterdir()) == []
    assert _open_files() <= before


def _open_files() -> set[str]:
    """Regular files that this process holds open."""
    found = set()
    for link in Path("/proc/self/fd").iterdir():
        try:
            found.add(str(link.readlink()))
        except OSError:
            continue
    return {path for path in found if "/contribution" in path or "/temporary" in path}
