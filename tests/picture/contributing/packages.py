"""Packages as a partner would send them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.picture.desk import Desk, Row

from toevlucht.picture.packing import pack


def package(folder: Path, organisation: str = "kmar", **given: Any) -> Path:
    """A zip of a contribution with these tables and facts."""
    number = len(list(folder.glob("desk-*")))
    made = Desk(folder / f"desk-{number}").receive(organisation, **given)
    named = [(path.name, path.open("rb")) for path in sorted(made.iterdir())]
    try:
        return pack(named, None, folder / f"package-{number}.zip")
    finally:
        for _, file in named:
            file.close()


def upload(path: Path, name: str = "") -> SimpleUploadedFile:
    return SimpleUploadedFile(name or path.name, path.read_bytes())


def rows(*found: Row) -> list[Row]:
    return list(found)
