"""What published versions were frozen of. A frozen folder never changes, so answers are kept."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from toevlucht.picture.editorial import Edition, EditorialError, read_editorial
from toevlucht.picture.fates import Contributed
from toevlucht.picture.models import EditionVersion
from toevlucht.picture.publications import frozen_folder
from toevlucht.picture.snapshot import ManifestError
from toevlucht.picture.snapshot.manifest import read_manifest


def versions_that_take(series: str) -> list[EditionVersion]:
    """The published versions made of contributions that name this series, the newest first."""
    found = EditionVersion.objects.select_related("edition__series").order_by("-cut_off", "-pk")
    return [version for version in found if contributions_of(version) == series]


def contributions_of(version: EditionVersion) -> str:
    """The series whose contributions a version was made of; an exercise may take another's."""
    edition = editorial_of(version)
    return edition.series_of_contributions if edition else version.edition.series.slug


def editorial_of(version: EditionVersion) -> Edition | None:
    return _editorial(folder_of(version), version.frozen_sha256)


def folder_of(version: EditionVersion) -> Path:
    return frozen_folder(version.edition.series.slug, version.edition.number, version.version)


def holds(version: EditionVersion, contributed: Contributed) -> bool:
    """Whether a version was made with a contribution: with any of its rows, or its nil return."""
    folder, sha256 = folder_of(version), version.frozen_sha256
    for table in contributed.tables:
        if not _refs(folder, sha256, table).isdisjoint(contributed.refs(table)):
            return True
    if contributed.tables:
        return False
    return any(contributed.is_entry(entry) for entry in _manifest(folder, sha256)["contributions"])


@lru_cache(maxsize=64)
def _editorial(folder: Path, sha256: str) -> Edition | None:
    try:
        return read_editorial(folder / "editorial")
    except EditorialError:
        return None


@lru_cache(maxsize=16)
def _manifest(folder: Path, sha256: str) -> Mapping[str, Any]:
    try:
        return read_manifest(folder)
    except ManifestError:
        return {"contributions": []}


@lru_cache(maxsize=64)
def _refs(folder: Path, sha256: str, table: str) -> frozenset[str]:
    file = folder / "tables" / f"{table}.parquet"
    if not file.exists():
        return frozenset()
    return frozenset(pq.read_table(file, columns=["ref"])["ref"].to_pylist())
