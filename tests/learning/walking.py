"""Walk a course through its pages, as somebody who knows the answers or one who does not."""

from __future__ import annotations

from collections.abc import Iterator

from django.test import Client

from toevlucht.learning.courses.answering import best_answers
from toevlucht.learning.courses.loading import courses
from toevlucht.learning.courses.written import Choice, Course, Scene, Step

EXAMPLE = "recognise-at-a-location"


def example() -> Course:
    return courses()[EXAMPLE]


def wrong_answers(step: Step) -> Iterator[tuple[str, list[str]]]:
    match step:
        case Scene():
            yield "stops", []
            yield "decision", [one.name for one in step.decisions if one.judged == "poor"]
        case Choice():
            yield "answer", [next(one.name for one in step.options if not one.is_right)]
        case _:
            yield "read", []


def walk(browser: Client, address: str, course: Course | None = None) -> None:
    """Every step with its best answers."""
    for step in (course or example()).steps:
        for item, chosen in best_answers(step):
            answer = browser.post(f"{address}{step.name}/", {"item": item, "chosen": chosen})
            assert answer.status_code == 302, (step.name, item)
            assert browser.get(answer["Location"]).status_code == 200


def begin_as_guest(browser: Client, place: str = "", language: str = "nl") -> str:
    """The address of their own."""
    at = f"at/{place}/" if place else ""
    begun = browser.post(f"/{language}/courses/{EXAMPLE}/{at}begin/")
    assert begun.status_code == 302
    return str(begun["Location"])
