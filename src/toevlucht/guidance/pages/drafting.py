"""The next version of a handbook on the desk: begin it, write in it, review and publish it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from toevlucht.guidance.actions import deciding, drafting
from toevlucht.guidance.differences import of_chapters, of_requirements
from toevlucht.guidance.forms.drafts import (
    ChapterForm,
    PartForm,
    ReasonForm,
    RequirementForm,
    Seen,
    SetupForm,
    chapter_shown,
    requirement_shown,
    setup_of,
)
from toevlucht.guidance.models import Draft, DraftPart, Handbook
from toevlucht.guidance.models.drafts import CHAPTER, REQUIREMENT, REVIEW, WRITING
from toevlucht.guidance.parts import chapter_from, plain_requirement
from toevlucht.guidance.queries import drafts as queries
from toevlucht.guidance.queries.handbooks import open_version
from toevlucht.layout.reader import reader_language
from toevlucht.layout.said import said
from toevlucht.partners.access import desk_page, missing
from toevlucht.partners.people_forms import put_right
from toevlucht.partners.rules import Refused
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import Viewer

any_method = require_http_methods(["GET", "HEAD", "POST"])
editors = desk_page("editor", centre=True)
deciders = desk_page("editor", "approver", centre=True)


@any_method
@editors
def new(request: HttpRequest, viewer: Viewer, handbook: str) -> HttpResponse:
    found = Handbook.objects.filter(code=handbook).first()
    if found is None:
        raise Http404
    start = {"valid_from": timezone.localdate(), "act_within_days": 28, "seen": 0}
    form = SetupForm(request.POST if request.method == "POST" else None, initial=start)
    if form.is_valid():
        try:
            draft = drafting.open_draft(viewer, found, form.setup())
        except Refused as refused:
            put_right(form, refused)
        else:
            return redirect("handbook-draft", draft=draft.pk)
    context = {"form": form, "title": "handbooks.draft.new", "handbook": found}
    return _form(request, context, form)


@require_safe
@deciders
def one(request: HttpRequest, viewer: Viewer, draft: int) -> HttpResponse:
    return _draft(request, viewer, _find(viewer, draft))


@any_method
@editors
def setup(request: HttpRequest, viewer: Viewer, draft: int) -> HttpResponse:
    found = _find(viewer, draft)
    form = SetupForm(request.POST if request.method == "POST" else None, initial=setup_of(found))
    if form.is_valid():
        try:
            drafting.set_up(viewer, found, form.cleaned_data["seen"], form.setup())
        except Refused as refused:
            put_right(form, refused)
        else:
            return redirect("handbook-draft", draft=draft)
    record_read(viewer, "handbook_draft.read", "handbook_draft", (draft,))
    return _form(request, {"form": form, "title": "handbooks.draft.setup", "draft": found}, form)


@any_method
@editors
def chapter(request: HttpRequest, viewer: Viewer, draft: int, name: str = "") -> HttpResponse:
    found = _find(viewer, draft)
    written = queries.written_in(found)
    now = next((one for one in written.chapters if one.slug == name), None)
    if name and now is None:
        raise Http404
    shown = chapter_shown(now) if now else {}
    form = ChapterForm(
        request.POST if request.method == "POST" else None,
        initial={**shown, "seen": _revision(found, CHAPTER, name)},
        is_new=not name,
    )
    return _part(request, viewer, found, form, name)


@any_method
@editors
def requirement(request: HttpRequest, viewer: Viewer, draft: int, name: str = "") -> HttpResponse:
    found = _find(viewer, draft)
    written = queries.written_in(found)
    now = next((one for one in written.requirements if one.code == name), None)
    if name and now is None:
        raise Http404
    shown = requirement_shown(plain_requirement(now)) if now else {}
    form = RequirementForm(
        request.POST if request.method == "POST" else None,
        initial={**shown, "seen": _revision(found, REQUIREMENT, name)},
        is_new=not name,
        chapters=written.chapters,
    )
    return _part(request, viewer, found, form, name)


@require_POST
@editors
def take_out(
    request: HttpRequest, viewer: Viewer, draft: int, kind: str, name: str
) -> HttpResponse:
    found = _find(viewer, draft)
    form = Seen(request.POST)
    if kind not in (CHAPTER, REQUIREMENT) or not form.is_valid():
        raise Http404
    try:
        drafting.take_out(viewer, found, kind, name, form.cleaned_data["seen"])
    except drafting.Newer:
        return _told(request, viewer, found, said("handbooks.newer.title"))
    except Refused as refused:
        return _told(request, viewer, found, reader_language().message(refused.message))
    return redirect("handbook-draft", draft=draft)


@require_POST
@deciders
def move(request: HttpRequest, viewer: Viewer, draft: int, to: str) -> HttpResponse:
    """To review, to publication, back to writing, or dropped."""
    found = _find(viewer, draft)
    moves: dict[str, tuple[type[forms.Form], Callable[[dict[str, Any]], object]]] = {
        "submit": (Seen, lambda given: drafting.submit(viewer, found, given["seen"])),
        "publish": (Seen, lambda given: deciding.publish_draft(viewer, found, given["seen"])),
        "return": (ReasonForm, lambda given: drafting.give_back(viewer, found, given["reason"])),
        "drop": (ReasonForm, lambda given: drafting.drop(viewer, found, given["reason"])),
    }
    if to not in moves:
        raise Http404
    asked, do = moves[to]
    form = asked(request.POST)
    if not form.is_valid():
        return _told(request, viewer, found, said("handbooks.problem.reason"))
    try:
        do(form.cleaned_data)
    except Refused as refused:
        return _told(request, viewer, found, reader_language().message(refused.message))
    messages.success(request, said(f"handbooks.moved.{to}"))
    return redirect("handbook-draft", draft=draft)


def _find(viewer: Viewer, draft: int) -> Draft:
    found = queries.find_draft(viewer, draft)
    if found is None:
        raise missing(viewer, "handbook_draft.read", "handbook_draft", draft)
    return found


def _revision(draft: Draft, kind: str, name: str) -> int:
    part = queries.newest_parts(draft).get((kind, name))
    return part.revision if part else 0


def _told(request: HttpRequest, viewer: Viewer, draft: Draft, problem: str) -> HttpResponse:
    """The draft as it is now, and why nothing was done."""
    return _draft(request, viewer, _find(viewer, draft.pk), problem, 409)


def _draft(
    request: HttpRequest, viewer: Viewer, draft: Draft, problem: str = "", status: int = 200
) -> HttpResponse:
    spoken = reader_language()
    written = queries.written_in(draft)
    record_read(viewer, "handbook_draft.read", "handbook_draft", (draft.pk,))
    before = open_version(draft.handbook.code, draft.after.number)
    after = queries.opened_as_draft(draft, written)
    context: dict[str, Any] = {
        "draft": draft,
        "written": written,
        "problem": problem,
        "lacks": queries.lacks_of(written),
        "parts": queries.newest_parts(draft).values(),
        "steps": draft.steps.select_related("person").order_by("pk"),
        "can_write": draft.state == WRITING and viewer.is_centre_with("editor"),
        "can_return": draft.state == REVIEW,
        "can_publish": draft.state == REVIEW and deciding.may_decide(viewer, draft),
        "can_drop": draft.state in (WRITING, REVIEW) and viewer.is_centre_with("editor"),
        "before": draft.after.number,
        "after": draft.number,
        "reason": ReasonForm(),
    }
    if before is not None:
        context["requirements"] = of_requirements(before, after, spoken)
        context["chapters"] = of_chapters(before, after, spoken)
    return render(request, "guidance/drafts/draft.html", context, status=status)


def _part(
    request: HttpRequest, viewer: Viewer, draft: Draft, form: PartForm, name: str
) -> HttpResponse:
    """Save what was filled in; where somebody else was first, show both and save nothing."""
    context: dict[str, Any] = {"form": form, "draft": draft, "kind": form.kind, "name": name}
    record_read(
        viewer, "handbook_draft.read", "handbook_draft", [draft.pk, *([name] if name else [])]
    )
    if form.is_valid():
        wanted = name or form.cleaned_data["name"].strip()
        seen = form.cleaned_data["seen"]
        try:
            content = form.content()
            drafting.write_part(viewer, draft, form.kind, wanted, seen, content, not name)
        except drafting.Newer as conflict:
            # Saving again replaces what stands there now: the writer has seen it.
            kept = request.POST.copy()
            kept["seen"] = str(conflict.part.revision)
            form.data = kept
            context |= {"newer": conflict.part, "theirs": _theirs(conflict.part)}
            return render(request, "guidance/drafts/part.html", context, status=409)
        except Refused as refused:
            put_right(form, refused)
        else:
            return redirect("handbook-draft", draft=draft.pk)
    status = 400 if form.errors else 200
    return render(request, "guidance/drafts/part.html", context, status=status)


def _theirs(part: DraftPart) -> list[tuple[str, str]]:
    """What stands there now, in each language."""
    if part.kind == CHAPTER:
        texts = chapter_from(part.name, part.content).body
    else:
        texts = part.content["text"]
    return list(texts.items())


def _form(request: HttpRequest, context: dict[str, Any], form: forms.Form) -> HttpResponse:
    status = 400 if form.errors else 200
    return render(request, "guidance/drafts/form.html", context, status=status)
