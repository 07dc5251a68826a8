"""Where the bytes of published editions lie, and where what they were made of is kept."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings


def publication_folder(series: str, number: int, version: int) -> Path:
    """The public folder of a version: exactly the files that were built."""
    return _folder("publications", series, number, version)


def frozen_folder(series: str, number: int, version: int) -> Path:
    """The frozen data and editorial file behind a version. No page leads here."""
    return _folder("frozen", series, number, version)


def partners_folder(series: str, number: int, version: int) -> Path:
    """Every number of a version: for partners under its TLP mark, and never for the public."""
    return _folder("partners", series, number, version)


def _folder(kind: str, series: str, number: int, version: int) -> Path:
    data: Path = settings.TOEVLUCHT_DATA
    return data / kind / series / str(number) / f"v{version}"
