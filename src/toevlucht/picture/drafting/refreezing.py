"""Put another editorial file with data that are frozen already: a review writes, data stay."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from pathlib import Path

from toevlucht.picture.editorial import Edition, read_editorial
from toevlucht.picture.snapshot import FreezeError, verify
from toevlucht.picture.snapshot.manifest import file_entries, read_manifest, write_manifest

TABLES = "tables/"


def refreeze(frozen: Path, editorial: Path, out: Path) -> Path:
    """The data of ``frozen`` with ``editorial``, in the new folder ``out``.

    Raises FreezeError where the editorial file asks for other data: another cut-off date,
    geography, or series of contributions.
    """
    if deviations := verify(frozen):
        raise FreezeError([f"{d.path} is {d.kind} in the frozen folder" for d in deviations])
    before, now = read_editorial(frozen / "editorial"), read_editorial(editorial)
    if _asks(before) != _asks(now):
        raise FreezeError(["the edition was set up anew after its data were frozen"])
    if out.exists():
        raise FileExistsError(f"{out.name} exists already; a frozen edition is never overwritten")
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".freezing-") as temporary:
        folder = Path(temporary) / "snapshot"
        shutil.copytree(frozen / "tables", folder / "tables")
        shutil.copytree(editorial, folder / "editorial")
        manifest = read_manifest(frozen)
        manifest |= {
            "number": now.number,
            "version": now.version,
            "non_contributors": sorted(set(now.invited) - set(manifest["contributors"])),
            "files": file_entries(folder),
        }
        write_manifest(folder, manifest)
        folder.rename(out)
    return out


def data_sha256(frozen: Path) -> str:
    """One number for all frozen rows, whatever was written beside them."""
    digest = hashlib.sha256()
    for entry in read_manifest(frozen)["files"]:
        if entry["path"].startswith(TABLES):
            digest.update(f"{entry['path']} {entry['sha256']}\n".encode())
    return digest.hexdigest()


def _asks(edition: Edition) -> tuple[object, ...]:
    return (
        edition.series,
        edition.series_of_contributions,
        edition.period,
        edition.geography_on,
    )
