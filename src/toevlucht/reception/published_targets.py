"""The targets that were published: dated data with their sources, from ``content/targets.toml``."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from toevlucht.geography import areas

EACH_REGION = "each"


@dataclass(frozen=True)
class Asked:
    """Places asked of an area from a day on; ``places`` is None where nothing is asked any more."""

    scheme: str
    area: str
    valid_from: datetime.date
    places: int | None
    due_on: datetime.date | None = None
    source: str = ""
    organisation: str = ""  # who wrote it down here; nobody for what was published
    recorded_at: datetime.datetime | None = None


@cache
def published_targets() -> tuple[Asked, ...]:
    """The first day first."""
    text = files("toevlucht.content").joinpath("targets.toml").read_text("utf-8")
    found = [one for row in tomllib.loads(text)["targets"] for one in _rows(row)]
    return tuple(sorted(found, key=lambda one: one.valid_from))


def _rows(row: Mapping[str, Any]) -> Iterator[Asked]:
    if row["area"] != EACH_REGION:
        yield Asked(**row)
        return
    for region in areas.safety_regions(row["valid_from"]):
        yield Asked(**{**row, "area": region.code})
