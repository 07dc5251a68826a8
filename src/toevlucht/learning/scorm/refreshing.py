"""What there are packages of: each course, and apart from it the questions that refresh it.

Another system gives a course again as a new attempt, without the earlier answers. So what somebody
missed is not known there, and they are asked every question that refreshes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from toevlucht.language import LANGUAGES, language
from toevlucht.learning.courses.loading import courses
from toevlucht.learning.courses.written import Course

MINUTES = (2, 5)


@cache
def packed() -> Mapping[str, Course]:
    """By code."""
    found: dict[str, Course] = {}
    for code, course in courses().items():
        found[code] = course
        if course.refresh:
            found[refresh_code(code)] = _refresh_of(course)
    return found


def refresh_code(code: str) -> str:
    return f"{code}-refresh"


def _refresh_of(course: Course) -> Course:
    spoken = {tag: language(tag) for tag in LANGUAGES}
    return replace(
        course,
        code=refresh_code(course.code),
        minutes=MINUTES,
        title={
            tag: one.say("scorm.refresh.title", course=course.title[tag])
            for tag, one in spoken.items()
        },
        about={tag: one.say("scorm.refresh.about") for tag, one in spoken.items()},
        steps=course.refresh,
    )
