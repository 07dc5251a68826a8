"""A page with one form that does one thing; what stands in the way of it is told above the form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from toevlucht.layout.said import said
from toevlucht.partners.people_forms import put_right
from toevlucht.partners.rules import Refused
from toevlucht.reception.pages.names import words_of
from toevlucht.reception.problems import CannotDo

Made = TypeVar("Made")

Back = tuple[str, ...]
"""The name of an address and what it takes."""


@dataclass(frozen=True)
class Act:
    """``title`` and ``lead`` are words; ``back`` is where the page came from and leads to."""

    title: str
    back: Back
    lead: str = ""


def act(request: HttpRequest, form: Form, does: Callable[[], object], about: Act) -> HttpResponse:
    if form.is_valid():
        tried(form, does)
        if not form.errors:
            messages.success(request, said("stays.one.saved"))
            return redirect(*about.back)
    status = 400 if form.errors else 200
    return render(request, "reception/act.html", {"form": form, "about": about}, status=status)


def tried(form: Form, does: Callable[[], Made]) -> Made | None:
    """What stands in the way of it is told above the form."""
    try:
        return does()
    except Refused as refused:
        put_right(form, refused)
    except CannotDo as refused:
        form.add_error(None, words_of(refused))
    return None


def do(request: HttpRequest, does: Callable[[], object], back: Back) -> HttpResponse:
    """With one button and no form."""
    try:
        does()
    except CannotDo as refused:
        messages.error(request, words_of(refused))
    else:
        messages.success(request, said("stays.one.saved"))
    return redirect(*back)
