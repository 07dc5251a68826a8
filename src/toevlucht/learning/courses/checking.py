"""What is wrong with a course as it is written: texts, sources, stories and pictures."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator

from toevlucht.learning.courses.loading import Spoken
from toevlucht.learning.courses.written import (
    DECISIONS,
    JUDGED,
    KEEPS,
    Beat,
    Block,
    Choice,
    Course,
    Decision,
    Ending,
    Reading,
    Scene,
    Step,
    Texts,
)

# What is said of the world has a number or names who found it; advice and stories have neither.
FACTUAL = re.compile(
    r"\d|CoMensha|FairWork|Europol|Arbeidsinspectie|Labour Authority|Інспекці\w+ праці"
    r"|onderzoek\w*|\bresearch\b|\bstud(?:y|ies)\b|дослідженн\w+",
    re.IGNORECASE,
)
NO_FACTS = re.compile(r"1 \+ 1 = 2|\b112\b")
FORBIDDEN_IN_A_PICTURE = re.compile(r"<script|<style|href|style=|\son\w+=|<image|<text", re.I)
MOST_PICTURE_BYTES = 12_000
# Words of addresses that stand where the name of a step stands.
TAKEN = frozenset({"at", "mine", "begin", "offline", "refresh", "certificate", "pages"})


def problems_of(course: Course, spoken: Spoken) -> list[str]:
    """In English, for whoever writes courses; nothing when it can be shown."""
    return [
        *_texts(course, spoken),
        *_head(course),
        *_sources(course),
        *(problem for step in course.steps for problem in _step(course, step)),
        *(problem for step in course.refresh for problem in _choice(step)),
        *_pictures(course),
    ]


def _texts(course: Course, spoken: Spoken) -> Iterator[str]:
    for tag, said in spoken.texts.items():
        for key in sorted(spoken.asked - said.keys()):
            yield f"{tag}: the text {key} is missing"
        for key in sorted(said.keys() - spoken.asked):
            yield f"{tag}: the text {key} belongs to nothing"
        for key in sorted(key for key in said.keys() & spoken.asked if not said[key]):
            yield f"{tag}: the text {key} is empty"


def _head(course: Course) -> Iterator[str]:
    if course.code == "packages":  # has an address of its own
        yield "no course can be called packages"
    if course.keeps not in KEEPS:
        yield f"keeps is {course.keeps}"
    names = [one.name for one in (*course.steps, *course.refresh)]
    yield from (f"two steps are called {one}" for one in set(names) if names.count(one) > 1)
    yield from (f"no step can be called {one}" for one in names if one in TAKEN)
    if not isinstance(course.steps[-1], Ending):
        yield "the last step does not tell whom to call"
    if course.keeps_progress:
        asked = {one.goal for one in course.refresh}
        yield from (f"no refresh question for {one}" for one in course.goals if one not in asked)


def _sources(course: Course) -> Iterator[str]:
    used: set[str] = set()
    for where, sources in _stated(course):
        used.update(sources)
        yield from (
            f"{where}: unknown source {one}" for one in sources if one not in course.sources
        )
        if not sources:
            yield f"{where}: states a fact without a source"
    yield from (f"the source {one} is not used" for one in course.sources if one not in used)
    for where, text in _unsourced(course):
        for tag, said in text.items():
            if found := FACTUAL.search(NO_FACTS.sub("", said)):
                yield f"{where} ({tag}): {found[0]} looks like a fact, and has no source"


def _stated(course: Course) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Everything that says how the world is, with its sources."""
    for step in (*course.steps, *course.refresh):
        match step:
            case Reading(blocks=blocks):
                facts = (one for one in blocks if not one.is_advice)
                yield from ((f"{step.name}.{one.name}", one.sources) for one in facts)
            case Scene(signals=signals):
                yield from ((f"{step.name}.{one.name}", one.sources) for one in signals)
            case Choice(sources=sources):
                yield step.name, sources


def _unsourced(course: Course) -> Iterator[tuple[str, Texts]]:
    yield "about", course.about
    for step in course.steps:
        for one in _parts(step):
            match one:
                case Block(is_advice=True):
                    yield f"{step.name}.{one.name}", one.text
                case Decision():
                    yield f"{step.name}.{one.name}", one.then
        if isinstance(step, Ending) and step.text is not None:
            yield step.name, step.text


def _parts(step: Step) -> tuple[Block | Beat | Decision, ...]:
    match step:
        case Reading(blocks=blocks):
            return blocks
        case Scene(beats=beats, decisions=decisions):
            return (*beats, *decisions)
    return ()


def _step(course: Course, step: Step) -> Iterator[str]:
    if step.goal and step.goal not in course.goals:
        yield f"{step.name}: unknown goal {step.goal}"
    if step.picture and step.picture not in course.pictures:
        yield f"{step.name}: no picture {step.picture}"
    match step:
        case Scene():
            yield from _scene(step)
        case Choice():
            yield from _choice(step)
        case Ending(contacts=()):
            yield f"{step.name}: names nobody to call"


def _scene(step: Scene) -> Iterator[str]:
    if not step.goal:
        yield f"{step.name}: has no goal"
    if not 4 <= len(step.beats) <= 10:
        yield f"{step.name}: a story has 4 to 10 beats"
    if not step.signals or len(step.signals) == len(step.beats):
        yield f"{step.name}: some beats are signals, and some are not"
    if sorted(one.name for one in step.decisions) != sorted(DECISIONS):
        yield f"{step.name}: one decides to {', '.join(DECISIONS)}"
    judged = [one.judged for one in step.decisions]
    if "best" not in judged or any(one not in JUDGED for one in judged):
        yield f"{step.name}: decisions are {', '.join(JUDGED)}, and one of them is best"


def _choice(step: Choice) -> Iterator[str]:
    if not step.goal:
        yield f"{step.name}: has no goal"
    right = len(step.right)
    if not right or right == len(step.options) or (right > 1 and not step.is_many):
        yield f"{step.name}: has one right option, or is `many`, and not all are right"


def _pictures(course: Course) -> Iterator[str]:
    used = {one.picture for one in course.steps}
    for name, drawn in course.pictures.items():
        if name not in used:
            yield f"the picture {name} is not used"
        if found := FORBIDDEN_IN_A_PICTURE.search(drawn):
            yield f"the picture {name} has {found[0]}"
        if len(drawn.encode()) > MOST_PICTURE_BYTES:
            yield f"the picture {name} is larger than {MOST_PICTURE_BYTES} bytes"
        if "viewBox" not in ElementTree.fromstring(drawn).attrib:  # noqa: S314 - ours
            yield f"the picture {name} has no viewBox"
