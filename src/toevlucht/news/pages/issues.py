"""The newsletter on the desk: compose an issue, look at it, send it, see how far it is."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from toevlucht.guidance.forms.drafts import Seen
from toevlucht.language import LANGUAGES
from toevlucht.layout.reader import reader_language
from toevlucht.layout.said import said
from toevlucht.news.actions import composing, sending
from toevlucht.news.forms.newsletter import IssueForm, PlaceForm, issue_shown
from toevlucht.news.mailing import rendered
from toevlucht.news.models import Issue
from toevlucht.news.models.issues import SENDING, WRITING
from toevlucht.news.pages.subscribing import site_of_request
from toevlucht.news.queries import issues as queries
from toevlucht.news.queries.items import told
from toevlucht.partners.access import desk_page, missing
from toevlucht.partners.people_forms import put_right
from toevlucht.partners.rules import Refused
from toevlucht.records.actions import record_read
from toevlucht.records.jobs import ask
from toevlucht.records.viewer import Viewer

any_method = require_http_methods(["GET", "HEAD", "POST"])
editors = desk_page("editor", centre=True)
deciders = desk_page("editor", "approver", centre=True)


@require_safe
@deciders
def listed(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    found = queries.issues_for(viewer)
    record_read(viewer, "newsletter.read", "newsletter", [one.number for one in found])
    surroundings = {
        "issues": [(one, one.subject["nl"]) for one in found],
        "lists": queries.list_counts(viewer),
        "forgotten": queries.forgotten_count(),
        "may_write": viewer.is_centre_with("editor"),
    }
    return render(request, "news/desk/issues.html", surroundings)


@any_method
@editors
def new(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    form = IssueForm(request.POST if request.method == "POST" else None, initial={"seen": 0})
    if form.is_valid():
        issue = composing.open_issue(viewer, form.composed())
        return redirect("issue", number=issue.number)
    return _form(request, form, None)


@any_method
@editors
def write(request: HttpRequest, viewer: Viewer, number: int) -> HttpResponse:
    issue = _find(viewer, number)
    form = IssueForm(request.POST if request.method == "POST" else None, initial=issue_shown(issue))
    if form.is_valid():
        try:
            composing.write_issue(viewer, issue, form.cleaned_data["seen"], form.composed())
        except Refused as refused:
            put_right(form, refused)
        else:
            return redirect("issue", number=number)
    return _form(request, form, issue)


@require_safe
@deciders
def one(request: HttpRequest, viewer: Viewer, number: int) -> HttpResponse:
    return _one(request, viewer, _find(viewer, number))


@require_POST
@deciders
def move(request: HttpRequest, viewer: Viewer, number: int, to: str) -> HttpResponse:
    """Sent, sent on after it stopped, or dropped."""
    issue = _find(viewer, number)
    form = Seen(request.POST)
    if not form.is_valid():
        raise Http404
    seen = form.cleaned_data["seen"]
    moves: dict[str, Callable[[], object]] = {
        "send": lambda: sending.start_sending(viewer, issue, seen, site_of_request(request)),
        "resume": lambda: ask(viewer, sending.SEND, issue=number),
        "drop": lambda: composing.drop_issue(viewer, issue),
    }
    if to not in moves:
        raise Http404
    try:
        moves[to]()
    except Refused as refused:
        problem = reader_language().message(refused.message)
        return _one(request, viewer, _find(viewer, number), problem, 409)
    messages.success(request, said(f"newsletter.moved.{to}"))
    return redirect("issue", number=number)


@require_POST
@editors
def place(request: HttpRequest, viewer: Viewer, number: int) -> HttpResponse:
    """One item earlier or later in the order of reading."""
    issue = _find(viewer, number)
    form = PlaceForm(request.POST)
    if not form.is_valid():
        raise Http404
    given = form.cleaned_data
    try:
        composing.place_item(viewer, issue, given["seen"], given["item"], given["after"])
    except Refused as refused:
        problem = reader_language().message(refused.message)
        return _one(request, viewer, _find(viewer, number), problem, 409)
    messages.success(request, said("newsletter.desk.placed"))
    return redirect(f"{reverse('issue', kwargs={'number': number})}#items")


def _one(
    request: HttpRequest, viewer: Viewer, issue: Issue, problem: str = "", status: int = 200
) -> HttpResponse:
    is_writing = issue.state == WRITING
    versions = queries.versions_to_bring(issue) if is_writing else queries.versions_brought(issue)
    is_short = is_writing and len(versions) != len(issue.items)
    surroundings = {
        "issue": issue,
        "problem": problem,
        "mails": [(tag, rendered(issue, versions, tag)) for tag in LANGUAGES],
        "items": [told(one, reader_language()) for one in versions],
        "sending": queries.sending_of(issue),
        "is_short": is_short,
        "may_place": is_writing and viewer.is_centre_with("editor") and not is_short,
        "can_write": is_writing and viewer.is_centre_with("editor"),
        "can_send": is_writing and sending.may_send(viewer, issue),
        "can_resume": issue.state == SENDING,
    }
    return render(request, "news/desk/issue.html", surroundings, status=status)


def _find(viewer: Viewer, number: int) -> Issue:
    issue = queries.find_issue(viewer, number)
    if issue is None:
        raise missing(viewer, "newsletter.read", "newsletter", number)
    record_read(viewer, "newsletter.read", "newsletter", (number,))
    return issue


def _form(request: HttpRequest, form: IssueForm, issue: Issue | None) -> HttpResponse:
    surroundings = {"form": form, "issue": issue}
    status = 400 if form.errors else 200
    return render(request, "news/desk/issue_form.html", surroundings, status=status)
