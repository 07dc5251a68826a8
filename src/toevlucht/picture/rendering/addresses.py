"""Which addresses a rendition may link to: the web, mail, and places within the page."""

from __future__ import annotations

SAFE_BEGINNINGS = ("https://", "http://", "mailto:", "#")


def is_safe(address: str) -> bool:
    """Whether the address neither runs anything nor reaches into the reader's machine."""
    return address.lower().startswith(SAFE_BEGINNINGS) and not any(c <= " " for c in address)


def safe(address: str) -> str:
    """The address, or nothing where it may not be linked to."""
    return address if is_safe(address) else ""
