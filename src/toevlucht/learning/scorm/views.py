"""Every page of a course as the site shows it, to be put into a package."""

from __future__ import annotations

from collections.abc import Iterator

from django.template.loader import render_to_string

from toevlucht.learning.courses.written import Choice, Scene, Step
from toevlucht.learning.pages.walking import NOTHING, after_answer, shown_of, template_of
from toevlucht.learning.pages.walks import Walk

UP = "#/"
"""Where links go up to: within a package the part after # says which page is shown."""


class PackagedWalk(Walk):
    """Away from the site: nothing of the learner is known here, and nothing is sent here."""

    @property
    def frame(self) -> str:
        return "learning/scorm/view.html"

    @property
    def is_packaged(self) -> bool:
        return True


def views_of(walk: PackagedWalk) -> list[str]:
    """As HTML, each in an element of its own that a browser does not show by itself.

    What follows on an answer is made as if nothing had been chosen: the script marks the rest.
    """
    return [_view(walk, step, *view) for step in walk.course.steps for view in _states(step)]


def _states(step: Step) -> Iterator[tuple[str, dict[str, object]]]:
    yield step.name, {"explained": False}
    if isinstance(step, Scene | Choice):
        yield f"{step.name}/explained", {"explained": True}
        yield f"{step.name}/after", {"explained": False, **after_answer(step, NOTHING)}
    if isinstance(step, Scene):
        for one in step.decisions:
            after = after_answer(step, NOTHING, one.name)
            yield f"{step.name}/decided/{one.name}", {"explained": False, **after}


def _view(walk: PackagedWalk, step: Step, name: str, state: dict[str, object]) -> str:
    shown = shown_of(walk, step, {"up": UP, "view": name, **state})
    return render_to_string(template_of(step), shown)
