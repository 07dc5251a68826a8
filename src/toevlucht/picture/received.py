"""Where the bytes of contributions lie: each package as it was sent, and its rows as tables."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings

from toevlucht.dictionary.checking import Checked, ContributionManifest
from toevlucht.picture.fates import Contributed

if TYPE_CHECKING:
    from toevlucht.picture.models import Contribution

ROWS_TOGETHER = 50_000

References = Mapping[str, frozenset[str]]


def package_file(organisation: str, number: int) -> Path:
    """The package of a contribution that was taken, byte for byte. No page leads here by path."""
    return _folder() / organisation / f"{number}.zip"


def tables_folder(organisation: str, number: int) -> Path:
    """The rows of a contribution as the data dictionary types them: a Parquet file a table."""
    return _folder() / organisation / f"{number}"


def waiting_file(number: int) -> Path:
    """A large package until it is checked."""
    return incoming_folder() / f"package-{number}.zip"


def incoming_folder() -> Path:
    """Where packages are put together; on the same disk, so that moving one is one stroke."""
    folder = _folder() / ".incoming"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def keep(contribution: Contribution, package: Path, tables: Mapping[str, pa.Table]) -> None:
    """Keep a package and its rows under the number of their contribution, each at one stroke."""
    target = contribution.tables
    target.parent.mkdir(parents=True, exist_ok=True)
    made = incoming_folder() / f"tables-{contribution.pk}"
    for left_behind in (made, target):  # of an attempt that a crash ended before its commit
        shutil.rmtree(left_behind, ignore_errors=True)
    made.mkdir()
    for name, table in tables.items():
        if table.num_rows:
            write(table, made / f"{name}.parquet")
    made.rename(target)
    copy = incoming_folder() / f"copy-{contribution.pk}.zip"
    shutil.copyfile(package, copy)
    copy.rename(contribution.path)


def write(table: pa.Table, file: Path) -> None:
    pq.write_table(table, file, compression="zstd", row_group_size=ROWS_TOGETHER)


def page_of(file: Path, start: int, size: int) -> list[dict[str, Any]]:
    """So many rows of a kept table from a place on; only the pieces that hold them are read."""
    kept = pq.ParquetFile(file)
    pieces = range(start // ROWS_TOGETHER, (start + size - 1) // ROWS_TOGETHER + 1)
    there = [piece for piece in pieces if piece < kept.num_row_groups]
    if not there:
        return []
    first = start - there[0] * ROWS_TOGETHER
    rows: list[dict[str, Any]] = kept.read_row_groups(there).slice(first, size).to_pylist()
    return rows


def contributed(contribution: Contribution) -> Contributed:
    """The contribution as it is followed into a frozen edition."""
    organisation = contribution.organisation.code
    facts = {
        "organisation": organisation,
        "period_from": contribution.period_from.isoformat(),
        "period_to": contribution.period_to.isoformat(),
        "cut_off": contribution.cut_off.isoformat(),
        "counting_mode": contribution.counting_mode,
        "handling": contribution.handling,
        "origin": contribution.origin,
        "nil": sorted(contribution.nil),
    }
    tables = {
        table: pq.read_table(contribution.tables / f"{table}.parquet", columns=["id", "known_on"])
        for table in contribution.rows
    }
    return Contributed(organisation, contribution.cut_off, facts, tables)


def checked_before(contribution: Contribution) -> Checked:
    """What the check made of it when it came in, without checking it again."""
    manifest = ContributionManifest(
        organisation=contribution.organisation.code,
        series=contribution.series,
        period_from=contribution.period_from,
        period_to=contribution.period_to,
        cut_off=contribution.cut_off,
        counting_mode=contribution.counting_mode,
        handling=contribution.handling,
        purpose=contribution.purpose,
        origin=contribution.origin,
        contact="",
        nil=tuple(contribution.nil),
    )
    tables = {t: pq.read_table(contribution.tables / f"{t}.parquet") for t in contribution.rows}
    return Checked((), 0, manifest, tables)


def traces_folder(contribution: Contribution, version: int) -> Path:
    """What became of each row in a published version: a file a table, in the order of the rows."""
    return contribution.tables / "traces" / f"{version}"


def remove(contribution: Contribution) -> None:
    """Take back what ``keep`` wrote, where the transaction did not end well."""
    shutil.rmtree(contribution.tables, ignore_errors=True)
    contribution.path.unlink(missing_ok=True)


def references(contributions: Iterable[Contribution]) -> References:
    """``organisation/id`` of every row of these contributions, by table."""
    found: dict[str, set[str]] = {}
    for contribution in contributions:
        owner = contribution.organisation.code
        for table in contribution.rows:
            ids = column(contribution, table, "id")
            found.setdefault(table, set()).update(f"{owner}/{id}" for id in ids)
    return {table: frozenset(ids) for table, ids in found.items()}


def referred(contributions: Iterable[Contribution]) -> References:
    """What the rows of these contributions correct, by table, as ``organisation/id``."""
    found: dict[str, set[str]] = {}
    for contribution in contributions:
        owner = contribution.organisation.code
        for table in contribution.rows:
            named = {one for one in column(contribution, table, "corrects") if one}
            full = {one if "/" in one else f"{owner}/{one}" for one in named}
            found.setdefault(table, set()).update(full)
    return {table: frozenset(ids) for table, ids in found.items()}


def standing(
    contributions: Iterable[Contribution], table: str, columns: Iterable[str]
) -> list[dict[str, Any]]:
    """Some columns of the rows of one table that no later row of these contributions corrects.

    They are of one organisation, so that a row is named by its own identifier.
    """
    wanted = ["id", "corrects", *columns]
    rows: list[dict[str, Any]] = []
    for one in contributions:
        if table in one.rows:
            rows += pq.read_table(one.tables / f"{table}.parquet", columns=wanted).to_pylist()
    gone = {(row["corrects"] or "").rpartition("/")[2] for row in rows}
    return [row for row in rows if row["id"] not in gone]


def column(contribution: Contribution, table: str, name: str) -> list[str]:
    """One column of a kept table; nothing but that column is read."""
    file = contribution.tables / f"{table}.parquet"
    values: list[str] = pq.read_table(file, columns=[name])[name].to_pylist()
    return values


def _folder() -> Path:
    data: Path = settings.TOEVLUCHT_DATA
    return data / "contributions"
