"""Open a frozen edition for computing: its editorial file and its tables as Ibis expressions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir

from toevlucht.picture.editorial import Edition, read_editorial
from toevlucht.picture.snapshot.manifest import read_manifest


@dataclass(frozen=True)
class Snapshot:
    """A frozen edition. Tables are lazy: nothing is read from disk before a figure asks for it."""

    folder: Path
    edition: Edition
    manifest: dict[str, Any]
    connection: Any

    def table(self, name: str) -> ir.Table:
        """One table of the data dictionary, or ``areas``, by its name."""
        return self._tables[name]

    @cached_property
    def _tables(self) -> dict[str, ir.Table]:
        return {
            path.stem: self.connection.read_parquet(path, table_name=path.stem)
            for path in sorted((self.folder / "tables").glob("*.parquet"))
        }


def open_snapshot(folder: Path) -> Snapshot:
    """The frozen edition in ``folder``; raises ManifestError or EditorialError."""
    manifest = read_manifest(folder)
    edition = read_editorial(folder / "editorial")
    return Snapshot(folder, edition, manifest, ibis.duckdb.connect())
