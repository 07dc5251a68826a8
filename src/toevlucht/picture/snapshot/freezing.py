"""Freeze what was known on an edition's cut-off date, with its editorial file, in one folder."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from toevlucht import __version__
from toevlucht.dictionary import dictionary
from toevlucht.dictionary.checking import Checked, ContributionManifest
from toevlucht.picture.editorial import Edition, read_editorial
from toevlucht.picture.snapshot.geography import area_table
from toevlucht.picture.snapshot.manifest import SCHEMA, file_entries, write_manifest
from toevlucht.picture.snapshot.rows import collect, unresolved


class FreezeError(Exception):
    """The contributions cannot be frozen together; ``problems`` says why, one line each."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


def freeze(contributions: Sequence[Checked], editorial: Path, out: Path) -> Path:
    """Write the snapshot of the edition in ``editorial`` to the new folder ``out``.

    ``contributions`` have passed the check. Those of another series, or cut off after the
    edition's cut-off date, are left out, and so is every row that became known later.
    Nothing is left behind when it fails. Raises FreezeError, EditorialError, FileExistsError.
    """
    edition = read_editorial(editorial)
    taken = _taken(contributions, edition)
    if red := [_manifest(c).organisation for c in taken if _manifest(c).handling == "red"]:
        raise FreezeError([f"{name}: TLP:RED is for its recipients only" for name in red])
    tables = {
        table.id: collect(table, taken, edition.period.cut_off)
        for table in dictionary().tables.values()
    }
    if problems := unresolved(tables):
        raise FreezeError(problems)
    if out.exists():
        raise FileExistsError(f"{out.name} exists already; a frozen edition is never overwritten")
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".freezing-") as temporary:
        folder = Path(temporary) / "snapshot"
        _write(folder, tables, edition, taken, editorial)
        folder.rename(out)
    return out


def _taken(contributions: Sequence[Checked], edition: Edition) -> list[Checked]:
    taken = [
        contribution
        for contribution in contributions
        if _manifest(contribution).series == edition.series_of_contributions
        and _manifest(contribution).cut_off <= edition.period.cut_off
    ]
    return sorted(taken, key=lambda c: (_manifest(c).cut_off, _manifest(c).organisation))


def _manifest(contribution: Checked) -> ContributionManifest:
    if contribution.manifest is None or contribution.tables is None:
        raise ValueError("only a contribution that passed the check can be frozen")
    return contribution.manifest


def _write(
    folder: Path,
    tables: dict[str, pa.Table],
    edition: Edition,
    taken: Sequence[Checked],
    editorial: Path,
) -> None:
    (folder / "tables").mkdir(parents=True)
    areas = area_table(edition.geography_on)
    for name, table in {**tables, "areas": areas}.items():
        pq.write_table(table, folder / "tables" / f"{name}.parquet", compression="zstd")
    (folder / "editorial").mkdir()
    shutil.copyfile(editorial / "edition.toml", folder / "editorial" / "edition.toml")
    shutil.copytree(editorial / "narrative", folder / "editorial" / "narrative")
    write_manifest(folder, _content(folder, tables, edition, taken))


def _content(
    folder: Path, tables: dict[str, pa.Table], edition: Edition, taken: Sequence[Checked]
) -> dict[str, Any]:
    contributors = sorted(
        {
            _manifest(c).organisation
            for c in taken
            if _manifest(c).cut_off > edition.period.known_after
        }
    )
    return {
        "schema": SCHEMA,
        "software": __version__,
        "dictionary": dictionary().version,
        "code_lists": {
            code_list.id: code_list.version for code_list in dictionary().code_lists.values()
        },
        "geography_on": edition.geography_on.isoformat(),
        "series": edition.series,
        "number": edition.number,
        "version": edition.version,
        "cut_off": edition.period.cut_off.isoformat(),
        "random_seeds": sorted({_manifest(c).seed for c in taken if _manifest(c).seed is not None}),
        "contributions": sorted((_contribution(_manifest(c)) for c in taken), key=json.dumps),
        "contributors": contributors,
        "non_contributors": sorted(set(edition.invited) - set(contributors)),
        "rows": {name: table.num_rows for name, table in tables.items()},
        "files": file_entries(folder),
    }


def _contribution(manifest: ContributionManifest) -> dict[str, Any]:
    return {
        "organisation": manifest.organisation,
        "period_from": manifest.period_from.isoformat(),
        "period_to": manifest.period_to.isoformat(),
        "cut_off": manifest.cut_off.isoformat(),
        "counting_mode": manifest.counting_mode,
        "handling": manifest.handling,
        "origin": manifest.origin,
        "nil": sorted(manifest.nil),
    }
