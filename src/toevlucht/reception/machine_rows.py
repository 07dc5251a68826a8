"""A row of figures as programs take it: codes and plain numbers, nothing where not supplied."""

from __future__ import annotations

import datetime
from typing import Any

from toevlucht.reception.figures import LEDGER, NOT_SUPPLIED, NUMBERS, SUPPLIED
from toevlucht.reception.models.coordination import SCHEMES
from toevlucht.reception.queries.areas_figures import AreaFigures

ROW_NAMES = (
    "area",
    "on",
    "municipalities",
    *(f"from_{source}" for source in (LEDGER, SUPPLIED)),
    NOT_SUPPLIED,
    "oldest",
    *NUMBERS,
    *(f"target_{scheme}" for scheme in SCHEMES),
    "is_generated",
)


def machine_row(one: AreaFigures, day: datetime.date) -> dict[str, Any]:
    figures = one.figures
    totals = {name: figures.total(name) for name in NUMBERS}
    targets = {f"target_{name}": one.targets.get(name) for name in SCHEMES}
    return {
        "area": one.area.code,
        "on": day.isoformat(),
        "municipalities": len(figures.parts),
        "from_ledger": figures.from_source(LEDGER),
        "from_supplied": figures.from_source(SUPPLIED),
        "not_supplied": figures.from_source(NOT_SUPPLIED),
        "oldest": figures.oldest.isoformat() if figures.oldest else None,
        **{name: total.value if total else None for name, total in totals.items()},
        **{name: asked.places if asked else None for name, asked in targets.items()},
        "is_generated": figures.is_generated,
    }
