"""How good an answer is. Trying again costs nothing; stopping at everything finds nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from toevlucht.learning.courses.written import Choice, Scene, Step

WHOLE = 1000  # permille
JUDGED = {"best": WHOLE, "fair": 600, "poor": 0}


class NoAnswer(ValueError):
    """Nothing was chosen, or something that is not there."""


def permille(step: Step, item: str, chosen: Collection[str]) -> int | None:
    """None for what is read and not asked. Raises `NoAnswer`."""
    match step, item:
        case Scene(), "stops":
            return _stops(step, set(chosen))
        case Scene(), "decision":
            return _decision(step, chosen)
        case Choice(), "answer":
            return _answer(step, set(chosen))
        case _, "read" if "read" in step.items and not chosen:
            return None
    raise NoAnswer


def _stops(step: Scene, stopped: set[str]) -> int:
    """Stopping nowhere is an answer too."""
    if not stopped <= {one.name for one in step.beats}:
        raise NoAnswer
    signals = {one.name for one in step.signals}
    return _share(stopped, signals)


def _decision(step: Scene, chosen: Collection[str]) -> int:
    judged = {one.name: one.judged for one in step.decisions}
    if len(chosen) != 1 or not judged.keys() >= set(chosen):
        raise NoAnswer
    return JUDGED[judged[next(iter(chosen))]]


def _answer(step: Choice, chosen: set[str]) -> int:
    known = {one.name for one in step.options}
    if not chosen or not chosen <= known or (len(chosen) > 1 and not step.is_many):
        raise NoAnswer
    return _share(chosen, set(step.right))


def _share(chosen: set[str], right: set[str]) -> int:
    """What was found; of each that was chosen wrongly half of one is taken off."""
    found = 2 * len(chosen & right) - len(chosen - right)
    return max(0, found * WHOLE // (2 * len(right)))


def best_answers(step: Step) -> Iterator[tuple[str, list[str]]]:
    """Each item of the step with the best that can be chosen."""
    match step:
        case Scene():
            yield "stops", [one.name for one in step.signals]
            yield "decision", [one.name for one in step.decisions if one.judged == "best"][:1]
        case Choice():
            yield "answer", sorted(step.right)
        case _:
            yield "read", []
