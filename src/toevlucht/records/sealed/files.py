"""Sealed files in the data folder, under random names: written whole, or not at all."""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path

from django.conf import settings

from toevlucht.records.sealed.envelope import seal, unseal

FOLDER = "sealed"
NAME = re.compile(r"[0-9a-f]{32}")
UNFINISHED = "."  # how the names of files begin that are not whole yet


def write_file(key: bytes, record: str, content: bytes) -> str:
    """On the disk when this returns; gives the name, which tells nothing of what is in it."""
    name = secrets.token_hex(16)
    path = _path(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f"{UNFINISHED}{name}")
    try:
        with fresh.open("xb") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(seal(key, content, _about(name, record)))
            file.flush()
            os.fsync(file.fileno())
        fresh.rename(path)
    finally:
        fresh.unlink(missing_ok=True)
    _keep_entry(path.parent)
    return name


def read_file(key: bytes, record: str, name: str) -> bytes:
    """Raises `CannotOpen`, or `FileNotFoundError` where it was destroyed."""
    return unseal(key, _path(name).read_bytes(), _about(name, record))


def destroy_file(name: str) -> bool:
    """Whether there was one. Without its key nobody could read it anyway."""
    path = _path(name)
    if not path.exists():
        return False
    path.unlink()
    _keep_entry(path.parent)
    return True


def _path(name: str) -> Path:
    if not NAME.fullmatch(name):
        raise ValueError("no name of a sealed file")
    folder: Path = settings.TOEVLUCHT_DATA
    return folder / FOLDER / name[:2] / name


def _keep_entry(folder: Path) -> None:
    """That a file is there, or is gone, stands in its folder, which has to be on the disk too."""
    entry = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(entry)
    finally:
        os.close(entry)


def _about(name: str, record: str) -> str:
    return f"file {name} of {record}"
