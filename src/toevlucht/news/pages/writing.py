"""Items on the desk: begin one, write in it, review and publish it, correct it, archive it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from toevlucht.guidance.forms.drafts import ReasonForm, Seen
from toevlucht.layout.reader import reader_language
from toevlucht.layout.said import said
from toevlucht.news.actions import publishing, writing
from toevlucht.news.forms.writing import (
    HeadForm,
    ReferencesForm,
    StatementForm,
    head_shown,
    statement_shown,
)
from toevlucht.news.models import Draft, ItemVersion
from toevlucht.news.models.writing import OPEN, REVIEW, WRITING
from toevlucht.news.queries import drafts as queries
from toevlucht.news.queries.items import changes_between, find_version, referents_of, told_of
from toevlucht.news.written import FACT, WrittenItem
from toevlucht.partners.access import desk_page, missing
from toevlucht.partners.people_forms import put_right
from toevlucht.partners.rules import Refused
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import Viewer

any_method = require_http_methods(["GET", "HEAD", "POST"])
editors = desk_page("editor", centre=True)
deciders = desk_page("editor", "approver", centre=True)


@require_safe
@deciders
def listed(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    drafts = queries.drafts_for(viewer)
    record_read(viewer, "news_drafts.listed", "news_draft", [one.pk for one in drafts])
    kept = queries.kept_items(viewer, reader_language())
    surroundings = {
        "drafts": drafts,
        "kept": [(one, one.version.written.title["nl"]) for one in kept],
        "may_write": viewer.is_centre_with("editor"),
    }
    return render(request, "news/desk/list.html", surroundings)


@any_method
@editors
def new(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    form = HeadForm(
        request.POST if request.method == "POST" else None,
        initial={"on": timezone.localdate(), "seen": 0},
        is_new=True,
        is_correction=False,
    )
    if form.is_valid():
        try:
            draft = writing.open_draft(viewer, form.cleaned_data["slug"], form.put_in(None))
        except Refused as refused:
            put_right(form, refused)
        else:
            return redirect("news-draft", draft=draft.pk)
    return _form(request, form, None, "news.desk.new")


@require_safe
@deciders
def one(request: HttpRequest, viewer: Viewer, draft: int) -> HttpResponse:
    return _draft(request, viewer, _find(viewer, draft))


@any_method
@editors
def head(request: HttpRequest, viewer: Viewer, draft: int) -> HttpResponse:
    found = _find(viewer, draft)
    written = found.written
    form = HeadForm(
        request.POST if request.method == "POST" else None,
        initial={**head_shown(written), "seen": found.revision},
        is_new=False,
        is_correction=found.item is not None,
    )
    return _saved(request, viewer, found, form, lambda: form.put_in(written), "news.desk.head")


@any_method
@editors
def statement(request: HttpRequest, viewer: Viewer, draft: int, place: int = 0) -> HttpResponse:
    """One of the statements, counted from one; a new one where no place is named."""
    found = _find(viewer, draft)
    written = found.written
    if place > len(written.statements):
        raise Http404
    shown = statement_shown(written.statements[place - 1]) if place else {"kind": FACT}
    form = StatementForm(
        request.POST if request.method == "POST" else None,
        initial={**shown, "seen": found.revision},
    )

    def put_in() -> WrittenItem:
        at = place - 1 if place else len(written.statements)
        rest = written.statements[at + 1 :]
        return replace(written, statements=(*written.statements[:at], form.statement(), *rest))

    return _saved(request, viewer, found, form, put_in, "news.desk.statement")


@require_POST
@editors
def take_out(request: HttpRequest, viewer: Viewer, draft: int, place: int) -> HttpResponse:
    found = _find(viewer, draft)
    written = found.written
    form = Seen(request.POST)
    if not form.is_valid() or not 1 <= place <= len(written.statements):
        raise Http404
    left = (*written.statements[: place - 1], *written.statements[place:])
    try:
        writing.save(viewer, found, form.cleaned_data["seen"], replace(written, statements=left))
    except Refused as refused:
        return _told(request, viewer, found, reader_language().message(refused.message))
    return redirect("news-draft", draft=draft)


@any_method
@editors
def references(request: HttpRequest, viewer: Viewer, draft: int) -> HttpResponse:
    found = _find(viewer, draft)
    written = found.written
    form = ReferencesForm(
        request.POST if request.method == "POST" else None,
        initial={"references": written.references, "seen": found.revision},
    )

    def put_in() -> WrittenItem:
        return replace(written, references=tuple(form.cleaned_data["references"]))

    return _saved(request, viewer, found, form, put_in, "news.desk.references")


@require_POST
@deciders
def move(request: HttpRequest, viewer: Viewer, draft: int, to: str) -> HttpResponse:
    """To review, to publication, back to writing, or dropped."""
    found = _find(viewer, draft)
    moves: dict[str, tuple[type[forms.Form], Callable[[dict[str, Any]], object]]] = {
        "submit": (Seen, lambda given: writing.submit(viewer, found, given["seen"])),
        "publish": (Seen, lambda given: publishing.publish_draft(viewer, found, given["seen"])),
        "return": (ReasonForm, lambda given: writing.give_back(viewer, found, given["reason"])),
        "drop": (ReasonForm, lambda given: writing.drop(viewer, found, given["reason"])),
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
    messages.success(request, said(f"news.moved.{to}"))
    return redirect("news-draft", draft=draft)


@require_POST
@editors
def correct(request: HttpRequest, viewer: Viewer, slug: str) -> HttpResponse:
    version = _published(viewer, slug)
    try:
        draft = writing.open_correction(viewer, version.item)
    except Refused as refused:
        messages.error(request, reader_language().message(refused.message))
        return redirect("news-desk")
    return redirect("news-draft-head", draft=draft.pk)


@require_POST
@deciders
def archive(request: HttpRequest, viewer: Viewer, slug: str) -> HttpResponse:
    """Into the archive, or out of it again."""
    version = _published(viewer, slug)
    publishing.archive(viewer, version.item, is_archived=version.item.archived_on is None)
    return redirect("news-desk")


def _published(viewer: Viewer, slug: str) -> ItemVersion:
    version = find_version(slug)
    if version is None:
        raise missing(viewer, "news_drafts.listed", "news", slug)
    return version


def _find(viewer: Viewer, draft: int) -> Draft:
    found = queries.find_draft(viewer, draft)
    if found is None:
        raise missing(viewer, "news_draft.read", "news_draft", draft)
    record_read(viewer, "news_draft.read", "news_draft", (draft,))
    return found


def _told(request: HttpRequest, viewer: Viewer, draft: Draft, problem: str) -> HttpResponse:
    """The draft as it is now, and why nothing was done."""
    return _draft(request, viewer, _find(viewer, draft.pk), problem, 409)


def _draft(
    request: HttpRequest, viewer: Viewer, draft: Draft, problem: str = "", status: int = 200
) -> HttpResponse:
    spoken = reader_language()
    written = draft.written
    before = find_version(draft.slug) if draft.item and draft.state in OPEN else None
    shown = ItemVersion(item=draft.item, number=0, on=written.on)
    surroundings: dict[str, Any] = {
        "draft": draft,
        "told": told_of(shown, written, spoken),
        "languages": written.languages,
        "referents": referents_of(written, spoken),
        "problem": problem,
        "lacks": queries.lacks_of_draft(draft) if draft.state in OPEN else [],
        "changes": changes_between(before.written, written, spoken) if before else [],
        "saves": draft.saves.select_related("author").order_by("revision"),
        "steps": draft.steps.select_related("person").order_by("pk"),
        "can_write": draft.state == WRITING and viewer.is_centre_with("editor"),
        "can_return": draft.state == REVIEW,
        "can_publish": draft.state == REVIEW and publishing.may_decide(viewer, draft),
        "can_drop": draft.state in OPEN and viewer.is_centre_with("editor"),
        "reason": ReasonForm(),
    }
    return render(request, "news/desk/draft.html", surroundings, status=status)


def _saved(
    request: HttpRequest,
    viewer: Viewer,
    draft: Draft,
    form: Seen,
    put_in: Callable[[], WrittenItem],
    title: str,
) -> HttpResponse:
    """Save what was filled in; where somebody else was first, nothing is and all of it is kept."""
    if form.is_valid():
        try:
            writing.save(viewer, draft, form.cleaned_data["seen"], put_in())
        except Refused as refused:
            put_right(form, refused)
            return _form(request, form, draft, title, 409)
        return redirect("news-draft", draft=draft.pk)
    return _form(request, form, draft, title)


def _form(
    request: HttpRequest, form: forms.Form, draft: Draft | None, title: str, status: int = 400
) -> HttpResponse:
    surroundings = {"form": form, "draft": draft, "title": title}
    return render(
        request, "news/desk/form.html", surroundings, status=status if form.errors else 200
    )
