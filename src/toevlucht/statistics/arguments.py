"""Take whole and other numbers from callers, and say plainly which of them is wrong."""

from __future__ import annotations

import math
from operator import index

import numpy as np
from numpy.typing import ArrayLike, NDArray


def whole(what: str, given: int, least: int, most: int | None = None) -> int:
    """A whole number from ``least`` to ``most``; NumPy's count too, 3.0 does not.

    Raises TypeError for what is no whole number and ValueError for one out of range.
    """
    try:
        number = index(given)
    except TypeError:
        raise TypeError(f"{what} must be a whole number, got {given!r}") from None
    if number < least or (most is not None and number > most):
        to = f"from {least} to {most}" if most is not None else f"{least} or more"
        raise ValueError(f"{what} must be {to}, got {number}")
    return number


def number(what: str, given: float, least: float = 0.0) -> float:
    """A finite number of ``least`` or more; raises as `whole`."""
    try:
        value = float(given)
    except (TypeError, ValueError):
        raise TypeError(f"{what} must be a number, got {given!r}") from None
    if not (math.isfinite(value) and value >= least):
        raise ValueError(f"{what} must be a number, {least:g} or more, got {given!r}")
    return value


def positive(what: str, given: float) -> float:
    """A finite number above 0; raises as `whole`."""
    value = number(what, given)
    if not value > 0:
        raise ValueError(f"{what} must be above 0, got {given!r}")
    return value


def whole_array(what: str, given: ArrayLike) -> NDArray[np.int64]:
    """One axis of whole numbers of any numeric type; raises as `whole`."""
    values = np.asarray(given)
    if values.ndim != 1:
        raise ValueError(f"{what} must stand in one row, got the shape {values.shape}")
    if not values.size:
        return values.astype(np.int64)
    if values.dtype.kind not in "iuf":
        raise TypeError(f"{what} must be whole numbers, got {values.dtype}")
    if not (np.isfinite(values) & (values == np.floor(values)) & (abs(values) < 2**62)).all():
        raise ValueError(f"{what} must be whole numbers, none missing")
    return values.astype(np.int64)


def spread_over(what: str, given: ArrayLike, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """Numbers repeated to ``shape``, to read only; ValueError where they cannot be."""
    values = np.asarray(given, dtype=float)
    try:
        return np.broadcast_to(values, shape)
    except ValueError:
        raise ValueError(
            f"{what} cannot be spread over the shape {shape}: it has {values.shape}"
        ) from None
