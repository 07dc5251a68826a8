"""Find contributions below a folder, in the order in which they were known."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from toevlucht.dictionary.checking import Checked, check_contribution
from toevlucht.geography import areas

MANIFEST = "contribution.toml"


def contributions_below(folder: Path) -> list[Path]:
    """The folder itself where it is a contribution, else every folder and zip below it that is one.

    Ordered by cut-off date and name, so that a correction comes after what it corrects.
    """
    if folder.is_file() or (folder / MANIFEST).is_file():
        return [folder]
    found = [path.parent for path in folder.rglob(MANIFEST)]
    found += [path for path in folder.rglob("*.zip") if path.is_file()]
    return sorted(found, key=lambda path: (_cut_off(path), path.name)) or [folder]


def _cut_off(path: Path) -> datetime.date:
    """The cut-off date for ordering; what cannot be read comes last, and the check says why."""
    try:
        manifest = tomllib.loads((path / MANIFEST).read_text("utf-8"))
        cut_off = manifest["contribution"]["cut_off"]
    except (OSError, ValueError, KeyError, TypeError):
        return datetime.date.max
    return cut_off if isinstance(cut_off, datetime.date) else datetime.date.max


def check_all(found: Iterable[Path]) -> Iterator[Checked]:
    """Check contributions one after the other; each may correct rows of those before it."""
    known: dict[str, frozenset[str]] = {}
    for path in found:
        checked = check_contribution(path, known_ids=known, geography=areas)
        for table, references in _references(checked):
            known[table] = known.get(table, frozenset()) | references
        yield checked


def _references(checked: Checked) -> Iterator[tuple[str, frozenset[str]]]:
    """What later contributions may refer to: organisation/id of each accepted row, by table."""
    if checked.manifest is None:
        return
    owner = checked.manifest.organisation
    for name, table in (checked.tables or {}).items():
        yield name, frozenset(f"{owner}/{id}" for id in table["id"].to_pylist())
