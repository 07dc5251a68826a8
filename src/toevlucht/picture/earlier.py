"""What a public version tells an attacker, as a file beside it, and read from earlier versions."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from toevlucht.picture.editorial import Edition
from toevlucht.picture.figures import FIGURES
from toevlucht.picture.figures.quantities import BY_YEAR, DAY_OF_A_ROW
from toevlucht.picture.figures.together import Computed
from toevlucht.picture.protection import THRESHOLD, KnownSum, Place, Quantity, Version
from toevlucht.picture.protection.cells import places, published_range
from toevlucht.picture.snapshot.manifest import NAME, read_manifest, sha256_of
from toevlucht.picture.snapshot.verification import verify
from toevlucht.picture.tables import Count, Table
from toevlucht.statistics.disclosure import UNKNOWN, Range

FILE = "protected.json"
SCHEMA = 1


class EarlierError(Exception):
    """A folder is no earlier public version of this series; the message says which and why."""


def protected_data(computed: Computed) -> dict[str, Any]:
    """Every number that the edition publishes: its address, its range, and what adds up.

    All of it stands in the edition's tables too, but for national totals of what regions supplied,
    which readers are taken to know. Together it is the system that an attacker
    solves, so that anybody can repeat the attack, and the next edition can reckon with it.
    """
    assert computed.outcome is not None
    tables = computed.outcome.tables
    cells, shown = [], set[Place]()
    for name, table in tables.items():
        for place, cell in places(name, table):
            if (known := published_range(cell)) is None:
                continue
            shown.add(place)
            # A margin is not in the table, but was taken to be known: within what it tells.
            low, high = computed.outcome.margins.get(place, known)
            entry: dict[str, Any] = {"at": list(place), "low": low}
            entry["high"] = None if high >= UNKNOWN else high
            if isinstance(cell, Count) and cell.rounded_to:
                entry["rounded_to"] = cell.rounded_to
            if counted := computed.quantities.get(place):
                entry["counts"] = [counted.row, counted.column, counted.since]
                entry["until"] = counted.until.isoformat()
            cells.append(entry)
    sums = [
        {"total": list(total), "parts": [list(p) for p in parts if p in shown], "rest": rest}
        for total, parts, rest in _sums(tables)
        if total in shown and any(part in shown for part in parts)
    ]
    bounds = [
        {"part": [name, *one.part], "whole": [name, *one.whole], "rest": one.rest_in_scope}
        for name, table in tables.items()
        for one in table.at_most
        if {(name, *one.part), (name, *one.whole)} <= shown
    ]
    return {
        "schema": SCHEMA,
        "threshold": THRESHOLD,
        "cells": cells,
        "sums": sums,
        "at_most": bounds,
    }


def _sums(tables: Mapping[str, Table]) -> Iterator[tuple[Place, tuple[Place, ...], bool]]:
    """What adds up, and whether more may be in the total than in its parts."""
    for name, table in tables.items():
        for one in table.sums:
            numbers = [published_range(table.cell(*part)) for part in one.parts]
            parts = tuple((name, *part) for part in one.parts)
            yield (name, *one.total), parts, None in numbers


def read_versions(folders: Iterable[Path], edition: Edition) -> list[Version]:
    """The earlier public versions in built folders, in the order of number and version.

    Folders of editions from before this file was written are read from their ``edition.json``.
    Raises EarlierError for a folder that is not whole, not public, of another series or the same
    version as ``edition``.
    """
    found: dict[tuple[int, int], Version] = {}
    for folder in folders:
        manifest = _manifest(folder)
        here = manifest["edition"]["number"], manifest["edition"]["version"]
        if manifest["series"]["id"] != edition.series:
            raise EarlierError(f"{folder.name} is of the series {manifest['series']['id']}")
        if here == (edition.number, edition.version):
            raise EarlierError(f"{folder.name} is this very edition and version")
        name = f"{edition.series} {here[0]} v{here[1]}"
        found[here] = _version(folder, manifest, name, sha256_of(folder / NAME))
    return [found[here] for here in sorted(found)]


def _manifest(folder: Path) -> Mapping[str, Any]:
    if not folder.is_dir():
        raise EarlierError(f"{folder.name} is not a folder")
    manifest = read_manifest(folder)
    if deviations := verify(folder):
        raise EarlierError(f"{folder.name} is not as it was built: {deviations[0].path}")
    if manifest.get("rendition") != "public":
        raise EarlierError(f"{folder.name} is not a public rendition")
    return manifest


def _version(folder: Path, manifest: Mapping[str, Any], name: str, sha256: str) -> Version:
    try:
        if (folder / FILE).exists():
            return _from_protected(json.loads((folder / FILE).read_text("utf-8")), name, sha256)
        tag = min(manifest["languages"])
        edition = json.loads((folder / tag / "edition.json").read_text("utf-8"))
        return _from_edition(edition, manifest["edition"], name, sha256)
    except (KeyError, TypeError, ValueError, OSError) as error:
        raise EarlierError(f"{folder.name} cannot be read: {type(error).__name__}") from None


def _from_protected(data: Mapping[str, Any], name: str, sha256: str) -> Version:
    if data["schema"] != SCHEMA:
        raise ValueError("schema")
    cells: dict[Place, Range] = {}
    counted: dict[Place, Quantity] = {}
    for entry in data["cells"]:
        place = _place(entry["at"])
        cells[place] = _range(entry["low"], entry["high"])
        if "counts" in entry:
            row, column, since = entry["counts"]
            until = datetime.date.fromisoformat(entry["until"])
            counted[place] = Quantity(place[0], row, column, since, until)
    sums = tuple(
        KnownSum(_place(one["total"]), tuple(map(_place, one["parts"])), bool(one["rest"]))
        for one in data["sums"]
    )
    bounds = tuple(
        (_place(one["part"]), _place(one["whole"]), bool(one["rest"])) for one in data["at_most"]
    )
    return Version(name, sha256, cells, counted, sums, bounds)


def _from_edition(
    data: Mapping[str, Any], edition: Mapping[str, Any], name: str, sha256: str
) -> Version:
    """From the tables alone: which cells add up is not told there, and is not reckoned with."""
    counts = {kind.id: kind.counts for kind in FIGURES}
    since = f"{edition['counting_mode']} {edition['period_from']}"
    until = datetime.date.fromisoformat(edition["cut_off"])
    cells: dict[Place, Range] = {}
    counted: dict[Place, Quantity] = {}
    for figure in data["figures"]:
        columns = [column["id"] for column in figure["columns"]]
        if figure["id"] not in counts or DAY_OF_A_ROW in columns:
            continue
        for row in figure["rows"]:
            for column, cell in zip(columns, row["cells"], strict=True):
                if "low" not in cell or cell["state"] == "share" or column == "previous":
                    continue
                place = (figure["id"], row["id"], column)
                cells[place] = _range(cell["low"], cell.get("high"))
                period = since if counts[figure["id"]] == "period" else ""
                if figure["id"] == BY_YEAR:
                    period = column
                counted[place] = Quantity(figure["id"], row["id"], column, period, until)
    return Version(name, sha256, cells, counted)


def _place(parts: Sequence[str]) -> Place:
    figure, row, column = map(str, parts)
    return figure, row, column


def _range(low: int, high: int | None) -> Range:
    if isinstance(low, bool) or not isinstance(low, int) or low < 0:
        raise ValueError("low")
    top = UNKNOWN if high is None else int(high)
    if top < low:
        raise ValueError("high")
    return low, top
