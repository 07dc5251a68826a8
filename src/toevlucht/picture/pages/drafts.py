"""The centre's pages around a draft: the list, opening one, its set-up, its course and remarks."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from toevlucht.dictionary import dictionary
from toevlucht.language import LANGUAGES
from toevlucht.layout.reader import reader_language
from toevlucht.partners.access import desk_page, missing
from toevlucht.picture.actions import drafting, reviewing
from toevlucht.picture.actions.refusing import NotPossible
from toevlucht.picture.drafting.lacking import lacking
from toevlucht.picture.editorial import SECTIONS
from toevlucht.picture.forms.drafts import (
    CorrectionForm,
    ReasonForm,
    ReplyForm,
    SeriesForm,
    SetupForm,
    setup_of,
)
from toevlucht.picture.models import Draft, DraftBuild, Series
from toevlucht.picture.models.drafts import DROPPED
from toevlucht.picture.pages.parts import part_names
from toevlucht.picture.queries.drafts import reading, words
from toevlucht.picture.queries.drafts.work import newest_job
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import Viewer

any_method = require_http_methods(["GET", "HEAD", "POST"])
makers = desk_page(*reading.MAKERS, centre=True)
editors = desk_page("editor", centre=True)


def find(viewer: Viewer, number: int, event: str = "draft.read") -> Draft:
    found = reading.find_draft(viewer, number)
    if not found:
        raise missing(viewer, event, "draft", number)
    return found


def refused(request: HttpRequest, refusal: NotPossible) -> None:
    messages.error(request, reader_language().message(refusal.message))


@require_safe
@makers
def listed(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    found = list(reading.listed(viewer))
    record_read(viewer, "drafts.listed", "draft", [draft.pk for draft in found])
    return render(request, "picture/drafts/list.html", {"drafts": found, "viewer": viewer})


@require_safe
@editors
def new(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    found = reading.every_series(viewer)
    record_read(viewer, "drafts.listed", "series", [series.slug for series in found])
    return render(request, "picture/drafts/new.html", {"every_series": found})


@any_method
@editors
def new_series(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    form = SeriesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            series = drafting.open_series(viewer, given["slug"], given["kind"], form.title)
            return redirect("draft-open", series=series.slug)
        except NotPossible as refusal:
            form.add_error("slug", reader_language().message(refusal.message))
    return _form(request, "picture/drafts/new_series.html", form)


@any_method
@editors
def open_in_series(request: HttpRequest, viewer: Viewer, series: str) -> HttpResponse:
    found = next((one for one in reading.every_series(viewer) if one.slug == series), None)
    if not found:
        raise missing(viewer, "draft.opened", "series", series)
    number = drafting.next_number(found)
    asked = Draft(series=found, number=_number(request, number), version=1)
    asked.cut_off = datetime.date.max
    form = SetupForm(
        request.POST or None,
        before=words.before(asked),
        numbered=True,
        initial=_proposal(found, number),
    )
    if request.method == "POST" and form.is_valid():
        try:
            draft = drafting.open_draft(viewer, found, form.cleaned_data["number"], form.setup)
            return redirect("draft", draft=draft.pk)
        except NotPossible as refusal:
            form.add_error("number", reader_language().message(refusal.message))
    return _form(request, "picture/drafts/open.html", form, series=found)


def _number(request: HttpRequest, proposed: int) -> int:
    given = request.POST.get("number", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 5 else proposed


def _proposal(series: Series, number: int) -> dict[str, Any]:
    """The period goes on where the edition before stopped; it is asked of the same partners."""
    today = timezone.localdate()
    last = series.drafts.exclude(state=DROPPED).order_by("-number", "-version").first()
    proposal: dict[str, Any] = {
        "number": number,
        "period_from": today.replace(day=1),
        "period_to": today,
        "cut_off": today,
        "counting_mode": "cumulative",
        "geography_on": today,
        "handling": "amber",
    }
    for tag in LANGUAGES:
        proposal[f"title_{tag}"] = ""
    if last is None:
        return proposal
    proposal |= {
        "counting_mode": last.counting_mode,
        "handling": last.handling,
        "invited": list(words.invited_to(last)),
        "period_from": last.period_from
        if last.counting_mode == "cumulative"
        else last.period_to + datetime.timedelta(days=1),
    }
    return proposal


@any_method
@editors
def correct(
    request: HttpRequest, viewer: Viewer, series: str, number: int, version: int
) -> HttpResponse:
    """Open the next version of what was published, with its words copied."""
    found = reading.find_version(viewer, series, number, version)
    if not found:
        raise missing(viewer, "draft.opened", "version", f"{series}/{number}/v{version}")
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            draft = drafting.open_correction(viewer, found, form.reason)
            return redirect("draft", draft=draft.pk)
        except NotPossible as refusal:
            form.add_error(None, reader_language().message(refusal.message))
    return _form(request, "picture/drafts/correct.html", form, version=found)


@require_safe
@makers
def draft(request: HttpRequest, viewer: Viewer, draft: int) -> HttpResponse:
    found = find(viewer, draft)
    record_read(viewer, "draft.read", "draft", [found.pk])
    return render(request, "picture/drafts/draft.html", overview(viewer, found))


def overview(viewer: Viewer, draft: Draft, **more: Any) -> dict[str, Any]:
    edition = words.edition_of(draft)
    build = reading.newest_build(draft)
    texts = [
        {
            "section": section,
            "written": [tag for tag in LANGUAGES if edition.narrative[tag][section]],
            "missing": [tag for tag in LANGUAGES if not edition.narrative[tag][section]],
        }
        for section in SECTIONS
    ]
    return {
        "viewer": viewer,
        "draft": draft,
        "edition": edition,
        "can_write": viewer.has("editor") and draft.is_writable,
        "texts": texts,
        "judgements": edition.judgements,
        "lacks": lacking(edition) if draft.is_writable else [],
        "build": build,
        "typed": _typed(build),
        "is_stale": build is not None and build.revision != draft.revision,
        "job": newest_job(draft),
        "positions": reading.positions(viewer, draft, build),
        "unanswered": draft.comments.filter(reply="").count(),
        "steps": reading.steps(viewer, draft),
        "moves": [state for state in drafting.MOVES.get(draft.state, ()) if state != DROPPED],
        "drop": ReasonForm(),
        **more,
    }


def _typed(build: DraftBuild | None) -> list[str]:
    """Numbers that were typed by hand, as the newest look found them."""
    found = build.checks.get("typed", {}) if build else {}
    return list(found.get(reader_language().tag, ()))


@any_method
@editors
def setup(request: HttpRequest, viewer: Viewer, draft: int) -> HttpResponse:
    found = find(viewer, draft, "draft.setup_changed")

    def form_of(given: Any) -> SetupForm:
        return SetupForm(
            given,
            before=words.before(found),
            corrects=found.corrects_id is not None,
            initial=setup_of(found, words.invited_to(found)),
        )

    form = form_of(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            drafting.set_up(viewer, found, form.cleaned_data["seen"] or 0, form.setup)
            return redirect("draft", draft=found.pk)
        except NotPossible as refusal:
            # Who compared may save again: over what stands now, and knowingly.
            kept = request.POST.copy()
            kept["seen"] = str(found.setup_revision)
            form = form_of(kept)
            form.is_valid()
            form.add_error(None, reader_language().message(refusal.message))
    record_read(viewer, "draft.read", "draft", [found.pk])
    return _form(request, "picture/drafts/setup.html", form, draft=found)


@require_POST
@editors
def move(request: HttpRequest, viewer: Viewer, draft: int, state: str) -> HttpResponse:
    found = find(viewer, draft, "draft.state_changed")
    try:
        drafting.move(viewer, found, request.POST.get("seen", ""), state.replace("-", "_"))
    except NotPossible as refusal:
        refused(request, refusal)
    return redirect("draft", draft=found.pk)


@require_POST
@editors
def drop(request: HttpRequest, viewer: Viewer, draft: int) -> HttpResponse:
    found = find(viewer, draft, "draft.dropped")
    form = ReasonForm(request.POST)
    if not form.is_valid():
        context = overview(viewer, found, drop=form)
        return render(request, "picture/drafts/draft.html", context, status=400)
    try:
        seen = request.POST.get("seen", "")
        drafting.move(viewer, found, seen, DROPPED, form.cleaned_data["reason"])
    except NotPossible as refusal:
        refused(request, refusal)
    return redirect("draft", draft=found.pk)


@require_safe
@makers
def comments(request: HttpRequest, viewer: Viewer, draft: int) -> HttpResponse:
    found = find(viewer, draft)
    return _comments(request, viewer, found)


def _comments(
    request: HttpRequest,
    viewer: Viewer,
    draft: Draft,
    tried: int = 0,
    form: ReplyForm | None = None,
) -> HttpResponse:
    known = list(reading.comments(viewer, draft))
    record_read(viewer, "draft.read", "comment", [draft.pk, *(comment.pk for comment in known)])
    names = part_names(words.judgements_of(draft))
    rows = [
        {
            "comment": comment,
            "part": names.get(comment.part, comment.part),
            "form": form
            if form is not None and comment.pk == tried
            else ReplyForm(auto_id=f"id_{comment.pk}_%s"),
        }
        for comment in known
    ]
    context = {"viewer": viewer, "draft": draft, "rows": rows, "tried": form}
    return render(request, "picture/drafts/comments.html", context, status=400 if form else 200)


@require_POST
@editors
def reply(request: HttpRequest, viewer: Viewer, draft: int, comment: int) -> HttpResponse:
    found = find(viewer, draft, "draft.comment_resolved")
    about = reading.comments(viewer, found).filter(pk=comment).first()
    if not about:
        raise missing(viewer, "draft.comment_resolved", "comment", comment)
    form = ReplyForm(request.POST, auto_id=f"id_{comment}_%s")
    if not form.is_valid():
        return _comments(request, viewer, found, comment, form)
    try:
        reviewing.reply(viewer, about, form.cleaned_data["text"])
    except NotPossible as refusal:
        refused(request, refusal)
    return redirect("draft-comments", draft=found.pk)


def _form(request: HttpRequest, template: str, form: Any, **more: Any) -> HttpResponse:
    status = 400 if form.errors else 200
    organisations = dictionary().code_list("organisation").names
    context = {"form": form, "organisations": organisations, **more}
    return render(request, template, context, status=status)
