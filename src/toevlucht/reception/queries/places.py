"""Which locations and households a viewer reads, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from toevlucht.reception.models import HostHousehold, Location
from toevlucht.reception.reach import Reach, reach_of
from toevlucht.reception.sealed.places import open_details
from toevlucht.records.sealed import custody
from toevlucht.records.viewer import Viewer

ON_A_PAGE = 50
RUNNING = ("opening", "open", "closing")


@dataclass(frozen=True)
class Listed:
    """Some locations in their order, and the code of the last where more follow."""

    places: Sequence[Location]
    more_after: str = ""


def locations_for(viewer: Viewer, *roles: str) -> QuerySet[Location]:
    """Of the own area, and those that the own organisation runs."""
    return _within(reach_of(viewer, *roles))


def locations_to_report_from(viewer: Viewer) -> list[Location]:
    """The first of those that have people in the own area, or run by the own organisation."""
    found = locations_for(viewer, "coordinator", "reporter").filter(state__in=RUNNING)
    return list(found.order_by("name", "pk")[:ON_A_PAGE])


def home_of(viewer: Viewer) -> HostHousehold | None:
    """The household of which the viewer is the host."""
    if viewer.person is None:
        return None
    return HostHousehold.objects.filter(person=viewer.person, is_open=True).first()


def _within(reach: Reach) -> QuerySet[Location]:
    if not reach.organisation:
        return Location.objects.none()
    own = Q(operator=reach.organisation)
    return Location.objects.filter(own | Q(municipality__in=reach.municipalities))


def find_location(viewer: Viewer, code: str, *roles: str) -> Location | None:
    return locations_for(viewer, *roles).filter(code=code).first()


def list_locations(viewer: Viewer, municipality: str = "", after: str = "") -> Listed:
    """By municipality and name; without an area of their own, those that they run.

    A page costs the same however deep it lies: it begins where the one before it ended.
    """
    reach = reach_of(viewer)
    if not reach.municipalities:
        return _run_by(reach, after)
    wanted = [one for one in reach.municipalities if municipality in ("", one)]
    found = Location.objects.filter(municipality__in=wanted)
    last = _within(reach).filter(code=after).first() if after else None
    if last:
        later = Q(municipality__gt=last.municipality)
        later |= Q(municipality=last.municipality, name__gt=last.name)
        later |= Q(municipality=last.municipality, name=last.name, pk__gt=last.pk)
        found = found.filter(later, municipality__gte=last.municipality)
    return _page(found.order_by("municipality", "name", "pk"))


def _run_by(reach: Reach, after: str) -> Listed:
    if not reach.organisation:
        return Listed(())
    found = Location.objects.filter(operator=reach.organisation)
    last = found.filter(code=after).first() if after else None
    return _page(found.filter(pk__gt=last.pk if last else 0).order_by("pk"))


def households_for(viewer: Viewer) -> QuerySet[HostHousehold]:
    """Of the own area; without an area of its own, those that the organisation entered."""
    reach = reach_of(viewer)
    if reach.municipalities:
        return HostHousehold.objects.filter(municipality__in=reach.municipalities)
    if not reach.organisation:
        return HostHousehold.objects.none()
    return HostHousehold.objects.filter(organisation=reach.organisation)


def find_household(viewer: Viewer, code: str) -> HostHousehold | None:
    return households_for(viewer).filter(code=code).first()


def kept_locations(reach: Reach) -> QuerySet[Location]:
    """Not closed; in the own municipality or run by the own organisation, by name."""
    found = Location.objects.exclude(state="closed")
    if not reach.organisation:
        return found.none()
    mine = Q(operator=reach.organisation)
    if reach.keeps_municipality:
        mine |= Q(municipality=reach.keeps_municipality)
    return found.filter(mine).order_by("name", "pk")


def details_for(viewer: Viewer, place: Location | HostHousehold) -> dict[str, str] | None:
    """What is sealed of a place that was found for the viewer; None for who holds no key.

    The page that shows it puts on record that it was read.
    """
    sealed = place.address if isinstance(place, Location) else place.details
    if sealed is None or "coordinator" not in viewer.roles:
        return None
    try:
        return open_details(place, viewer.organisation, sealed)
    except custody.NoKey:
        return None


def _page(found: QuerySet[Location]) -> Listed:
    places = list(found[: ON_A_PAGE + 1])
    more = len(places) > ON_A_PAGE
    shown = places[:ON_A_PAGE]
    return Listed(shown, shown[-1].code if more else "")


def own_households(viewer: Viewer) -> QuerySet[HostHousehold]:
    """Those that the organisation entered itself, whoever keeps them now."""
    return HostHousehold.objects.filter(organisation=viewer.organisation)


def entered_by(viewer: Viewer, after: str = "") -> tuple[list[HostHousehold], str]:
    """A page of them, and the code of the last where more follow."""
    own = own_households(viewer)
    last = own.filter(code=after).first() if after else None
    found = own.filter(pk__gt=last.pk if last else 0).order_by("pk")[: ON_A_PAGE + 1]
    shown = list(found)
    more = shown[ON_A_PAGE - 1].code if len(shown) > ON_A_PAGE else ""
    return shown[:ON_A_PAGE], more
