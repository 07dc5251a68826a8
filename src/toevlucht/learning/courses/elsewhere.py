"""Courses of others on the internet, as `content/courses/elsewhere.toml` lists them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class CountsFor:
    """Where having completed it counts as having learned; nowhere where the list does not say."""

    requirements: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()  # of a roster
    months: int = 0  # so long


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
    counts_for: CountsFor = field(default_factory=CountsFor)


@cache
def elsewhere() -> Mapping[str, Elsewhere]:
    """By their names, in the order of the list."""
    listed = files("toevlucht.content").joinpath("courses", "elsewhere.toml").read_text("utf-8")
    return {name: _course(facts) for name, facts in tomllib.loads(listed).items()}


def counting_elsewhere(requirement: str = "") -> dict[str, Elsewhere]:
    """By name, those whose completion counts, for this requirement or for any."""
    return {
        name: one
        for name, one in elsewhere().items()
        if (requirement in one.counts_for.requirements if requirement else one.counts_for.roles)
    }


def _course(facts: dict[str, Any]) -> Elsewhere:
    counts = facts.pop("counts_for", {})
    lists = {name: tuple(counts.get(name, ())) for name in ("requirements", "roles")}
    return Elsewhere(**facts, counts_for=CountsFor(**lists, months=counts.get("months", 0)))
