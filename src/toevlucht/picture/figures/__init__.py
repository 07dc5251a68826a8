"""The figures of an edition, in the order in which a reader meets them."""

from toevlucht.picture.figures.compute import FIGURES, compute
from toevlucht.picture.figures.findings import FigureKind

__all__ = ["FIGURES", "FigureKind", "compute"]
