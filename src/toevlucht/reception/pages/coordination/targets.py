"""What is asked of areas: read by all who coordinate, written by who does so for the country."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from toevlucht.geography import areas
from toevlucht.language import Language
from toevlucht.layout.reader import reader_language
from toevlucht.layout.said import said
from toevlucht.partners.access import desk_page
from toevlucht.partners.people_forms import put_right
from toevlucht.partners.rules import Refused
from toevlucht.reception.actions.targets import set_fair_shares, set_targets, shares_of
from toevlucht.reception.circles import NATIONAL, circle_of
from toevlucht.reception.forms.coordination import KeepShareForm, ShareForm, TargetForm
from toevlucht.reception.models.coordination import SCHEMES
from toevlucht.reception.pages.acting import tried
from toevlucht.reception.pages.coordination.figures import READERS
from toevlucht.reception.pages.names import name_of_area
from toevlucht.reception.queries.targets import targets_of, targets_on
from toevlucht.records.viewer import NotAllowed, Viewer
from toevlucht.statistics.apportionment import Share


@desk_page(*READERS)
def list_targets(request: HttpRequest, viewer: Viewer, area: str = NATIONAL) -> HttpResponse:
    """The schemes side by side for each region, and all that was ever asked of one area."""
    today, circle = timezone.localdate(), circle_of(viewer)
    if not circle.reads_nation or not areas.exists(area, today):
        raise NotAllowed("targets.listed", "area", (area,))
    codes = [NATIONAL, *(one.code for one in areas.safety_regions(today))]
    held = targets_on(today, codes)
    shown = {
        "schemes": SCHEMES,
        "rows": [
            (code, name_of_area(code), [(name, held[code].get(name)) for name in SCHEMES])
            for code in codes
        ],
        "area": area,
        "name": name_of_area(area),
        "history": targets_of(area),
        "may_set": circle.is_national,
    }
    return render(request, "reception/coordination/targets.html", shown)


@desk_page("coordinator")
def set_target(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    _must_set(viewer)
    form = TargetForm(request.POST or None, initial={"valid_from": timezone.localdate()})
    if form.is_valid():
        given = form.cleaned_data
        tried(form, lambda: set_targets(viewer, form.asking(), {given["area"]: given["places"]}))
        if not form.errors:
            messages.success(request, said("coordination.done.target"))
            return redirect("targets-of", given["area"])
    return render(request, "reception/coordination/set_target.html", {"form": form})


@desk_page(*READERS)
def fair_share(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The whole sum, for everybody; who coordinates in the country can write it down as targets."""
    circle = circle_of(viewer)
    if not circle.reads_nation:
        raise NotAllowed("targets.listed", "area", (NATIONAL,))
    form = ShareForm(request.GET or None, initial={"valid_from": timezone.localdate()})
    shown: dict[str, Any] = {"form": form}
    if form.is_valid():
        given = form.cleaned_data
        try:
            shares = shares_of(given["total"], given["kind"], given["valid_from"])
        except Refused as refused:
            put_right(form, refused)
        else:
            spoken = reader_language()
            shown |= {
                "total": given["total"],
                "inhabitants": sum(one.weight for one in shares),
                "given_whole": sum(one.whole for one in shares),
                "left": sum(one.is_raised for one in shares),
                "rows": [_sum(one, spoken) for one in shares],
                "keep": KeepShareForm(initial=given) if circle.is_national else None,
            }
    return render(request, "reception/coordination/fair_share.html", shown)


@desk_page("coordinator")
def keep_fair_share(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    _must_set(viewer)
    form = KeepShareForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        total, kind = given["total"], given["kind"]
        tried(form, lambda: set_fair_shares(viewer, total, kind, form.asking()))
        if not form.errors:
            messages.success(request, said("coordination.done.target"))
            return redirect("targets")
    return render(request, "reception/coordination/keep_share.html", {"form": form})


def _sum(share: Share, spoken: Language) -> dict[str, Any]:
    return {
        "name": name_of_area(share.name),
        "inhabitants": share.weight,
        "exact": spoken.write(_exact(share)),
        "whole": share.whole,
        "is_raised": share.is_raised,
        "places": share.places,
    }


def _exact(share: Share) -> Decimal:
    """To three places: enough to see which remainder is larger."""
    exact = Decimal(share.exact.numerator) / Decimal(share.exact.denominator)
    return exact.quantize(Decimal("0.001"), ROUND_DOWN)


def _must_set(viewer: Viewer) -> None:
    if not circle_of(viewer).is_national:
        raise NotAllowed("target.set", "area", (NATIONAL,))
