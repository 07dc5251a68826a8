"""Courses of others on the internet, as `content/courses/elsewhere.toml` lists them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Elsewhere:
    """``minutes`` is empty where its owner does not say how long it takes."""

    title: Mapping[str, str]
    owner: str
    language: str
    address: str
    source: str
    source_on: str
    minutes: str = ""
    until: str = ""  # the day since which it is no longer there


@cache
def elsewhere() -> Mapping[str, Elsewhere]:
    """By their names, in the order of the list."""
    listed = files("toevlucht.content").joinpath("courses", "elsewhere.toml").read_text("utf-8")
    return {name: Elsewhere(**facts) for name, facts in tomllib.loads(listed).items()}
