"""The pages on which hosts find their own household, and ask for a way out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from toevlucht.layout.said import said
from toevlucht.partners.access import desk_page, missing
from toevlucht.reception.actions import hostings
from toevlucht.reception.forms.hostings import OwnWayOutForm
from toevlucht.reception.pages.acting import tried
from toevlucht.reception.pages.names import name_of_area
from toevlucht.reception.panels import panels_of
from toevlucht.reception.queries.own_home import own_home, own_hosting
from toevlucht.reception.queries.route_cards import route_card
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import Viewer


@desk_page("reporter", "coordinator")
def at_home(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Of nobody else: an account that belongs to no household reads that there is none."""
    home = own_home(viewer)
    if home is None:
        return render(request, "reception/own_home/none.html")
    record_read(viewer, "household.read", "household", (home.household.code,))
    shown = {
        "home": home,
        "municipality": name_of_area(home.household.municipality),
        "panels": panels_of(request, viewer, home.household),
    }
    return render(request, "reception/own_home/page.html", shown)


@desk_page("reporter", "coordinator")
def ask_way_out(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    """The municipality has it on its list at once, with a day before which to find a place."""
    hosting = own_hosting(viewer, code)
    if hosting is None:
        raise missing(viewer, "hosting.way_out_asked", "hosting", code)
    form = OwnWayOutForm(request.POST or None)
    if form.is_valid():
        words = form.cleaned_data["words"]
        tried(form, lambda: hostings.ask_way_out(viewer, hosting, "host", words))
        if not form.errors:
            messages.success(request, said("own_home.done.way_out"))
            return redirect("own-home")
    shown = {"form": form, "card": route_card(hosting.household.municipality)}
    status = 400 if form.errors else 200
    return render(request, "reception/own_home/way_out.html", shown, status=status)
