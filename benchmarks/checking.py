"""Check a contribution of one organisation: every cell against the dictionary, nothing taken."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from benchmarks.measuring import median_seconds
from benchmarks.scale import Scale, size
from toevlucht.dictionary.checking import check_contribution
from toevlucht.geography import areas
from toevlucht.picture.generated import generate


def run(scale: Scale, folder: Path) -> None:
    contribution = generate(folder / "to-check", size(scale.signals))[2]
    rows = pq.read_metadata(contribution / "observations.parquet").num_rows
    as_csv = _as_csv(contribution, folder / "to-check-csv")
    for kind, path in (("Parquet", contribution), ("CSV", as_csv)):
        seconds = median_seconds(lambda path=path: _check(path), scale.rounds)
        print(
            f"  {kind:8} {rows:>9,} rows  {seconds:6.2f} s   {rows / seconds:>9,.0f} rows a second"
        )


def _check(path: Path) -> None:
    assert check_contribution(path, geography=areas).accepted


def _as_csv(contribution: Path, folder: Path) -> Path:
    folder.mkdir()
    shutil.copyfile(contribution / "contribution.toml", folder / "contribution.toml")
    table = pq.read_table(contribution / "observations.parquet")
    for position, field in enumerate(table.schema):
        if pa.types.is_list(field.type):
            joined = pa.compute.binary_join(table.column(position), ";")
            table = table.set_column(position, field.name, joined)
    pyarrow.csv.write_csv(table, folder / "observations.csv")
    return folder
