"""The desk on which the centre watches series: which rest, whether they should, who decides."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from toevlucht.layout.reader import reader_language
from toevlucht.partners.access import desk_page
from toevlucht.picture.actions.series import resume_series, suspend_series
from toevlucht.picture.forms.series import SuspendForm
from toevlucht.picture.queries import series as queries
from toevlucht.picture.series_words import lines_told, rule_told
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import Viewer

WATCHERS = queries.WATCHERS


@require_safe
@desk_page(*WATCHERS, centre=True)
def watching(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Every series: which rest, and of which the rule is met."""
    found = queries.watched_series(viewer)
    record_read(viewer, "trigger.read", "series", [one.series.slug for one in found])
    met = {one.pk for one in queries.met_rules(viewer)}
    surroundings = {
        "watched": [(one, bool(one.suspension and one.suspension.pk in met)) for one in found]
    }
    return render(request, "picture/series/watching.html", surroundings)


@require_safe
@desk_page(*WATCHERS, centre=True)
def watched(request: HttpRequest, viewer: Viewer, series: str) -> HttpResponse:
    """One series: its rule, the counts of the newest look, and the history of looks."""
    found = queries.find_watched(viewer, series)
    if not found:
        raise Http404
    record_read(viewer, "trigger.read", "series", [series])
    language = reader_language()
    surroundings = {
        "watched": found,
        "rule": rule_told(found.suspension, language) if found.suspension else "",
        "lines": lines_told(found.newest, language) if found.newest else [],
        "may_suspend": queries.may_suspend(viewer),
    }
    return render(request, "picture/series/watched.html", surroundings)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("editor", centre=True)
def suspend(request: HttpRequest, viewer: Viewer, series: str) -> HttpResponse:
    found = queries.find_watched(viewer, series)
    if not found:
        raise Http404
    if found.suspension:
        return redirect("watched-series", series=series)
    form = SuspendForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        suspend_series(viewer, series, form.reason(), form.rule())
        messages.success(request, reader_language().say("series.suspend.done"))
        return redirect("watched-series", series=series)
    surroundings = {"form": form, "watched": found}
    status = 400 if form.errors else 200
    return render(request, "picture/series/suspend.html", surroundings, status=status)


@require_POST
@desk_page("editor", centre=True)
def resume(request: HttpRequest, viewer: Viewer, series: str) -> HttpResponse:
    if not queries.find_watched(viewer, series):
        raise Http404
    resume_series(viewer, series)
    messages.success(request, reader_language().say("series.resume.done"))
    return redirect("watched-series", series=series)
