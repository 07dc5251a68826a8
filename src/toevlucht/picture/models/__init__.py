"""What the picture keeps: what partners sent, editions in the making, and what was published."""

from toevlucht.picture.models.contributions import Contribution, Package, Trace
from toevlucht.picture.models.published import (
    COUNTING_MODES,
    KINDS,
    Edition,
    EditionVersion,
    PublishedFile,
    Rendition,
    Series,
)
from toevlucht.picture.models.suspension import Look, Suspension

__all__ = [
    "COUNTING_MODES",
    "KINDS",
    "Contribution",
    "Edition",
    "EditionVersion",
    "Look",
    "Package",
    "PublishedFile",
    "Rendition",
    "Series",
    "Suspension",
    "Trace",
]
