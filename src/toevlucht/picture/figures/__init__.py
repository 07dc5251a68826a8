"""The figures of an edition, in the order in which a reader meets them."""

from toevlucht.picture.figures.compute import FIGURES, compute
from toevlucht.picture.figures.findings import FigureKind
from toevlucht.picture.figures.together import Computed, compute_all, find_all

__all__ = ["FIGURES", "Computed", "FigureKind", "compute", "compute_all", "find_all"]
