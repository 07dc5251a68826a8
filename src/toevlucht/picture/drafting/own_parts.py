"""Which part of an edition is whose: the rows of each organisation, and figures made of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq

from toevlucht.dictionary import dictionary

# What each figure is computed from. A row may still count nothing there, refuted or too early.
TABLES_OF_FIGURES: Mapping[str, tuple[str, ...]] = {
    "ladder-national": ("observations", "counts"),
    "rises": ("observations", "counts"),
    "rises-by-week": ("observations",),
    "phenomena": ("observations",),
    "statements-over-time": ("observations",),
    "statements-by-region": ("observations",),
    "reception": ("reception",),
    "reception-by-region": ("reception",),
    "out-of-sight": ("registrations", "reception"),
    "ladder-european": ("observations", "counts"),
    "sight": ("watch",),
    "sight-by-requirement": ("inspections",),
    "follow-up": ("follow_up",),
    "partner-registrations": ("partner_registrations",),
    "absence": ("watch",),
    "hidden-number": ("overlap",),
    "contributors": (),
    "corrections": ("observations",),
}


def own_parts(frozen: Path) -> dict[str, dict[str, Any]]:
    """By organisation: how many rows it has in each table, and the figures made of these."""
    rows: dict[str, dict[str, int]] = {}
    for table in dictionary().tables:
        file = frozen / "tables" / f"{table}.parquet"
        if not file.exists():  # frozen by a release that did not know this table yet
            continue
        organisations = pq.read_table(file, columns=["organisation"])
        for found in pc.value_counts(organisations["organisation"]).to_pylist():
            rows.setdefault(found["values"], {})[table] = found["counts"]
    return {
        organisation: {"rows": tables, "figures": _figures(tables)}
        for organisation, tables in sorted(rows.items())
    }


def _figures(tables: Mapping[str, int]) -> list[str]:
    return [
        figure
        for figure, sources in TABLES_OF_FIGURES.items()
        if not tables.keys().isdisjoint(sources)
    ]
