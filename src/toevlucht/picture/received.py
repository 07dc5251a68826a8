"""Where the bytes of contributions lie: each package as it was sent, and its rows as tables."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings


def package_file(organisation: str, number: int) -> Path:
    """The package of a contribution that was taken, byte for byte. No page leads here by path."""
    return _folder() / organisation / f"{number}.zip"


def tables_folder(organisation: str, number: int) -> Path:
    """The rows of a contribution as the data dictionary types them: a Parquet file a table."""
    return _folder() / organisation / f"{number}"


def waiting_file(number: int) -> Path:
    """A large package until it is checked."""
    return _folder() / ".waiting" / f"{number}.zip"


def incoming_folder() -> Path:
    """Where packages are put together; on the same disk, so that moving one is one stroke."""
    folder = _folder() / ".incoming"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _folder() -> Path:
    data: Path = settings.TOEVLUCHT_DATA
    return data / "contributions"
