"""The pages on which the centre's administrator keeps the organisations."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from toevlucht.language import LANGUAGES
from toevlucht.layout.said import said
from toevlucht.partners.access import desk_page, missing
from toevlucht.partners.actions import organisations
from toevlucht.partners.organisation_forms import ChangedOrganisation, NewOrganisation
from toevlucht.partners.people_forms import put_right
from toevlucht.partners.queries import organisations_for
from toevlucht.partners.rules import Refused
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import Viewer


@desk_page("administrator", centre=True)
def list_organisations(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    form = NewOrganisation(request.POST or None)
    if form.is_valid():
        try:
            organisations.add_organisation(
                viewer, form.cleaned_data["code"], form.names(), **form.place()
            )
        except Refused as refused:
            put_right(form, refused)
        else:
            messages.success(request, said("people.done.organisation_added"))
            return redirect("organisations")
    found = list(organisations_for(viewer))
    record_read(viewer, "organisations.listed", "organisation", [one.code for one in found])
    return render(request, "partners/organisations.html", {"organisations": found, "form": form})


@desk_page("administrator", centre=True)
def one_organisation(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    organisation = organisations_for(viewer).filter(code=code).first()
    if not organisation:
        raise missing(viewer, "organisations.listed", "organisation", code)
    now: dict[str, Any] = {f"name_{tag}": organisation.name(tag) for tag in LANGUAGES}
    now |= {
        name: getattr(organisation, name)
        for name in ("is_active", "kind", "area", "is_independent_contact")
    }
    form = ChangedOrganisation(request.POST or None, initial=now)
    if form.is_valid():
        try:
            organisations.change_organisation(
                viewer, organisation, form.names(), form.cleaned_data["is_active"], **form.place()
            )
        except Refused as refused:
            put_right(form, refused)
        else:
            messages.success(request, said("people.done.saved"))
            return redirect("organisations")
    record_read(viewer, "organisations.listed", "organisation", (organisation.code,))
    shown = {"organisation": organisation, "form": form}
    return render(request, "partners/organisation.html", shown)
