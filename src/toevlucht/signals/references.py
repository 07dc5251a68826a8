"""Names for reports and what belongs to them, made as every room makes them."""

from toevlucht.records.references import LENGTH, LETTERS, PATTERN, new_reference

__all__ = ["LENGTH", "LETTERS", "PATTERN", "new_reference"]
