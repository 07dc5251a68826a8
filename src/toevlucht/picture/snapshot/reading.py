"""Open a frozen edition for computing: its editorial file and its tables as Ibis expressions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir

from toevlucht.dictionary import dictionary
from toevlucht.picture.editorial import Edition, read_editorial
from toevlucht.picture.snapshot.manifest import read_manifest
from toevlucht.picture.snapshot.rows import collect


@dataclass(frozen=True)
class Snapshot:
    """A frozen edition. Tables are lazy: nothing is read from disk before a figure asks for it."""

    folder: Path
    edition: Edition
    manifest: dict[str, Any]
    connection: Any

    def table(self, name: str) -> ir.Table:
        """One table of the data dictionary, or ``areas``, by its name.

        Empty where the edition was frozen by a release that did not know the table yet.
        """
        if name not in self._tables:
            nothing = collect(dictionary().table(name), (), self.edition.period.cut_off)
            self.connection.con.register(name, nothing)
            self._tables[name] = self.connection.table(name)
        return self._tables[name]

    def kept(self, name: str, expression: Callable[[], ir.Table]) -> ir.Table:
        """What ``expression`` gives, computed once and kept while the snapshot is open.

        Several figures start from the same rows; compiling and running their common part for each
        anew takes most of the time of an edition.
        """
        if name not in self._kept:
            self.connection.raw_sql(f"CREATE TEMP TABLE {name} AS {sql_of(expression())}")
            self._kept[name] = self.connection.table(name)
        return self._kept[name]

    @cached_property
    def _kept(self) -> dict[str, ir.Table]:
        return {}

    @cached_property
    def _tables(self) -> dict[str, ir.Table]:
        return {
            path.stem: self.connection.read_parquet(path, table_name=path.stem)
            for path in sorted((self.folder / "tables").glob("*.parquet"))
        }


@contextmanager
def open_snapshot(folder: Path) -> Iterator[Snapshot]:
    """The frozen edition in ``folder``; raises ManifestError or EditorialError."""
    manifest = read_manifest(folder)
    edition = read_editorial(folder / "editorial")
    connection = ibis.duckdb.connect()
    try:
        yield Snapshot(folder, edition, manifest, connection)
    finally:
        connection.disconnect()


def sql_of(expression: ir.Table) -> str:
    """The expression in DuckDB's words, with the names of its tables only.

    Putting it into words takes most of the time of a small edition, so equal expressions are put
    into words once: those of the next draft, and of the rendition after this one.
    """
    return _worded(expression.unbind().op())


@lru_cache(maxsize=1_000)
def _worded(node: ops.Relation) -> str:
    return str(ibis.to_sql(node.to_expr(), dialect="duckdb"))
