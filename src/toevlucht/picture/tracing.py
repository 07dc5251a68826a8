"""Follow a contribution into a frozen edition: row by row, and figure by figure.

Row by row: whether it counts, and if not, why. Figure by figure: which cells of the partners'
figures change when the contribution is left out. What another organisation supplied must not
follow from that, so each change carries ``own`` beside it: the same cell computed from the rows of
this contribution alone. ``kept_for_owner`` leaves only that, and what was published anyway.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from toevlucht.language import LANGUAGES, language
from toevlucht.picture.fates import Contributed
from toevlucht.picture.figures import FIGURES, FigureKind, compute
from toevlucht.picture.rendering.cells import words
from toevlucht.picture.snapshot import Snapshot, open_snapshot
from toevlucht.picture.snapshot.manifest import read_manifest, write_manifest
from toevlucht.picture.tables import Column, Row, Table, Words

# Rows that are numbered one after the other: their place says nothing of what they are.
NUMBERED = re.compile(r"(\d{4}-\d{2}-\d{2}\.|correction-)\d+")

Texts = Mapping[str, str]  # language -> what stands there
Place = tuple[str, str, str]  # figure, row, column
Step = Callable[[int, int], None]

# What a change holds that only the expertise centre may read.
FOR_THE_CENTRE = ("with", "without", "own_row", "row_is_published")


@dataclass(frozen=True)
class Said:
    """A cell as each reader reads it, with the names of its row and column."""

    row: Texts
    column: Texts
    text: Texts


def changes(
    frozen: Path,
    contributed: Contributed,
    published: Mapping[Place, Texts],
    step: Step | None = None,
    kinds: Sequence[FigureKind] = FIGURES,
) -> list[dict[str, Any]]:
    """Every cell of the partners' figures that is another without this contribution.

    Each with ``with`` and ``without`` (for who may read all), ``own``, and as it was published.
    """
    rows = {(figure, row) for figure, row, _ in published}
    counted = _Counted(kinds, step)
    with open_snapshot(frozen) as whole:
        with_it = counted.cells(whole)
    with _only(frozen, contributed, keep=False) as rest:
        without = counted.cells(rest)
    with _only(frozen, contributed, keep=True) as alone:
        own = counted.cells(alone)
    return [
        _change(place, with_it.get(place), without.get(place), own.get(place))
        | {"published": published.get(place), "row_is_published": place[:2] in rows}
        for place in dict.fromkeys((*with_it, *without))
        if _text(with_it.get(place)) != _text(without.get(place))
    ]


def published_cells(publication: Path) -> dict[Place, Texts]:
    """Every cell of a published edition as everybody can read it, in each language."""
    found: dict[Place, dict[str, str]] = {}
    for tag in LANGUAGES:
        document = json.loads((publication / tag / "edition.json").read_text("utf-8"))
        for figure in document["figures"]:
            columns = [column["id"] for column in figure["columns"]]
            for row in figure["rows"]:
                for column, cell in zip(columns, row["cells"], strict=True):
                    found.setdefault((figure["id"], row["id"], column), {})[tag] = cell["text"]
    return dict(found)


def kept_for_owner(found: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What the organisation itself may read: its own part, and what everybody can read.

    A change in a row that is neither published nor made of own rows is left out whole: even its
    name would tell what another organisation supplied.
    """
    kept = []
    for change in found:
        if not change["row_is_published"] and not change["own"]:
            continue
        # Words of a row may be gathered from several organisations: its own say what it knows.
        name = change["own_row"] or change["row"]
        rest = {key: value for key, value in change.items() if key not in FOR_THE_CENTRE}
        kept.append(rest | {"row": name})
    return kept


class _Counted:
    """Computes the partners' figures of a snapshot, and tells how far it is."""

    def __init__(self, kinds: Sequence[FigureKind], step: Step | None) -> None:
        self.kinds, self.step, self.done = kinds, step, 0

    def cells(self, snapshot: Snapshot) -> dict[Place, Said]:
        found: dict[Place, Said] = {}
        for kind in self.kinds:
            table = compute(kind, snapshot, public=False).table
            for row in table.rows:
                found |= _said(kind.id, table, row)
            self.done += 1
            if self.step:
                self.step(self.done, 3 * len(self.kinds))
        return found


def _said(figure: str, table: Table, row: Row) -> dict[Place, Said]:
    name = {tag: _name(table, row, tag) for tag in LANGUAGES}
    cells = zip(table.columns, row.cells, strict=True)
    id = row.id
    if NUMBERED.fullmatch(id):
        # The same row may have another number when one before it is left out.
        id = " ".join(words(cell, language("en")) for cell in row.cells[1:]) or row.id
    return {
        (figure, id, column.id): Said(
            name, _titles(column), {tag: words(cell, language(tag)) for tag in LANGUAGES}
        )
        for column, cell in cells
    }


def _name(table: Table, row: Row, tag: str) -> str:
    """The words before the first number of a row say what it is about."""
    named = []
    for column, cell in zip(table.columns, row.cells, strict=True):
        if column.kind not in ("label", "text") or not isinstance(cell, Words):
            break
        named.append(words(cell, language(tag)))
    return " · ".join(named) or row.id


def _titles(column: Column) -> Texts:
    return {tag: language(tag).message(column.title) for tag in LANGUAGES}


def _text(said: Said | None) -> str | None:
    return said.text["en"] if said else None


def _change(
    place: Place, with_it: Said | None, without: Said | None, own: Said | None
) -> dict[str, Any]:
    figure, row, column = place
    known = with_it or without
    assert known is not None
    return {
        "figure": figure,
        "id": row,
        "column_id": column,
        "row": known.row,
        "column": known.column,
        "with": with_it.text if with_it else None,
        "without": without.text if without else None,
        "own": own.text if own else None,
        "own_row": own.row if own else None,
    }


@contextmanager
def _only(frozen: Path, contributed: Contributed, *, keep: bool) -> Iterator[Snapshot]:
    """The same edition of this contribution alone, or of everything but it.

    A row that corrects one of the rows left out then corrects nothing, and stands by itself.
    """
    with TemporaryDirectory(prefix="toevlucht-trace-") as temporary:
        folder = Path(temporary) / "frozen"
        (folder / "tables").mkdir(parents=True)
        shutil.copytree(frozen / "editorial", folder / "editorial")
        for file in sorted((frozen / "tables").glob("*.parquet")):
            table = pq.read_table(file)
            if "ref" in table.column_names:
                table = _filtered(table, contributed.refs(file.stem), keep)
            pq.write_table(table, folder / "tables" / file.name)
        write_manifest(folder, _manifest(read_manifest(frozen), contributed, keep))
        with open_snapshot(folder) as snapshot:
            yield snapshot


def _filtered(table: pa.Table, refs: list[str], keep: bool) -> pa.Table:
    chosen = pc.is_in(table["ref"], value_set=pa.array(refs, pa.string()))
    return table.filter(chosen if keep else pc.invert(chosen))


def _manifest(manifest: Mapping[str, Any], contributed: Contributed, keep: bool) -> dict[str, Any]:
    entries = list(manifest["contributions"])
    own = [entry for entry in entries if contributed.is_entry(entry)][:1]
    rest = [entry for entry in entries if not own or entry is not own[0]]
    return {**manifest, "contributions": own if keep else rest}
