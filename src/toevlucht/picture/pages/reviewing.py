"""A partner looks at a draft: the whole, its own part, and what it has to say about it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from toevlucht.language import LANGUAGES
from toevlucht.partners.access import desk_page, missing
from toevlucht.picture.actions import reviewing
from toevlucht.picture.actions.refusing import NotPossible
from toevlucht.picture.drafting.named import parts_that_name
from toevlucht.picture.forms.drafts import AnswerForm, RemarkForm
from toevlucht.picture.models import Draft, DraftBuild
from toevlucht.picture.models.drafts import IN_REVIEW, REVIEW
from toevlucht.picture.pages.drafts import refused
from toevlucht.picture.pages.parts import part_names
from toevlucht.picture.pages.previews import ANY, shown
from toevlucht.picture.pages.previews import answer as file_of
from toevlucht.picture.queries.drafts import reading
from toevlucht.picture.queries.drafts.words import edition_of, judgements_of
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import Viewer

reviewers = desk_page(*reading.REVIEWERS)


def _find(viewer: Viewer, number: int, event: str) -> Draft:
    found = reading.find_review(viewer, number)
    if not found:
        raise missing(viewer, event, "draft", number)
    return found


@require_safe
@reviewers
def review(request: HttpRequest, viewer: Viewer, draft: int) -> HttpResponse:
    return _review(request, viewer, _find(viewer, draft, "draft.read"))


def _review(
    request: HttpRequest,
    viewer: Viewer,
    draft: Draft,
    status: int = 200,
    **forms: Any,
) -> HttpResponse:
    build = reading.newest_build(draft) if draft.state in IN_REVIEW else None
    record_read(viewer, "draft.read", "draft", [draft.pk])
    names = part_names(judgements_of(draft))
    comments = [
        {"comment": one, "part": names.get(one.part, one.part)}
        for one in reading.comments(viewer, draft)
    ]
    is_open = draft.state == REVIEW and build is not None
    context: dict[str, Any] = {
        "viewer": viewer,
        "draft": draft,
        "build": build,
        "is_open": is_open,
        "is_stale": build is not None and build.revision != draft.revision,
        "can_remark": is_open and viewer.has("contributor", "approver"),
        "can_answer": is_open and viewer.has("approver"),
        "position": next(iter(reading.positions(viewer, draft, build)), None),
        "comments": comments,
        "remark": RemarkForm(parts=list(names.items())),
        "answer": AnswerForm(initial={"seen": draft.revision}),
        **forms,
    }
    if build:
        address = reverse("review-file", kwargs={"draft": draft.pk, "path": ANY})
        context |= shown(draft, build, "partners", address) | _own(viewer, draft, build, names)
    return render(request, "picture/drafts/review.html", context, status=status)


def _own(viewer: Viewer, draft: Draft, build: DraftBuild, names: dict[str, str]) -> dict[str, Any]:
    """Where in the draft this organisation's part is: its rows, their figures, its name."""
    own = build.parts.get(viewer.organisation, {"rows": {}, "figures": []})
    named = parts_that_name(viewer.organisation, edition_of(draft), LANGUAGES)
    return {
        "own_rows": own["rows"].items(),
        "own_figures": [(figure, names[f"figure:{figure}"]) for figure in own["figures"]],
        "own_words": [(part.replace(":", "-"), names[part]) for part in named if part in names],
    }


@require_POST
@reviewers
def remark(request: HttpRequest, viewer: Viewer, draft: int) -> HttpResponse:
    found = _find(viewer, draft, "draft.commented")
    names = part_names(judgements_of(found))
    form = RemarkForm(request.POST, parts=list(names.items()))
    if not form.is_valid():
        return _review(request, viewer, found, 400, remark=form)
    given = form.cleaned_data
    return _done(request, found, lambda: reviewing.remark(viewer, found, **given))


@require_POST
@reviewers
def answer(request: HttpRequest, viewer: Viewer, draft: int) -> HttpResponse:
    found = _find(viewer, draft, "draft.part_approved")
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _review(request, viewer, found, 400, answer=form)
    given = form.cleaned_data
    return _done(
        request,
        found,
        lambda: reviewing.answer(viewer, found, given["seen"], given["answer"], given["reason"]),
    )


def _done(request: HttpRequest, draft: Draft, action: Any) -> HttpResponse:
    try:
        action()
    except NotPossible as refusal:
        refused(request, refusal)
    return redirect("review", draft=draft.pk)


@require_safe
@reviewers
def file(request: HttpRequest, viewer: Viewer, draft: int, path: str) -> HttpResponseBase:
    found = _find(viewer, draft, "draft.exported")
    if found.state not in IN_REVIEW:
        raise Http404
    return file_of(viewer, found, "partners", path)
