"""In which language somebody gets the house rules, and the text that a location can begin with."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

FALLS_BACK_ON = ("en", "nl", "uk")


@dataclass(frozen=True)
class InLanguage:
    """``is_own``: whether it is a language that they read; else it falls back on another."""

    language: str
    is_own: bool


def language_for(spoken: Iterable[str], texts: Mapping[str, str]) -> InLanguage:
    """The first that they read of those that there are."""
    for tag in spoken:
        if texts.get(tag):
            return InLanguage(tag, True)
    order = (*FALLS_BACK_ON, *sorted(texts))
    return InLanguage(next(tag for tag in order if texts.get(tag)), False)


@cache
def default_texts() -> Mapping[str, str]:
    """By language."""
    text = files("toevlucht.content").joinpath("reception", "house_rules.toml").read_text("utf-8")
    return {tag: words.strip() for tag, words in tomllib.loads(text)["default"].items()}
