"""Writing in a draft: a section in three languages side by side, and judgements."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from toevlucht.language import LANGUAGES
from toevlucht.layout.reader import reader_language
from toevlucht.picture.actions import writing
from toevlucht.picture.actions.refusing import NewerJudgement, NewerTexts, NotPossible
from toevlucht.picture.drafting.lacking import FIGURE_IDS, lacking
from toevlucht.picture.editorial import SECTIONS
from toevlucht.picture.forms.drafts import (
    JudgementForm,
    TextForm,
    judgement_shown,
    texts_shown,
)
from toevlucht.picture.models import Draft, DraftJudgement
from toevlucht.picture.pages.drafts import any_method, editors, find, refused
from toevlucht.picture.queries.drafts.words import edition_of, judgements_of, texts_of
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import Viewer


@any_method
@editors
def text(request: HttpRequest, viewer: Viewer, draft: int, section: str) -> HttpResponse:
    found = find(viewer, draft, "draft.text_changed")
    if section not in SECTIONS:
        raise Http404
    if request.method != "POST":
        now = texts_of(found, section)
        shown = texts_shown({tag: now.get((section, tag)) for tag in LANGUAGES})
        record_read(viewer, "draft.read", "draft", [found.pk, section])
        return _text(request, found, section, TextForm(initial=shown))
    form = TextForm(request.POST)
    if not form.is_valid():
        return _text(request, found, section, form, status=400)
    try:
        writing.write_texts(viewer, found, section, form.typed())
    except NewerTexts as conflict:
        # The writer keeps what they typed, beside what stands now; saving again replaces that.
        record_read(viewer, "draft.read", "draft", [found.pk, section])
        kept = request.POST.copy()
        for newer in conflict.newer:
            kept[f"seen_{newer.language}"] = str(newer.revision)
        newer_by_tag = {newer.language: newer for newer in conflict.newer}
        return _text(request, found, section, TextForm(kept), 409, newer_by_tag)
    except NotPossible as refusal:
        form.add_error(None, reader_language().message(refusal.message))
        return _text(request, found, section, form, status=409)
    return redirect("draft", draft=found.pk)


def _text(
    request: HttpRequest,
    draft: Draft,
    section: str,
    form: TextForm,
    status: int = 200,
    newer: dict[str, Any] | None = None,
) -> HttpResponse:
    columns = [
        {
            "tag": tag,
            "field": form[f"text_{tag}"],
            "seen": form[f"seen_{tag}"],
            "newer": (newer or {}).get(tag),
        }
        for tag in LANGUAGES
    ]
    lacks = [one for one in lacking(edition_of(draft)) if one.name == section]
    context = {
        "draft": draft,
        "section": section,
        "form": form,
        "columns": columns,
        "newer": newer,
        "figures": FIGURE_IDS,
        "lacks": lacks,
    }
    return render(request, "picture/drafts/text.html", context, status=status)


@any_method
@editors
def new_judgement(request: HttpRequest, viewer: Viewer, draft: int) -> HttpResponse:
    found = find(viewer, draft, "draft.judgement_changed")
    position = max((one.position for one in judgements_of(found)), default=0) + 1
    form = JudgementForm(
        request.POST or None, is_new=True, initial={"position": position, "seen": 0}
    )
    if request.method == "POST" and form.is_valid():
        return _save(request, viewer, found, form.cleaned_data["name"], form)
    record_read(viewer, "draft.read", "draft", [found.pk])
    return _judgement(request, found, form)


@any_method
@editors
def judgement(request: HttpRequest, viewer: Viewer, draft: int, name: str) -> HttpResponse:
    found = find(viewer, draft, "draft.judgement_changed")
    now = next((one for one in judgements_of(found) if one.name == name), None)
    if now is None:
        raise Http404
    form = JudgementForm(request.POST or None, is_new=False, initial=judgement_shown(now))
    if request.method == "POST" and form.is_valid():
        return _save(request, viewer, found, name, form)
    record_read(viewer, "draft.read", "draft", [found.pk, name])
    return _judgement(request, found, form, now)


def _save(
    request: HttpRequest, viewer: Viewer, draft: Draft, name: str, form: JudgementForm
) -> HttpResponse:
    try:
        writing.write_judgement(viewer, draft, name, form.cleaned_data["seen"], form.words())
    except NewerJudgement as conflict:
        newer = conflict.newer
        record_read(viewer, "draft.read", "draft", [draft.pk, name])
        kept = request.POST.copy()
        kept["seen"] = str(newer.revision)
        again = JudgementForm(kept, is_new="name" in form.fields)
        return _judgement(request, draft, again, newer, newer)
    except NotPossible as refusal:
        form.add_error(None, reader_language().message(refusal.message))
        return _judgement(request, draft, form)
    return redirect("draft", draft=draft.pk)


def _judgement(
    request: HttpRequest,
    draft: Draft,
    form: JudgementForm,
    now: DraftJudgement | None = None,
    newer: DraftJudgement | None = None,
) -> HttpResponse:
    context = {"draft": draft, "form": form, "now": now, "newer": newer}
    status = 409 if newer else 400 if form.errors else 200
    return render(request, "picture/drafts/judgement.html", context, status=status)


@require_POST
@editors
def take_out(request: HttpRequest, viewer: Viewer, draft: int, name: str) -> HttpResponse:
    found = find(viewer, draft, "draft.judgement_changed")
    seen = request.POST.get("seen", "")
    try:
        writing.take_out_judgement(viewer, found, name, int(seen) if seen.isdecimal() else 0)
    except NewerJudgement:
        refused(request, NotPossible("judgement_changed"))
    except NotPossible as refusal:
        refused(request, refusal)
    return redirect("draft", draft=found.pk)
