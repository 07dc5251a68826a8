"""What the picture keeps: what partners sent, editions in the making, and what was published."""

from toevlucht.picture.models.published import (
    COUNTING_MODES,
    KINDS,
    Edition,
    EditionVersion,
    PublishedFile,
    Rendition,
    Series,
)

__all__ = [
    "COUNTING_MODES",
    "KINDS",
    "Edition",
    "EditionVersion",
    "PublishedFile",
    "Rendition",
    "Series",
]
