"""The own account, and the two pages of a link: asking for one and choosing a password."""

from __future__ import annotations

from allauth.core import ratelimit
from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from toevlucht.layout.errors import too_many_requests
from toevlucht.layout.said import said
from toevlucht.partners.access import desk_page
from toevlucht.partners.account_forms import ChoosePassword, Forgotten
from toevlucht.partners.actions import accounts
from toevlucht.partners.links import person_of
from toevlucht.partners.models import Person
from toevlucht.partners.people_forms import OwnAccount
from toevlucht.partners.queries import person_with_address
from toevlucht.partners.second_factor import has_second_factor
from toevlucht.records.jobs import ask
from toevlucht.records.viewer import PUBLIC, Viewer


@desk_page()
def my_account(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    person = Person.objects.select_related("organisation").get(pk=viewer.person or 0)
    form = OwnAccount(
        request.POST or None, initial={"name": person.name, "language": person.language}
    )
    if form.is_valid():
        accounts.change_own_account(viewer, **form.cleaned_data)
        messages.success(request, said("people.done.saved"))
        return redirect("my-account")
    shown = {
        "form": form,
        "person": person,
        "roles": sorted(viewer.roles),
        "second_factor": has_second_factor(person.pk),
    }
    return render(request, "partners/my_account.html", shown)


@desk_page()
def end_other_sessions(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    if request.method == "POST":
        update_session_auth_hash(request, accounts.end_other_sessions(viewer))
        messages.success(request, said("people.done.sessions_ended"))
    return redirect("my-account")


@never_cache
def forgotten(request: HttpRequest) -> HttpResponse:
    """A known and an unknown address get the same answer after the same work."""
    form = Forgotten(request.POST or None)
    if not form.is_valid():
        return render(request, "account/password_reset.html", {"form": form})
    email = form.cleaned_data["email"].lower()
    if not ratelimit.consume(request, action="reset_password", key=email):
        return too_many_requests(request)
    person = person_with_address(email)
    number = person.pk if person else 0
    ask(PUBLIC, "person.link", person=number, purpose="reset", site=site_of(request))
    return render(request, "account/password_reset_done.html")


@never_cache
@sensitive_post_parameters("password", "again")
def choose_password(request: HttpRequest, purpose: str, token: str) -> HttpResponse:
    person = person_of(purpose, token)
    if not person:
        return render(request, "account/link_over.html", status=404)
    form: forms.Form = ChoosePassword(request.POST or None, person=person)
    if not form.is_valid():
        shown = {"form": form, "person": person}
        return render(request, "account/choose_password.html", shown)
    accounts.choose_password(person, form.cleaned_data["password"])
    messages.success(request, said("accounts.done.password_chosen"))
    return redirect("account_login")


def site_of(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"
