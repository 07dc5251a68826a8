"""The schemes in which a source and its information are graded, each on an axis of its own."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from django.conf import settings


@dataclass(frozen=True)
class Axis:
    """Its grades, and where the texts about them stand. Without ``cannot`` no letter says that."""

    codes: tuple[str, ...]
    labels: str
    meanings: str
    cannot: str

    def label(self, code: str | None) -> str:
        """The key of what a grade is called; of none that it cannot be judged."""
        grade = code if code is not None else self.cannot
        return f"{self.labels}.{grade}" if grade else "assessing.grade.cannot"

    def meaning(self, code: str | None) -> str:
        """The key of what a grade means; empty where its label says all."""
        grade = code if code is not None else self.cannot
        return f"{self.meanings}.{grade}" if self.meanings and grade else ""


@dataclass(frozen=True)
class Scheme:
    name: str
    source: Axis
    information: Axis


@cache
def schemes() -> Mapping[str, Scheme]:
    text = files("toevlucht.content").joinpath("signals", "grading.toml").read_text("utf-8")
    return {
        name: Scheme(name, _axis(axes["source"]), _axis(axes["information"]))
        for name, axes in tomllib.loads(text).items()
    }


def scheme_of(organisation: str) -> Scheme:
    """The one that this organisation chose, else that of the site."""
    chosen: Mapping[str, str] = settings.TOEVLUCHT_GRADING
    return schemes()[chosen.get(organisation, chosen[""])]


def _axis(row: dict[str, Any]) -> Axis:
    return Axis(tuple(row["codes"]), row["labels"], row["meanings"], row["cannot"])
