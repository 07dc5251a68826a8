"""The pages on which an administrator manages people."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from toevlucht.layout.reader import reader_language
from toevlucht.layout.said import said
from toevlucht.partners.access import desk_page, missing
from toevlucht.partners.account_pages import site_of
from toevlucht.partners.actions import people
from toevlucht.partners.mail import mail_link
from toevlucht.partners.models import Organisation, Person
from toevlucht.partners.people_forms import Invitation, Roles, put_right
from toevlucht.partners.queries import organisations_for, people_for
from toevlucht.partners.rules import Refused, roles_at
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import Viewer

ON_A_PAGE = 50


@desk_page("administrator")
def list_people(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    found = people_for(viewer)
    organisations = list(organisations_for(viewer))
    chosen = request.GET.get("organisation", "")
    if chosen:
        # Only what is one of them goes to the database: it refuses some signs with an error.
        known = chosen in {one.code for one in organisations}
        found = found.filter(organisation__code=chosen) if known else found.none()
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    record_read(viewer, "people.listed", "person", [person.pk for person in page])
    shown = {"page": page, "organisations": organisations, "chosen": chosen}
    return render(request, "partners/people.html", shown)


@desk_page("administrator")
def invite_person(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    organisation = _organisation(viewer, code)
    form = Invitation(request.POST or None, possible=roles_at(organisation))
    if form.is_valid():
        try:
            person = people.invite(viewer, organisation, **form.cleaned_data)
        except Refused as refused:
            put_right(form, refused)
        else:
            mail_link(person, "invitation", site_of(request))
            messages.success(request, said("people.done.invited"))
            return redirect("person", person.pk)
    shown = {"form": form, "organisation": organisation}
    return render(request, "partners/invite.html", shown)


@desk_page("administrator")
def one_person(request: HttpRequest, viewer: Viewer, pk: int) -> HttpResponse:
    person = _person(viewer, pk)
    has = [one.role for one in person.open_assignments]  # type: ignore[attr-defined]
    form = Roles(
        request.POST or None, possible=roles_at(person.organisation), initial={"roles": has}
    )
    if form.is_valid():
        try:
            people.set_roles(viewer, person, form.cleaned_data["roles"])
        except Refused as refused:
            put_right(form, refused)
        else:
            messages.success(request, said("people.done.saved"))
            return redirect("person", person.pk)
    record_read(viewer, "person.read", "person", (person.pk,))
    shown = {"form": form, "person": person, "is_self": person.pk == viewer.person}
    return render(request, "partners/person.html", shown)


@require_POST
@desk_page("administrator")
def close_person(request: HttpRequest, viewer: Viewer, pk: int) -> HttpResponse:
    person = _person(viewer, pk)
    try:
        people.close(viewer, person)
    except Refused as refused:
        messages.error(request, reader_language().message(refused.message))
    else:
        messages.success(request, said("people.done.closed"))
    return redirect("person", person.pk)


@require_POST
@desk_page("administrator")
def start_person_anew(request: HttpRequest, viewer: Viewer, pk: int) -> HttpResponse:
    person = _person(viewer, pk)
    try:
        person = people.start_anew(viewer, person)
    except Refused as refused:
        messages.error(request, reader_language().message(refused.message))
    else:
        mail_link(person, "invitation", site_of(request))
        messages.success(request, said("people.done.link_sent"))
    return redirect("person", person.pk)


def _person(viewer: Viewer, pk: int) -> Person:
    person = people_for(viewer).filter(pk=pk).first()
    if not person:
        raise missing(viewer, "person.read", "person", pk)
    return person


def _organisation(viewer: Viewer, code: str) -> Organisation:
    organisation = organisations_for(viewer).filter(code=code, is_active=True).first()
    if not organisation:
        raise missing(viewer, "person.invited", "organisation", code)
    return organisation
