"""Find contributions below a folder, in the order in which they were known."""

from __future__ import annotations

import datetime
import stat
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from zipfile import ZipFile

from toevlucht.dictionary.checking import Checked, check_contribution
from toevlucht.dictionary.checking.archives import ZIP_ERRORS, directory_size
from toevlucht.dictionary.checking.limits import Limits
from toevlucht.geography import areas

MANIFEST = "contribution.toml"


def contributions_below(folder: Path) -> list[Path]:
    """The folder itself where it is a contribution, else every folder and zip below it that is one.

    Ordered by cut-off date and name, so that a correction comes after what it corrects.
    """
    if folder.is_file() or (folder / MANIFEST).is_file():
        return [folder]
    found = [path.parent for path in folder.rglob(MANIFEST)]
    found += [path for path in folder.rglob("*.zip") if path.is_file()]
    return sorted(found, key=lambda path: (_cut_off(path), path.name)) or [folder]


def series_of(path: Path) -> str:
    """The series that a contribution names, or nothing where the check will say what is wrong."""
    try:
        series = tomllib.loads(_manifest(path).decode("utf-8-sig"))["contribution"]["series"]
    except (*ZIP_ERRORS, KeyError, TypeError, RecursionError):
        return ""
    return series if isinstance(series, str) else ""


def _cut_off(path: Path) -> datetime.date:
    """The cut-off date for ordering; what cannot be read comes last, and the check says why."""
    try:
        cut_off = tomllib.loads(_manifest(path).decode("utf-8-sig"))["contribution"]["cut_off"]
    except (*ZIP_ERRORS, KeyError, TypeError, RecursionError):
        return datetime.date.max
    return cut_off if type(cut_off) is datetime.date else datetime.date.max


def _manifest(path: Path) -> bytes:
    """The manifest in a folder, or in a zip with or without a folder around it."""
    limits = Limits()
    if path.is_dir():
        manifest = path / MANIFEST
        if not stat.S_ISREG(manifest.lstat().st_mode):
            raise ValueError(f"{path.name} holds no file {MANIFEST}")
        with manifest.open("rb") as file:
            return file.read(limits.manifest)
    if directory_size(path) > limits.directory:
        raise ValueError(f"{path.name} lists too many files")
    with ZipFile(path) as archive:
        name = min((n for n in archive.namelist() if PurePosixPath(n).name == MANIFEST), key=len)
        with archive.open(name) as file:
            return file.read(limits.manifest)


def check_all(found: Iterable[Path]) -> Iterator[Checked]:
    """Check contributions one after the other; each may correct rows of those before it."""
    known: dict[str, frozenset[str]] = {}
    for path in found:
        checked = check_contribution(path, known_ids=known, geography=areas)
        for table, references in _references(checked):
            known[table] = known.get(table, frozenset()) | references
        yield checked


def _references(checked: Checked) -> Iterator[tuple[str, frozenset[str]]]:
    """What later contributions may refer to: organisation/id of each accepted row, by table."""
    if checked.manifest is None:
        return
    owner = checked.manifest.organisation
    for name, table in (checked.tables or {}).items():
        yield name, frozenset(f"{owner}/{id}" for id in table["id"].to_pylist())
