"""Emergency access: who opened it, and opening it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from toevlucht.layout.reader import reader_language
from toevlucht.partners.access import desk_page
from toevlucht.partners.trail.forms import BreakGlassForm
from toevlucht.partners.trail.names import names_of_organisations
from toevlucht.partners.trail.rows import GlassRow, rows_of_glasses
from toevlucht.records.actions import record_read
from toevlucht.records.break_glass import (
    break_glasses,
    may_open,
    open_break_glass,
    open_break_glasses,
)
from toevlucht.records.viewer import NotAllowed, Viewer


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("administrator", "approver")
def break_glass(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    given = request.POST if request.method == "POST" else None
    form = BreakGlassForm(given) if may_open(viewer) else None
    if request.method == "POST":
        if form is None:
            raise NotAllowed("break_glass.opened", "organisation")
        if form.is_valid():
            return _open(request, viewer, form)
    glasses = break_glasses(viewer)
    if glasses:
        record_read(viewer, "audit.read", "break_glass", [glass.pk for glass in glasses])
    rows = rows_of_glasses(viewer, glasses, timezone.now())
    status = 400 if form is not None and form.errors else 200
    context = {"form": form, "rows": rows}
    return render(request, "partners/trail/break_glass.html", context, status=status)


def alerts(viewer: Viewer) -> list[GlassRow]:
    """What stands on the desk of who must know: emergency access that is open now."""
    if not viewer.has("administrator", "approver"):
        return []
    return rows_of_glasses(viewer, open_break_glasses(viewer), timezone.now())


def _open(request: HttpRequest, viewer: Viewer, form: BreakGlassForm) -> HttpResponse:
    organisation = form.cleaned_data["organisation"]
    glass = open_break_glass(viewer, organisation, form.cleaned_data["reason"])
    until = timezone.localtime(glass.until).strftime("%H:%M")
    name = names_of_organisations()[organisation]
    say = reader_language().say
    messages.success(request, say("audit.glass.opened", organisation=name, until=until))
    return redirect("break-glass")
