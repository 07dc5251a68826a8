"""Read the courses that come with the software: structure once, texts for each language beside it.

``content/courses/<course>/course.toml`` says what there is, ``nl.toml``, ``en.toml`` and
``uk.toml`` say it, ``pictures/*.svg`` show it. A text that is missing or left over is a problem
that `checking.problems_of` tells; here it is empty.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any

from toevlucht.language import LANGUAGES
from toevlucht.learning.courses.written import (
    Beat,
    Block,
    Choice,
    Course,
    Decision,
    Ending,
    Option,
    Reading,
    Scene,
    Source,
    Step,
    Texts,
)

COURSES = files("toevlucht.content").joinpath("courses")

Table = Mapping[str, Any]


@dataclass
class Spoken:
    """The texts of a course by language and dotted key, and which keys were asked for."""

    texts: Mapping[str, Mapping[str, str]]
    asked: set[str] = field(default_factory=set)

    def say(self, *key: str) -> Texts:
        name = ".".join(key)
        self.asked.add(name)
        return MappingProxyType({tag: said.get(name, "") for tag, said in self.texts.items()})


@cache
def courses() -> Mapping[str, Course]:
    """By code, in the order of their folders."""
    found = (load(one)[0] for one in course_folders())
    return MappingProxyType({one.code: one for one in found})


def course_folders() -> list[Traversable]:
    found = (one for one in COURSES.iterdir() if one.joinpath("course.toml").is_file())
    return sorted(found, key=lambda one: one.name)


def load(folder: Traversable) -> tuple[Course, Spoken]:
    about = tomllib.loads(folder.joinpath("course.toml").read_text("utf-8"))
    tags = sorted(LANGUAGES, key=lambda tag: tag != about.get("first_language", "nl"))
    spoken = Spoken({tag: _flat(folder, tag) for tag in tags})
    course = Course(
        code=folder.name,
        edition=about["edition"],
        published_on=about["published_on"],
        minutes=(about["minutes"][0], about["minutes"][1]),
        trains=tuple(about["trains"]),
        requirements=tuple(about.get("requirements", ())),
        keeps=about["keeps"],
        pass_percent=about.get("pass_percent", 70),
        refresh_months=about.get("refresh_months", 6),
        languages=tuple(tags),
        title=spoken.say("title"),
        about=spoken.say("about"),
        goals={one: spoken.say("goals", one) for one in about.get("goals", ())},
        sources={name: Source(name, **one) for name, one in about["sources"].items()},
        steps=tuple(_step(one, spoken) for one in about["step"]),
        refresh=tuple(_choice(one, spoken, "refresh") for one in about.get("refresh", ())),
        pictures=_pictures(folder),
    )
    return course, spoken


def _flat(folder: Traversable, tag: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    file = folder.joinpath(f"{tag}.toml")
    if file.is_file():
        _gather("", tomllib.loads(file.read_text("utf-8")), found)
    return found


def _gather(before: str, branch: Table, found: dict[str, str]) -> None:
    for name, value in branch.items():
        if isinstance(value, str):
            found[before + name] = value.strip()
        else:
            _gather(f"{before}{name}.", value, found)


def _pictures(folder: Traversable) -> Mapping[str, str]:
    drawn = folder.joinpath("pictures")
    if not drawn.is_dir():
        return {}
    return {
        one.name.removesuffix(".svg"): one.read_text("utf-8")
        for one in drawn.iterdir()
        if one.name.endswith(".svg")
    }


def _step(one: Table, spoken: Spoken) -> Step:
    return _KINDS[one["kind"]](one, spoken, "step")


def _common(one: Table, spoken: Spoken, under: str) -> dict[str, Any]:
    picture = one.get("picture", "")
    return {
        "name": one["name"],
        "title": spoken.say(under, one["name"], "title"),
        "picture": picture,
        "shows": spoken.say("pictures", picture) if picture else {},
        "goal": one.get("goal", ""),
    }


def _reading(one: Table, spoken: Spoken, under: str) -> Step:
    blocks = tuple(
        Block(
            each["name"],
            spoken.say(under, one["name"], each["name"]),
            tuple(each.get("sources", ())),
            each.get("advice", False),
        )
        for each in one["blocks"]
    )
    return Reading(**_common(one, spoken, under), blocks=blocks)


def _scene(one: Table, spoken: Spoken, under: str) -> Step:
    name = one["name"]
    signals = {each["beat"]: tuple(each["sources"]) for each in one["signals"]}
    beats = tuple(
        Beat(
            beat,
            spoken.say(under, name, "beats", beat),
            spoken.say(under, name, "signals", beat) if beat in signals else None,
            signals.get(beat, ()),
        )
        for beat in one["beats"]
    )
    decisions = tuple(
        Decision(
            what,
            judged,
            spoken.say(under, name, "decisions", what, "text"),
            spoken.say(under, name, "decisions", what, "then"),
        )
        for what, judged in one["decisions"].items()
    )
    return Scene(
        **_common(one, spoken, under),
        intro=spoken.say(under, name, "intro"),
        beats=beats,
        decisions=decisions,
    )


def _choice(one: Table, spoken: Spoken, under: str) -> Choice:
    name = one["name"]
    options = tuple(
        Option(each, spoken.say(under, name, "options", each), each in one["right"])
        for each in one["options"]
    )
    return Choice(
        **_common(one, spoken, under),
        ask=spoken.say(under, name, "ask"),
        options=options,
        why=spoken.say(under, name, "why"),
        sources=tuple(one["sources"]),
        is_many=one.get("many", False),
    )


def _ending(one: Table, spoken: Spoken, under: str) -> Step:
    return Ending(
        **_common(one, spoken, under),
        text=spoken.say(under, one["name"], "text"),
        contacts=tuple(one["contacts"]),
    )


_KINDS = {"read": _reading, "scene": _scene, "choice": _choice, "ending": _ending}
