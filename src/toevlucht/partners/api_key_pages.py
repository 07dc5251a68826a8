"""The page on which people make and withdraw the API keys of their organisation."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from toevlucht.layout.said import said
from toevlucht.partners.access import desk_page, missing
from toevlucht.partners.actions import api_keys
from toevlucht.partners.api_keys import key_roles_of
from toevlucht.partners.people_forms import NewKey, put_right
from toevlucht.partners.queries import api_keys_for
from toevlucht.partners.rules import Refused
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import Viewer

USERS = ("reporter", "coordinator", "contributor", "administrator")


@desk_page(*USERS)
def list_api_keys(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """A new key is shown in the answer to its form, and never again."""
    possible = sorted(key_roles_of(viewer.roles))
    form = NewKey(request.POST or None, possible=possible)
    words = ""
    if possible and form.is_valid():
        try:
            _, words = api_keys.make_api_key(viewer, **form.cleaned_data)
        except Refused as refused:
            put_right(form, refused)
        else:
            form = NewKey(possible=possible)
    keys = list(api_keys_for(viewer))
    record_read(viewer, "api_keys.listed", "api_key", [key.pk for key in keys])
    shown = {
        "keys": keys,
        "today": timezone.localdate(),
        "form": form if possible else None,
        "words": words,
        "in_charge": viewer.has("administrator"),
    }
    return render(request, "partners/api_keys.html", shown)


@require_POST
@desk_page(*USERS)
def withdraw_api_key(request: HttpRequest, viewer: Viewer, pk: int) -> HttpResponse:
    key = api_keys_for(viewer).filter(pk=pk).first()
    if not key:
        raise missing(viewer, "api_key.withdrawn", "api_key", pk)
    api_keys.withdraw_api_key(viewer, key)
    messages.success(request, said("people.done.key_withdrawn"))
    return redirect("api-keys")
