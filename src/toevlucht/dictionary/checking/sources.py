"""A file of a contribution: its name inside it, and where its bytes are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

MANIFEST = "contribution.toml"

# What operating systems and spreadsheet programs leave in a folder unasked.
NOISE = frozenset({".ds_store", "thumbs.db", "desktop.ini", "__macosx"})


@dataclass(frozen=True)
class Source:
    name: PurePosixPath
    path: Path
    size: int

    @property
    def label(self) -> str:
        return str(self.name)

    @property
    def suffix(self) -> str:
        return self.name.suffix.lower()

    @property
    def stem(self) -> str:
        return self.name.stem


def is_noise(name: str) -> bool:
    return name.lower() in NOISE or name.startswith(("~$", ".~lock.", "._"))
