"""A certificate: made as a PDF for whoever earned it, and checked by whoever is shown it."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from toevlucht.layout.downloads import saved_never_shown
from toevlucht.layout.pages import public_page
from toevlucht.layout.reader import reader_language
from toevlucht.layout.said import said
from toevlucht.learning.actions.certificates import revoke
from toevlucht.learning.certificate_paper import certificate_pdf
from toevlucht.learning.forms import NameForm, RevokeForm
from toevlucht.learning.models import Certificate, Enrolment
from toevlucht.learning.pages.walks import Walk
from toevlucht.learning.queries.certificates import find_certificate
from toevlucht.partners.access import desk_page
from toevlucht.records.viewer import Viewer


@public_page
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """For everybody who has the address: the course, until when it is valid, and never who."""
    found = find_certificate(code)
    if not found:
        return render(request, "learning/no_certificate.html", status=404)
    shown = {"found": found, "state": found.state(timezone.localdate())}
    return render(request, "learning/certificate.html", shown)


@desk_page("administrator", centre=True)
def revoke_certificate(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """First the code, then what it stands for, then for good."""
    form = RevokeForm(request.POST or None)
    found = None
    if form.is_valid():
        code = form.cleaned_data["code"]
        if form.cleaned_data["sure"]:
            revoke(viewer, code)
            messages.success(request, said("learning.revoke.done", code=code))
            return redirect("revoke-certificate")
        found = find_certificate(code)
    status = 400 if form.errors else 200
    return render(request, "learning/revoke.html", {"form": form, "found": found}, status=status)


def paper(request: HttpRequest, walk: Walk, name: str = "") -> HttpResponse:
    """A form for the name, which goes onto the paper and is kept nowhere."""
    enrolment = walk.enrolment
    certificate = Certificate.objects.filter(enrolment=enrolment).first() if enrolment else None
    if not enrolment or not certificate or certificate.revoked_at:
        raise Http404
    form = NameForm(request.POST or None, initial={"name": name})
    if form.is_valid():
        return _pdf(request, walk, enrolment, certificate, form.cleaned_data["name"])
    shown = {
        "walk": walk,
        "course": walk.course,
        "form": form,
        "certificate": certificate,
        "address": _address(request, certificate.code),
    }
    return render(request, "learning/paper.html", shown)


def _pdf(
    request: HttpRequest, walk: Walk, enrolment: Enrolment, certificate: Certificate, name: str
) -> HttpResponse:
    assert enrolment.passed_on
    assert enrolment.valid_until
    made = certificate_pdf(
        walk.course,
        certificate.code,
        name,
        (enrolment.passed_on, enrolment.valid_until),
        _address(request, certificate.code),
        reader_language(),
    )
    return saved_never_shown(made, "application/pdf", f"certificate-{certificate.code}.pdf")


def _address(request: HttpRequest, code: str) -> str:
    address = reverse("certificate", args=(code,))
    if settings.TOEVLUCHT_ADDRESS:
        return f"{settings.TOEVLUCHT_ADDRESS}{address}"
    return request.build_absolute_uri(address)
