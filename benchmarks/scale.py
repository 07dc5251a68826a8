"""How large a run is: full for the claims, middle in minutes, small to see that all still works."""

from __future__ import annotations

import datetime
import functools
import shutil
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from toevlucht.picture.contributions import check_all, contributions_below
from toevlucht.picture.generated import Size, generate
from toevlucht.picture.snapshot import freeze

UNTIL = datetime.date(2026, 6, 30)
WEEKS = 200


@dataclass(frozen=True)
class Scale:
    signals: int
    rounds: int
    reports: int
    placements: tuple[int, ...]  # people; 0 stands for the public instance
    whole_nation: bool  # or one municipality of it


SCALES = {
    "full": Scale(1_000_000, 5, 1_000_000, (1_500, 5_000, 50_000, 0), True),
    "middle": Scale(100_000, 5, 100_000, (1_500,), False),
    "small": Scale(20_000, 1, 3_000, (300,), False),
}


def size(signals: int) -> Size:
    return Size(signals=signals, weeks=WEEKS, until=UNTIL)


@functools.cache
def snapshot(folder: Path, signals: int) -> Path:
    """A frozen edition over ``signals`` generated signals, made once a run."""
    contributions = folder / f"contributions-{signals}"
    generate(contributions, size(signals))
    checked = list(check_all(contributions_below(contributions)))
    return freeze(
        checked, _editorial(folder / f"editorial-{signals}"), folder / f"frozen-{signals}"
    )


def _editorial(folder: Path) -> Path:
    """The demo's generated edition, over all weeks instead of its last quarter."""
    source = Path(str(files("toevlucht.content"))) / "demo" / "editions" / "generated"
    shutil.copytree(source, folder)
    edition = folder / "edition.toml"
    text = edition.read_text("utf-8")
    start = (UNTIL - datetime.timedelta(weeks=WEEKS)).isoformat()
    head, previous = text.split("[edition.previous]")
    head = head.replace("2025-01-01", start).replace("2025-03-31", UNTIL.isoformat())
    head = head.replace("2025-04-10", "2026-07-10").replace('"incremental"', '"cumulative"')
    edition.write_text(f"{head}[edition.previous]{previous}", "utf-8")
    return folder
