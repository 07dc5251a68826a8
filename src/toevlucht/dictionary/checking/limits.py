"""How much a contribution may hold before it is refused unread."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1 << 20


@dataclass(frozen=True)
class Limits:
    """Sizes in bytes; ``ratio`` is how much larger than its packed form a packed file may be."""

    file: int = 1024 * MEBIBYTE
    total: int = 2048 * MEBIBYTE
    workbook: int = 64 * MEBIBYTE
    workbook_unpacked: int = 1024 * MEBIBYTE
    manifest: int = MEBIBYTE
    directory: int = MEBIBYTE
    ratio: int = 200
    ratio_from: int = 8 * MEBIBYTE
    files: int = 64
    depth: int = 2
    rows: int = 2_000_000
    workbook_rows: int = 50_000
    values: int = 8_000_000
    values_per_row: int = 32
    cell: int = 2_000
    narrative: int = 20_000
    shown: int = 200
