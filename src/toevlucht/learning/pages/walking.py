"""A course step by step: each step a page, what was chosen in its address, what to call at the end.

What somebody chose stands in the address by number, so that it reads the same in every language,
and a page that nothing is kept of can still answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from toevlucht.learning.courses.answering import NoAnswer, permille
from toevlucht.learning.courses.written import Beat, Choice, Decision, Ending, Option, Scene, Step
from toevlucht.learning.pages.walks import Walk

NOTHING = "0"  # stopped nowhere


@dataclass(frozen=True)
class Moment:
    """A beat of a story as the timeline shows it: found, missed, stopped for nothing, or passed."""

    number: int
    beat: Beat
    is_stopped: bool

    @property
    def outcome(self) -> str:
        if self.beat.is_signal:
            return "found" if self.is_stopped else "missed"
        return "no_signal" if self.is_stopped else "passed"


def overview(request: HttpRequest, walk: Walk) -> HttpResponse:
    today = timezone.localdate()
    progress = walk.progress
    shown = {
        "walk": walk,
        "course": walk.course,
        "steps": [(one, bool(progress and progress.is_done(one.name))) for one in walk.steps],
        "next": progress.next_step if progress else walk.course.steps[0],
        "may_refresh": bool(progress and progress.may_refresh(today)),
        "is_expired": bool(progress and progress.is_expired(today)),
    }
    return render(request, "learning/overview.html", shown)


def step(
    request: HttpRequest,
    walk: Walk,
    step: str,
    chosen: str = "",
    decision: str = "",
    explained: bool = False,
) -> HttpResponse:
    """Asked, answered, or explained to whoever did not answer or had no network."""
    found = walk.step(step)
    if request.method == "POST" and not (chosen or explained):
        return _receive(request, walk, found)
    up = "../" * (1 + explained + 2 * bool(chosen) + bool(decision))
    after = after_answer(found, chosen, decision) if chosen else {}
    return _page(request, walk, found, {"up": up, "explained": explained, **after})


def _receive(request: HttpRequest, walk: Walk, step: Step) -> HttpResponse:
    item = request.POST.get("item", "")
    chosen = request.POST.getlist("chosen")
    try:
        permille(step, item, chosen)
    except NoAnswer:
        problem = {"up": "../", "problem": True, "explained": False}
        return _page(request, walk, step, problem)
    if walk.is_kept:
        walk.keep(step, item, chosen)
    if item == "read":
        following = walk.after(step)
        return redirect(f"{walk.address}{following.name}/" if following else walk.address)
    here = f"{walk.address}{step.name}/after/"
    if item == "decision":
        return redirect(f"{here}{_stops_of(request, step)}/{chosen[0]}/")
    return redirect(f"{here}{_numbers(step, chosen)}/")


def _page(request: HttpRequest, walk: Walk, step: Step, more: dict[str, Any]) -> HttpResponse:
    return render(request, template_of(step), shown_of(walk, step, more))


def template_of(step: Step) -> str:
    return f"learning/steps/{step.kind}.html"


def shown_of(walk: Walk, step: Step, more: dict[str, Any]) -> dict[str, Any]:
    """All that the template of a step says."""
    shown = {
        "walk": walk,
        "course": walk.course,
        "step": step,
        "position": walk.position(step),
        "of": len(walk.around(step)),
        "following": walk.after(step),
        "kept": walk.progress is not None and walk.progress.is_done(step.name),
        **more,
    }
    if isinstance(step, Ending):
        shown["card"] = walk.card(step.contacts)
    if isinstance(step, Scene) and more["explained"]:
        shown["moments"] = [Moment(n, one, False) for n, one in enumerate(step.beats, 1)]
    return shown


def after_answer(step: Step, chosen: str, decision: str = "") -> dict[str, Any]:
    """What was chosen is written by number, as it stands in an address."""
    if isinstance(step, Scene):
        return _after_story(step, chosen, decision)
    if isinstance(step, Choice) and not decision:
        return _after_choice(step, chosen)
    raise Http404


def _after_story(step: Scene, chosen: str, decision: str) -> dict[str, Any]:
    numbers = _read_numbers(chosen, len(step.beats))
    moments = [Moment(n, one, n in numbers) for n, one in enumerate(step.beats, 1)]
    decided: Decision | None = None
    if decision:
        decided = next((one for one in step.decisions if one.name == decision), None)
        if decided is None:
            raise Http404
    return {
        "moments": moments,
        "found": sum(one.outcome == "found" for one in moments),
        "signals": len(step.signals),
        "stops": chosen,
        "decided": decided,
    }


def _after_choice(step: Choice, chosen: str) -> dict[str, Any]:
    numbers = _read_numbers(chosen, len(step.options))
    options = [(one, n in numbers) for n, one in enumerate(step.options, 1)]
    right = all(one.is_right == is_chosen for one, is_chosen in options)
    some = any(one.is_right and is_chosen for one, is_chosen in options)
    return {"options": options, "outcome": "right" if right else "partly" if some else "wrong"}


def _numbers(step: Step, chosen: list[str]) -> str:
    names = _names(step)
    return "-".join(str(names.index(one) + 1) for one in sorted(chosen, key=names.index)) or NOTHING


def _names(step: Step) -> list[str]:
    listed: tuple[Beat | Option, ...] = ()
    match step:
        case Scene(beats=beats):
            listed = beats
        case Choice(options=options):
            listed = options
    return [one.name for one in listed]


def _stops_of(request: HttpRequest, step: Step) -> str:
    stops = request.POST.get("stops", NOTHING)
    _read_numbers(stops, len(_names(step)))
    return stops


def _read_numbers(written: str, most: int) -> set[int]:
    if written == NOTHING:
        return set()
    parts = written.split("-")
    if not all(one.isdecimal() and len(one) < 3 and 1 <= int(one) <= most for one in parts):
        raise Http404
    return {int(one) for one in parts}
