"""What the script of a package must know to judge as we do: every outcome, worked out beforehand.

How good an answer is stays written once, in `courses.answering`; the script only looks it up.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from toevlucht.language import Language
from toevlucht.learning.courses.answering import permille
from toevlucht.learning.courses.written import Choice, Course, Scene, Step

Rules = dict[str, Any]


def rules_of(course: Course, spoken: Language) -> Rules:
    """For JSON; with the words that depend on what somebody chose."""
    return {
        "edition": course.edition,
        "keeps": course.keeps_progress,
        "pass": course.pass_percent * 10,
        "steps": [_step(one, spoken) for one in course.steps],
        "words": _words(course, spoken),
    }


def _step(step: Step, spoken: Language) -> Rules:
    known: Rules = {"name": step.name, "scored": step.is_scored, "items": {"read": {}}}
    match step:
        case Scene():
            beats = [one.name for one in step.beats]
            signals = [one.name for one in step.signals]
            decisions = {one.name: permille(step, "decision", [one.name]) for one in step.decisions}
            known["items"] = {
                "stops": _worth(step, "stops", beats, signals),
                "decision": {"each": decisions},
            }
            known["found"] = [
                spoken.say("learning.scene.found", found=found, n=len(signals))
                for found in range(len(signals) + 1)
            ]
        case Choice():
            options = [one.name for one in step.options]
            known["items"] = {"answer": _worth(step, "answer", options, sorted(step.right))}
    return known


def _worth(step: Step, item: str, names: Sequence[str], right: Sequence[str]) -> Rules:
    """``worth[r][w]``: how good it is to choose r that are right and w that are wrong."""
    wrong = [one for one in names if one not in right]
    takes_many = not isinstance(step, Choice) or step.is_many

    def judged(r: int, w: int) -> int | None:
        is_answer = item == "stops" or (r + w > 0 if takes_many else r + w == 1)
        return permille(step, item, [*right[:r], *wrong[:w]]) if is_answer else None

    worth = [[judged(r, w) for w in range(len(wrong) + 1)] for r in range(len(right) + 1)]
    return {"names": list(names), "right": list(right), "worth": worth}


def _words(course: Course, spoken: Language) -> Rules:
    of = len(course.steps)
    return {
        "done": [spoken.say("learning.overview.done", done=n, of=of) for n in range(of + 1)],
        "moment": {one: spoken.say(f"learning.moment.{one}") for one in ("found", "no_signal")},
        "option": {
            "right_chosen": spoken.say("learning.option.right_chosen"),
            "wrong_chosen": spoken.say("learning.option.wrong_chosen"),
        },
        "outcome": {
            one: spoken.say(f"learning.outcome.{one}") for one in ("right", "partly", "wrong")
        },
    }
