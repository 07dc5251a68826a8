"""At a location: let people in and out, turn them away, count them, keep rooms and places."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from toevlucht.layout.reader import reader_language
from toevlucht.partners.access import desk_page, missing
from toevlucht.reception.actions import door, life_cycle, moving_in, rooms
from toevlucht.reception.books import Home
from toevlucht.reception.forms.stays import (
    COMES,
    ArrivalForm,
    BlockForm,
    CheckForm,
    Choices,
    ClosingForm,
    CountForm,
    DepartureForm,
    HeadPlacesForm,
    MoveForm,
    RefusalForm,
    ReserveForm,
    RoomForm,
)
from toevlucht.reception.models import Family, Location, Place, Stay
from toevlucht.reception.pages.acting import Act, act, do
from toevlucht.reception.pages.ledgers import kept_location
from toevlucht.reception.problems import CannotDo
from toevlucht.reception.queries.families import find_family, named
from toevlucht.reception.queries.occupancy import Bed, beds_in, stays_at
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import Viewer


@desk_page("coordinator")
def arrive(request: HttpRequest, viewer: Viewer, code: str, family: str) -> HttpResponse:
    location = kept_location(viewer, code)
    found = family_to_come(viewer, family)
    people = choices_of(viewer, found)
    beds = _beds(location, kept_for=found.pk)
    form = ArrivalForm(people, beds, request.POST or None)
    say = reader_language().say
    return act(
        request,
        form,
        lambda: moving_in.arrive(viewer, location, found, form.arrival()),
        Act(say("stays.one.arrive_here", name=location.name), ("family", found.code)),
    )


@desk_page("coordinator")
def depart(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    location = kept_location(viewer, code)
    form = DepartureForm(people_in(viewer, location), request.POST or None)

    def does() -> None:
        given = form.cleaned_data
        people, destination = given["people"], given["destination"]
        moving_in.depart(viewer, location, people, destination, given["at"])

    return act(request, form, does, _about(location, "depart"))


@desk_page("coordinator")
def move(request: HttpRequest, viewer: Viewer, code: str, person: str) -> HttpResponse:
    location = kept_location(viewer, code)
    form = MoveForm(_beds(location), request.POST or None)

    def does() -> None:
        given = form.cleaned_data
        moving_in.move(viewer, location, {person: given["bed"]}, given["at"])

    return act(request, form, does, _about(location, "move"))


@desk_page("coordinator")
def refuse(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    location = kept_location(viewer, code)
    form = RefusalForm(request.POST or None)

    def does() -> None:
        if form.cleaned_data["minors"] > form.cleaned_data["number"]:
            raise CannotDo("nobody_chosen")
        door.refuse_at_the_door(viewer, location, form.about())

    return act(request, form, does, _about(location, "refuse"))


@desk_page("coordinator")
def count(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    location = kept_location(viewer, code)
    form = CountForm(request.POST or None)
    return act(
        request,
        form,
        lambda: door.count_heads(viewer, location, **form.cleaned_data),
        _about(location, "count"),
    )


@desk_page("coordinator")
def add_room(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    location = kept_location(viewer, code)
    form = RoomForm(request.POST or None)

    def does() -> None:
        given = form.cleaned_data
        rooms.add_room(viewer, location, form.about(), given["places"], given["term"])

    return act(request, form, does, _about(location, "add_room"))


@desk_page("coordinator")
def head_places(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    location = kept_location(viewer, code)
    form = HeadPlacesForm(request.POST or None, initial={"places": location.head_places or None})
    return act(
        request,
        form,
        lambda: rooms.count_heads_only(viewer, location, form.cleaned_data["places"]),
        _about(location, "heads"),
    )


@desk_page("coordinator")
def check(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    location = kept_location(viewer, code)
    form = CheckForm(request.POST or None)
    return act(
        request,
        form,
        lambda: life_cycle.check_location(viewer, location, form.about()),
        _about(location, "check"),
    )


@desk_page("coordinator")
def start_closing(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    location = kept_location(viewer, code)
    form = ClosingForm(request.POST or None)
    return act(
        request,
        form,
        lambda: life_cycle.start_closing(viewer, location, form.cleaned_data["closes_on"]),
        _about(location, "closing"),
    )


@desk_page("coordinator")
def bed(request: HttpRequest, viewer: Viewer, code: str, bed: str) -> HttpResponse:
    location = kept_location(viewer, code)
    place = _place(viewer, location, bed)
    shown = next((one for one in beds_in(location) if one.place == place), Bed(place, "free"))
    return render(request, "reception/bed.html", {"location": location, "bed": shown})


@desk_page("coordinator")
def block(request: HttpRequest, viewer: Viewer, code: str, bed: str) -> HttpResponse:
    location = kept_location(viewer, code)
    place = _place(viewer, location, bed)
    form = BlockForm(request.POST or None)
    return act(
        request,
        form,
        lambda: rooms.block(viewer, place, form.cleaned_data["reason"]),
        _about(location, "block"),
    )


@desk_page("coordinator")
def reserve(request: HttpRequest, viewer: Viewer, code: str, bed: str) -> HttpResponse:
    location = kept_location(viewer, code)
    place = _place(viewer, location, bed)
    form = ReserveForm(request.POST or None)

    def does() -> None:
        family = find_family(viewer, form.cleaned_data["family"].strip())
        if family is None:
            raise CannotDo("nobody_chosen")
        rooms.reserve(viewer, family, [place], form.until_moment())

    return act(request, form, does, _about(location, "reserve"))


@require_POST
@desk_page("coordinator")
def absence(
    request: HttpRequest, viewer: Viewer, code: str, person: str, state: str
) -> HttpResponse:
    """Whose place is kept while they sleep elsewhere, and who is back."""
    location = kept_location(viewer, code)
    since = timezone.localdate() if state == "absent" else None
    back = ("location-ledger", location.code)
    return do(request, lambda: moving_in.set_absence(viewer, location, person, since), back)


@require_POST
@desk_page("coordinator")
def change_bed(
    request: HttpRequest, viewer: Viewer, code: str, bed: str, change: str
) -> HttpResponse:
    changes = {
        "unblock": rooms.unblock,
        "release": rooms.release,
        "remove": rooms.take_place_away,
    }
    if change not in changes:
        raise Http404
    location = kept_location(viewer, code)
    place = _place(viewer, location, bed)
    return do(request, lambda: changes[change](viewer, place), ("location-ledger", location.code))


def _about(location: Location, title: str) -> Act:
    say = reader_language().say
    return Act(say(f"stays.title.{title}"), ("location-ledger", location.code), location.name)


def _place(viewer: Viewer, location: Location, code: str) -> Place:
    found = Place.objects.filter(room__location=location, code=code).select_related(
        "room__location"
    )
    place = found.first()
    if not place:
        raise missing(viewer, "location.ledger_read", "place", code)
    return place


def _beds(location: Location, kept_for: int = 0) -> Choices:
    """Those that are free, or kept for this family."""
    if location.counts_heads:
        return [(COMES, location.name)]
    return [
        (bed.place.code, f"{bed.place.room.name} · {bed.place.number}")
        for bed in beds_in(location)
        if bed.state == "free"
        or (bed.state == "reserved" and bed.place.reserved_for_id == kept_for)
    ]


def family_to_come(viewer: Viewer, code: str) -> Family:
    found = find_family(viewer, code)
    if not found:
        raise missing(viewer, "family.read", "family", code)
    record_read(viewer, "family.read", "family", (found.code,))
    return found


def choices_of(viewer: Viewer, family: Family) -> Choices:
    """Those of the family who stay nowhere now."""
    elsewhere = Stay.objects.filter(departed_at=None).values("person")
    to_come = family.people.exclude(pk__in=elsewhere).select_related("family")
    people = named(viewer, to_come.order_by("pk"))
    return [(one.person.code, _name(one.name)) for one in people]


def people_in(viewer: Viewer, home: Home) -> Choices:
    stays = stays_at(home, timezone.now()).filter(departed_at=None)
    people = [stay.person for stay in stays.select_related("person__family").order_by("pk")]
    families = sorted({one.family.code for one in people})
    record_read(viewer, "family.read", "family", families)
    return [(one.person.code, _name(one.name)) for one in named(viewer, people)]


def _name(name: str) -> str:
    return name or reader_language().say("stays.one.unnamed")
