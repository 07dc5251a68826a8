"""Problems of a package as a page shows them: by file, and in it by row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from toevlucht.dictionary.checking import Problem
from toevlucht.language import LANGUAGES

HIDDEN = "…"
# Where somebody left the header out, the first row of values stands in its place.
NAME_OR_PLACE = re.compile(r"[a-z][a-z0-9_]{0,39}|\d{1,6}")


@dataclass(frozen=True)
class Told:
    """One problem in the reader's language."""

    file: str
    sheet: str
    row: int | None
    column: str
    what: str
    mend: str


@dataclass(frozen=True)
class InFile:
    """All problems of one file, or of the whole where ``file`` is empty."""

    file: str
    sheet: str
    problems: tuple[Told, ...]


def told(problem: Problem, tag: str) -> Told:
    return Told(
        problem.file,
        problem.sheet or "",
        problem.row,
        problem.column or "",
        problem.what(tag),
        problem.mend(tag),
    )


def by_file(problems: Iterable[Told]) -> list[InFile]:
    """They come in the order of files and rows already."""
    grouped = groupby(problems, key=lambda one: (one.file, one.sheet))
    return [InFile(file, sheet, tuple(found)) for (file, sheet), found in grouped]


def kept(problem: Problem) -> dict[str, Any]:
    """A problem to keep: where and what, and not the value, which may be anything."""
    column = problem.column
    if column and not NAME_OR_PLACE.fullmatch(column):
        column = HIDDEN
    hidden = replace(problem, column=column, value=None if problem.value is None else HIDDEN)
    return {
        "code": str(problem.code),
        "file": problem.file,
        "sheet": problem.sheet,
        "row": problem.row,
        "column": column,
        "what": {tag: hidden.what(tag) for tag in LANGUAGES},
        "mend": {tag: hidden.mend(tag) for tag in LANGUAGES},
    }


def told_again(problem: Mapping[str, Any], tag: str) -> Told:
    """A kept problem in the reader's language."""
    return Told(
        problem["file"],
        problem["sheet"] or "",
        problem["row"],
        problem["column"] or "",
        problem["what"][tag],
        problem["mend"][tag],
    )


def machine_readable(problem: Problem, tag: str) -> dict[str, Any]:
    """The same for a program: codes and values, and beside them the words for its people."""
    return problem.as_json() | {"what": problem.what(tag), "mend": problem.mend(tag)}
