"""Hold a table of capture histories, and say what is wrong with one before it is counted on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from toevlucht.statistics.arguments import whole_array

MOST_LISTS = 12
MOST_CASES = 2**53


class NotEstimable(ValueError):
    """There is no estimate, and why.

    Attributes
    ----------
    code : str
        For texts in other languages: ``one_list``, ``no_cases``, ``empty_list``,
        ``identical_lists``, ``list_holds_everyone``, ``no_overlap``, ``without_maximum``,
        ``not_identifiable``, ``not_converged``, ``not_proved``, ``no_replicates``,
        ``two_lists``, ``too_many_lists``.
    lists : tuple of str
        The lists it is about.
    """

    def __init__(self, code: str, because: str, lists: Iterable[str] = ()) -> None:
        super().__init__(f"cannot be estimated, because {because}")
        self.code = code
        self.lists = tuple(lists)


@dataclass(frozen=True, eq=False)
class CaptureHistories:
    """How many cases were on which combination of lists.

    Attributes
    ----------
    lists : tuple of str
        Names of the t lists.
    counts : (2**t,) float64
        Cases (persons) per cell; bit j of a cell's index says "on list j". Cell 0, on no list,
        is what nobody counted: it is 0 here.
    order : (r,) int64
        The cells in the order in which they were given. Only replicates drawn as R draws them
        depend on it.

    Raises
    ------
    ValueError
        If the shape is not that, a count is negative, not whole, not a number or above 2**53, or
        there are more than 12 lists.
    TypeError
        If counts are not numbers.
    """

    lists: tuple[str, ...]
    counts: NDArray[np.float64]
    order: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))

    def __post_init__(self) -> None:
        lists = tuple(self.lists)
        if not 1 <= len(lists) <= MOST_LISTS:
            raise ValueError(f"a table has 1 to {MOST_LISTS} lists, got {len(lists)}")
        if not all(isinstance(name, str) and name for name in lists):
            raise TypeError("names of lists must be text that is not empty")
        if len(set(lists)) < len(lists):
            raise ValueError(f"two lists have the same name: {', '.join(lists)}")
        counts = _whole_counts(self.counts)
        if counts.shape != (2 ** len(lists),):
            raise ValueError(f"{len(lists)} lists need 2**{len(lists)} cells, got {counts.shape}")
        if counts[0]:
            raise ValueError("a case on no list was not observed: cell 0 must be 0")
        order = whole_array("the order of cells", self.order)
        if sorted(set(order.tolist())) != sorted(order.tolist()) or (
            len(order)
            and (
                order.min() < 1 or order.max() >= len(counts) or counts[order].sum() < counts.sum()
            )
        ):
            raise ValueError("an order names every cell with cases, each once, none of them cell 0")
        if not len(order):
            order = tidy_order(len(lists))
            order = order[counts[order] > 0]
        counts.flags.writeable = order.flags.writeable = False
        object.__setattr__(self, "lists", lists)
        object.__setattr__(self, "counts", counts)
        object.__setattr__(self, "order", order)

    @classmethod
    def from_rows(
        cls, rows: ArrayLike, counts: ArrayLike, lists: Sequence[str] | None = None
    ) -> Self:
        """A table from one row for each history.

        Parameters
        ----------
        rows : (r, t) array of 0 and 1
            1 where the history has the list. The same history may come twice: both count.
        counts : (r,) array
            Cases of each history, whole numbers from 0.
        lists : t names, optional
            A, B, C … where they are not given.
        """
        on, cases = np.asarray(rows), _whole_counts(counts)
        if on.ndim != 2 or cases.shape != (len(on),):
            raise ValueError(f"rows (r, t) need counts (r,), got {on.shape} and {cases.shape}")
        if on.dtype.kind not in "biuf":
            raise TypeError(f"a history consists of 0 and 1, got {on.dtype}")
        if not np.isin(on, (0, 1)).all():
            raise ValueError("a history consists of 0 and 1")
        names = tuple("ABCDEFGHIJKL"[: on.shape[1]] if lists is None else lists)
        if on.shape[1] > MOST_LISTS:
            raise ValueError(f"a table has 1 to {MOST_LISTS} lists, got {on.shape[1]}")
        if len(names) != on.shape[1]:
            raise ValueError(f"{on.shape[1]} lists were counted, {len(names)} are named")
        cells = on.astype(np.int64) @ (1 << np.arange(on.shape[1], dtype=np.int64))
        if cases[cells == 0].any():
            raise ValueError("a case on no list was not observed: leave that row out")
        table = np.zeros(1 << on.shape[1])
        np.add.at(table, cells, cases)
        order = np.array([cell for cell in dict.fromkeys(cells.tolist()) if cell], np.int64)
        return cls(names, table, order)

    @property
    def observed(self) -> int:
        """Cases on at least one list."""
        return int(self.counts.sum())

    @property
    def on_each(self) -> NDArray[np.int64]:
        """(t,) cases on each list."""
        return np.array([self.counts[self._holds(1 << j)].sum() for j in range(self.t)], np.int64)

    def cells(self) -> NDArray[np.float64]:
        """A copy that may be written: loops are compiled for such arrays only, once."""
        return self.counts.copy()

    @property
    def t(self) -> int:
        return len(self.lists)

    def _place(self, name: str) -> int:
        if name not in self.lists:
            raise ValueError(f"there is no list {name!r}, only {', '.join(self.lists)}")
        return self.lists.index(name)

    def _holds(self, mask: int) -> NDArray[np.bool_]:
        return np.asarray((np.arange(len(self.counts)) & mask) == mask)

    def in_order(self, names: Sequence[str]) -> CaptureHistories:
        """The same table with its lists in another order; ValueError if it lacks a list."""
        if sorted(names) != sorted(self.lists):
            raise ValueError(f"an order names each of {', '.join(self.lists)} once, got {names!r}")
        places = [self.lists.index(name) for name in names]
        return self._moved(tuple(names), [[place] for place in places])

    def without(self, name: str) -> CaptureHistories:
        """The table that would be there without one list; cases only on it are gone.

        Raises ValueError for a list that the table does not have.
        """
        self._place(name)
        kept = [j for j in range(self.t) if self.lists[j] != name]
        return self._moved(tuple(self.lists[j] for j in kept), [[j] for j in kept])

    def merged(self, first: str, second: str) -> CaptureHistories:
        """The table with two lists as one: on it is who is on either.

        Raises ValueError for a list that the table does not have, or twice the same one.
        """
        if first == second:
            raise ValueError(f"two lists are merged, got {first!r} twice")
        pair = [self._place(first), self._place(second)]
        groups = [[j] for j in range(self.t) if self.lists[j] not in (first, second)]
        names = [self.lists[group[0]] for group in groups]
        return self._moved((*names, f"{first}+{second}"), [*groups, pair])

    def _moved(self, names: tuple[str, ...], groups: list[list[int]]) -> CaptureHistories:
        cells = np.arange(len(self.counts))
        to = np.zeros_like(cells)
        for j, group in enumerate(groups):
            to |= np.any([(cells >> k) & 1 for k in group], axis=0).astype(np.int64) << j
        counts = np.zeros(1 << len(names))
        np.add.at(counts, to, self.counts)
        counts[0] = 0.0
        return CaptureHistories(names, counts)

    def check_estimable(self) -> None:
        """Raise `NotEstimable` for what no model can mend."""
        on_each, observed = self.on_each, self.observed
        if self.t < 2:
            raise NotEstimable("one_list", "one list alone has no overlap", self.lists)
        if not observed:
            raise NotEstimable("no_cases", "the table has no cases", self.lists)
        empty = [self.lists[j] for j in range(self.t) if not on_each[j]]
        if empty:
            raise NotEstimable("empty_list", f"nobody is on {', '.join(empty)}", empty)
        holding = [self.lists[j] for j in range(self.t) if on_each[j] == observed]
        if holding:
            because = f"everybody is on {', '.join(holding)}"
            raise NotEstimable("list_holds_everyone", because, holding)
        for i in range(self.t):
            for j in range(i):
                both = self.counts[self._holds((1 << i) | (1 << j))].sum()
                if both == on_each[i] == on_each[j]:
                    same = (self.lists[j], self.lists[i])
                    because = f"{same[0]} and {same[1]} hold the same cases"
                    raise NotEstimable("identical_lists", because, same)
        if self.counts[[1 << j for j in range(self.t)]].sum() == observed:
            raise NotEstimable("no_overlap", "nobody is on two lists", self.lists)


def tidy_order(lists: int) -> NDArray[np.int64]:
    """All cells but 0: fewest lists first, then the first list before the second."""
    cells = range(1, 1 << lists)
    bits = {cell: [cell >> j & 1 for j in range(lists)] for cell in cells}
    return np.array(sorted(cells, key=lambda c: (sum(bits[c]), [-b for b in bits[c]])), np.int64)


def _whole_counts(counts: ArrayLike) -> NDArray[np.float64]:
    given = np.asarray(counts)
    if given.dtype.kind not in "iuf":
        raise TypeError(f"counts must be whole numbers, got {given.dtype}")
    whole = np.array(given, np.float64)
    if not np.isfinite(whole).all():
        raise ValueError("a count is missing or infinite")
    if (whole < 0).any():
        raise ValueError(f"a count cannot be negative, got {whole.min():g}")
    if (whole != np.floor(whole)).any():
        raise ValueError("counts must be whole numbers")
    if whole.sum() > MOST_CASES:
        raise ValueError("more cases than a whole number holds exactly")
    return whole
