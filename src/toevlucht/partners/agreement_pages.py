"""The pages on which administrators see what their organisation agreed, and the centre keeps it."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from toevlucht.layout.reader import reader_language
from toevlucht.layout.said import said
from toevlucht.partners.access import desk_page, missing
from toevlucht.partners.actions import agreements
from toevlucht.partners.agreement_forms import EndedAgreement, NewAgreement
from toevlucht.partners.bases import bases_on
from toevlucht.partners.people_forms import put_right
from toevlucht.partners.queries import agreements_for
from toevlucht.partners.rules import Refused
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import Viewer

ON_A_PAGE = 50


@desk_page("administrator")
def list_agreements(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    page = Paginator(agreements_for(viewer), ON_A_PAGE).get_page(request.GET.get("page"))
    record_read(viewer, "agreements.listed", "agreement", [one.pk for one in page])
    names = {
        basis.code: reader_language().message(basis.name)
        for basis in bases_on(timezone.localdate())
    }
    rows = [(one, [names.get(code, code) for code in one.bases]) for one in page]
    surroundings = {"page": page, "rows": rows, "is_centre": viewer.is_centre}
    return render(request, "partners/agreements.html", surroundings)


@desk_page("administrator", centre=True)
def make_agreement(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    form = NewAgreement(viewer, request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            agreements.make_agreement(viewer, given["sender"], given["receiver"], form.terms())
        except Refused as refused:
            put_right(form, refused)
        else:
            messages.success(request, said("places.done.agreement_made"))
            return redirect("agreements")
    return render(request, "partners/new_agreement.html", {"form": form})


@desk_page("administrator", centre=True)
def end_agreement(request: HttpRequest, viewer: Viewer, pk: int) -> HttpResponse:
    agreement = agreements_for(viewer).filter(pk=pk).first()
    if not agreement:
        raise missing(viewer, "agreements.listed", "agreement", pk)
    form = EndedAgreement(request.POST or None)
    if form.is_valid():
        try:
            agreements.end_agreement(viewer, agreement, form.last_day())
        except Refused as refused:
            put_right(form, refused)
        else:
            messages.success(request, said("places.done.agreement_ended"))
            return redirect("agreements")
    record_read(viewer, "agreements.listed", "agreement", (agreement.pk,))
    return render(request, "partners/end_agreement.html", {"form": form, "agreement": agreement})
