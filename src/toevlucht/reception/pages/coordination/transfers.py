"""Requests for transfer between regions: the work list, and each step on the page of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from toevlucht.geography import areas
from toevlucht.layout.reader import reader_language
from toevlucht.layout.said import said
from toevlucht.partners.access import desk_page, missing
from toevlucht.partners.people_forms import put_right
from toevlucht.partners.rules import Refused
from toevlucht.partners.trail.names import names_of_organisations
from toevlucht.reception.actions import transfers
from toevlucht.reception.circles import Circle, circle_of
from toevlucht.reception.forms.coordination import (
    AcceptForm,
    AgreeForm,
    ArrivedForm,
    NameForm,
    OfferForm,
    RefuseForm,
    TransferForm,
)
from toevlucht.reception.models import Transfer
from toevlucht.reception.pages.acting import tried
from toevlucht.reception.pages.names import name_of_area
from toevlucht.reception.queries.supplied import to_supply
from toevlucht.reception.queries.transfers import (
    LISTS,
    Going,
    families_of,
    find_transfer,
    list_transfers,
)
from toevlucht.reception.reach import reach_of
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import NotAllowed, Viewer


@desk_page("coordinator")
def list_all(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    wanted = request.GET.get("list", "")
    name = wanted if wanted in LISTS else LISTS[0]
    page = list_transfers(viewer, name, request.GET.get("after", ""))
    record_read(viewer, "transfers.listed", "transfer", [one.reference for one in page.transfers])
    now = timezone.now()
    surroundings = {
        "rows": [
            (one, _from(one), _to(one), bool(one.due_at and one.due_at < now))
            for one in page.transfers
        ],
        "lists": LISTS,
        "name": name,
        "more_after": page.more_after,
        "may_ask": circle_of(viewer).supplies_any,
    }
    return render(request, "reception/coordination/transfers.html", surroundings)


@desk_page("coordinator")
def new_transfer(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    circle = circle_of(viewer)
    municipalities = to_supply(viewer)
    if not municipalities:
        raise NotAllowed("transfer.asked", "area", (circle.area or "none",))
    form = TransferForm(municipalities, circle.region, request.POST or None)
    if form.is_valid() and (
        made := tried(form, lambda: transfers.ask_for_transfer(viewer, form.asked()))
    ):
        messages.success(request, said("coordination.done.transfer_asked"))
        return redirect("transfer", made.reference)
    return render(request, "reception/coordination/new_transfer.html", {"form": form})


@desk_page("coordinator")
def one_transfer(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponse:
    transfer = _transfer(viewer, reference)
    record_read(viewer, "transfers.listed", "transfer", [reference])
    return _shown(request, viewer, transfer, {})


@require_POST
@desk_page("coordinator")
def take_step(request: HttpRequest, viewer: Viewer, reference: str, step: str) -> HttpResponse:
    transfer = _transfer(viewer, reference)
    form = _form(step, transfer, families_of(viewer, transfer), request.POST)
    if form is not None and not form.is_valid():
        return _shown(request, viewer, transfer, {step: form})
    try:
        _do(viewer, reference, step, form.cleaned_data if form else {})
    except Refused as refused:
        if form is None:
            messages.error(request, reader_language().message(refused.message))
            return redirect("transfer", reference)
        put_right(form, refused)
        return _shown(request, viewer, transfer, {step: form})
    messages.success(request, said("people.done.saved"))
    return redirect("transfer", reference)


def _do(viewer: Viewer, reference: str, step: str, given: dict[str, Any]) -> None:
    match step:
        case "offer":
            transfers.offer_region(viewer, reference, given["to_region"])
        case "accept":
            transfers.accept_transfer(viewer, reference, given["municipality"])
        case "refuse":
            transfers.refuse_transfer(viewer, reference, given["refusal"])
        case "agree":
            transfers.agree_on_transfer(viewer, reference, transfers.Agreed(**given))
        case "depart":
            transfers.depart_on_transfer(viewer, reference)
        case "arrive":
            transfers.confirm_arrival(
                viewer, reference, given["arrived"], given.get("families", ())
            )
        case "name":
            transfers.name_family(viewer, reference, given["family"].strip())
        case "withdraw":
            transfers.withdraw_transfer(viewer, reference)
        case _:
            raise NotAllowed("transfer.changed", "transfer", (reference,))


def _form(
    step: str, transfer: Transfer, going: Sequence[Going], data: Any = None
) -> forms.Form | None:
    """A step that needs nothing but a button has none."""
    match step:
        case "offer":
            return OfferForm(transfer.from_region, data)
        case "accept":
            return AcceptForm(_municipalities(transfer.to_region), data)
        case "refuse":
            return RefuseForm(data)
        case "agree":
            return AgreeForm(data)
        case "arrive":
            return ArrivedForm([one.row.family.code for one in going], data)
        case "name":
            return NameForm(data)
    return None


def _shown(
    request: HttpRequest, viewer: Viewer, transfer: Transfer, bound: dict[str, forms.Form]
) -> HttpResponse:
    steps = _steps(circle_of(viewer), transfer)
    if "withdraw" in steps and reach_of(viewer).keeps_municipality == transfer.municipality:
        steps.insert(0, "name")
    going = families_of(viewer, transfer)
    codes = [one.row.family.code for one in going]
    if codes:
        record_read(viewer, "transfers.listed", "family", codes)
    moved = [one.people for one in transfer.named.all() if one.moved_at]
    names = names_of_organisations()
    surroundings = {
        "transfer": transfer,
        "from": _from(transfer),
        "to": _to(transfer),
        "is_late": bool(transfer.due_at and transfer.due_at < timezone.now()),
        "waits_for": name_of_area(transfer.waits_for) if transfer.waits_for else "",
        "steps": [(one, bound.get(one) or _form(one, transfer, going)) for one in steps],
        "going": going,
        "moved": len(moved),
        "moved_people": sum(moved),
        "without_name": (transfer.arrived or 0) - sum(moved),
        "wrong": next(iter(bound.values()), None),
        "history": [
            (one, names.get(one.organisation, "")) for one in transfer.steps.order_by("pk")
        ],
    }
    status = 400 if bound else 200
    return render(request, "reception/coordination/transfer.html", surroundings, status=status)


def _steps(circle: Circle, transfer: Transfer) -> list[str]:
    """What the viewer's side can do now; the actions decide."""
    sends = circle.area in (transfer.municipality, transfer.from_region)
    receives = bool(transfer.to_region) and circle.area in (
        transfer.to_region,
        transfer.to_municipality,
    )
    found = []
    match transfer.state:
        case "asked" if circle.is_national:
            found = ["offer", "refuse"]
        case "offered" if receives:
            found = ["accept", "refuse"]
        case "accepted" if sends:
            found = ["agree"]
        case "agreed" if sends:
            found = ["depart"]
        case "departed" if receives:
            found = ["arrive"]
    if sends and transfer.state in ("asked", "offered", "accepted", "agreed"):
        found.append("withdraw")
    return found


def _municipalities(region: str) -> list[str]:
    if not region:
        return []
    return [one.code for one in areas.municipalities(timezone.localdate(), within=region)]


def _transfer(viewer: Viewer, reference: str) -> Transfer:
    found = find_transfer(viewer, reference)
    if found is None:
        raise missing(viewer, "transfers.listed", "transfer", reference)
    return found


def _from(transfer: Transfer) -> str:
    places = (transfer.municipality, transfer.from_region)
    return ", ".join(name_of_area(one) for one in places)


def _to(transfer: Transfer) -> str:
    places = (transfer.to_municipality, transfer.to_region)
    return ", ".join(name_of_area(one) for one in places if one)
