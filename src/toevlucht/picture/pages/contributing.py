"""The pages of contributions that were taken: a list, one of them, its rows, where they went."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from toevlucht.dictionary import dictionary
from toevlucht.layout.reader import reader_language
from toevlucht.partners.access import desk_page, missing
from toevlucht.partners.queries import person_names
from toevlucht.picture.actions.contributing import ContributingRefused, withdraw_contribution
from toevlucht.picture.actions.tracing import trace_contribution
from toevlucht.picture.contribution_words import changes_told, rows_told
from toevlucht.picture.models import Contribution
from toevlucht.picture.pages.reading_pages import (
    cursor,
    file_of,
    number_in,
    page_number,
    pages_of,
    record_requests,
)
from toevlucht.picture.queries import contributing as queries
from toevlucht.picture.queries.requests import open_requests
from toevlucht.picture.queries.shared_reports import asking_drafts, may_ask
from toevlucht.records.actions import record_read
from toevlucht.records.jobs import find_job
from toevlucht.records.viewer import NotAllowed, Viewer

SEEN = queries.READERS


@require_safe
@desk_page(*SEEN)
def contributions(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    found = queries.contributions_page(viewer, cursor(request))
    shown = found[: queries.PAGE]
    ids = [one.pk for one in shown]
    record_read(viewer, "contributions.listed", "contribution", ids)
    requests = open_requests(viewer, reader_language().tag)
    record_requests(viewer, requests)
    surroundings = {
        "contributions": shown,
        "next": shown[-1].pk if len(found) > len(shown) else None,
        "requests": requests,
        "may_send": viewer.has("contributor"),
        "sees_all": viewer.is_centre_with("editor"),
        "may_pack": may_ask(viewer) and bool(asking_drafts()),
    }
    return render(request, "picture/contributing/list.html", surroundings)


@require_safe
@desk_page(*SEEN)
def contribution(request: HttpRequest, viewer: Viewer, number: int) -> HttpResponse:
    found = _found(viewer, number, "contribution.read")
    record_read(viewer, "contribution.read", "contribution", [number])
    followed = queries.followed(found)
    surroundings = {
        "contribution": found,
        "tables": [(name, found.rows[name]) for name in dictionary().tables if name in found.rows],
        "sender": person_names(viewer, [found.sent_by_id or 0]).get(found.sent_by_id or 0, ""),
        "followed": followed,
        "may_withdraw": found.is_taken
        and queries.may_send(viewer, found.organisation.code)
        and not any(one.is_in for one in followed),
    }
    return render(request, "picture/contributing/one.html", surroundings)


@require_safe
@desk_page(*SEEN)
def rows(request: HttpRequest, viewer: Viewer, number: int, table: str) -> HttpResponse:
    """Its rows as they were taken; with ``in`` a version, what became of each in it."""
    found = _found(viewer, number, "contribution.read")
    if table not in found.rows:
        raise Http404
    page = page_number(request)
    into = number_in(request.GET.get("in", ""))
    shown = queries.rows_page(found, table, (page - 1) * queries.PAGE, into)
    if not shown:
        raise Http404
    record_read(viewer, "contribution.read", "contribution", [number])
    surroundings = {
        "contribution": found,
        "table": table,
        "into": into,
        "followed": any("fate" in row for row in shown),
        "told": rows_told(dictionary().table(table), shown, reader_language()),
        **pages_of(found, table, page, len(shown)),
    }
    return render(request, "picture/contributing/rows.html", surroundings)


@require_safe
@desk_page(*SEEN)
def package_file(request: HttpRequest, viewer: Viewer, number: int) -> HttpResponseBase:
    """The package as it was sent."""
    found = _found(viewer, number, "contribution.downloaded")
    record_read(viewer, "contribution.downloaded", "contribution", [number])
    return file_of(found)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("contributor", "editor")
def withdraw(request: HttpRequest, viewer: Viewer, number: int) -> HttpResponse:
    """Ask once more, then take it back."""
    found = _found(viewer, number, "contribution.withdrawn")
    refused = ""
    if request.method == "POST":
        language = reader_language()
        try:
            withdraw_contribution(viewer, number)
            messages.success(
                request, language.say("contributing.withdraw.done", number=str(number))
            )
            return redirect("contribution", number=number)
        except ContributingRefused as refusal:
            refused = language.message(refusal.message)
    record_read(viewer, "contribution.read", "contribution", [number])
    surroundings = {"contribution": found, "refused": refused}
    status = 409 if refused else 200
    return render(request, "picture/contributing/withdraw.html", surroundings, status=status)


@require_safe
@desk_page(*SEEN)
def trace(request: HttpRequest, viewer: Viewer, number: int, version: int) -> HttpResponse:
    """Where its numbers went in one published version, once that was computed."""
    found = _found(viewer, number, "contribution.traced")
    made = queries.find_trace(viewer, found, version)
    if made is None:
        raise Http404
    record_read(viewer, "contribution.traced", "contribution", [number])
    if made.content is None:
        waiting = {"contribution": found, "trace": made, "job": find_job(made.job)}
        return render(request, "picture/contributing/trace_waiting.html", waiting)
    content = queries.trace_content(viewer, made)
    surroundings = {
        "contribution": found,
        "trace": made,
        "rows": content["rows"],
        "figures": changes_told(content["changes"], reader_language()),
        "sees_all": viewer.is_centre_with("editor"),
    }
    return render(request, "picture/contributing/trace.html", surroundings)


@require_POST
@desk_page(*SEEN)
def follow(request: HttpRequest, viewer: Viewer, number: int, version: int) -> HttpResponse:
    """Ask to follow a contribution into a version."""
    _found(viewer, number, "contribution.traced")
    try:
        trace_contribution(viewer, number, version)
    except NotAllowed:
        raise Http404 from None
    return redirect("contribution-trace", number=number, version=version)


def _found(viewer: Viewer, number: int, event: str) -> Contribution:
    found = queries.find_contribution(viewer, number)
    if not found:
        raise missing(viewer, event, "contribution", number)
    return found
