"""Which rounds and improvements a viewer reads, and what was found the times before."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from toevlucht.reception.models import Improvement, Inspection, InspectionItem, InspectionPhoto
from toevlucht.reception.models.inspections import NOT_MET
from toevlucht.reception.models.places import HostHousehold, Location
from toevlucht.reception.queries.places import households_for, locations_for
from toevlucht.reception.reach import reach_of
from toevlucht.records.sealed import custody
from toevlucht.records.sealed.envelope import unseal
from toevlucht.records.sealed.files import read_file
from toevlucht.records.viewer import Viewer

ON_A_PAGE = 50


@dataclass(frozen=True)
class Before:
    """What the last finished round at this place said of a requirement."""

    result: str
    on: datetime.date


@dataclass(frozen=True)
class Asked:
    """An item of a round, as its page shows it; ``reason`` is None for who holds no key."""

    item: InspectionItem
    text: str  # of the requirement, in the language of the reader
    reason: str | None = ""
    photos: Sequence[InspectionPhoto] = ()
    before: Before | None = None

    @property
    def leads_to_reporting(self) -> bool:
        """Whether whoever looks at it may come upon something to report."""
        return self.item.code in leading_to_reporting()


@cache
def leading_to_reporting() -> frozenset[str]:
    """Codes of requirements, from the content."""
    text = files("toevlucht.content").joinpath("reception/inspections.toml").read_text("utf-8")
    return frozenset(tomllib.loads(text)["lead_to_reporting"])


def may_inspect(viewer: Viewer, place: Location | HostHousehold) -> bool:
    """Who keeps a place walks its rounds; a region reads what came of them."""
    reach = reach_of(viewer)
    if isinstance(place, Location):
        return reach.keeps(place)
    return bool(reach.keeps_municipality) and place.municipality == reach.keeps_municipality


def inspections_for(viewer: Viewer) -> QuerySet[Inspection]:
    """Of the locations and households that the viewer reads."""
    there = Q(location__in=locations_for(viewer)) | Q(household__in=households_for(viewer))
    return Inspection.objects.filter(there).select_related("location", "household")


def find_inspection(viewer: Viewer, code: str) -> Inspection | None:
    return inspections_for(viewer).filter(code=code).first()


def inspections_of(place: Location | HostHousehold) -> QuerySet[Inspection]:
    """The newest of a place that was found for the viewer, with how many items are not met."""
    kind = "location" if isinstance(place, Location) else "household"
    missing = Count("items", filter=Q(items__result=NOT_MET))
    found = Inspection.objects.filter(**{kind: place}).annotate(not_met=missing)
    return found.order_by("-id")[:ON_A_PAGE]


@dataclass(frozen=True)
class Standing:
    """How a place stands: its last finished round, and what is still to be mended there."""

    last: Inspection | None
    to_mend: Sequence[Improvement]


def standing_of(viewer: Viewer, place: Location | HostHousehold) -> Standing:
    """Of a place that was found for the viewer; improvements as the viewer reads them."""
    kind = "location" if isinstance(place, Location) else "household"
    finished = Inspection.objects.filter(**{kind: place}, finished_on__isnull=False)
    there = {f"item__inspection__{kind}": place, "done_on": None}
    to_mend = improvements_for(viewer).filter(**there).order_by("due_on", "pk")[:ON_A_PAGE]
    return Standing(finished.order_by("-finished_on", "-pk").first(), list(to_mend))


def own_open_rounds(viewer: Viewer) -> QuerySet[Inspection]:
    """Those that the viewer began and did not finish, of places that the viewer still reads."""
    if viewer.person is None:
        return Inspection.objects.none()
    own = inspections_for(viewer).filter(inspector=viewer.person, finished_on=None)
    return own.order_by("-id")[:ON_A_PAGE]


def asked_blank(inspection: Inspection, language: str) -> list[Asked]:
    """The items with nothing that anybody said of them."""
    items = inspection.items.select_related("requirement").order_by("position")
    return [Asked(_blank(item), item.requirement.text(language)) for item in items]


def _blank(item: InspectionItem) -> InspectionItem:
    item.result = ""
    return item


def asked_in(viewer: Viewer, inspection: Inspection, language: str) -> list[Asked]:
    """The items of a round that was found for the viewer, in a constant number of queries."""
    items = inspection.items.select_related("requirement").prefetch_related("photos")
    key = _key(viewer, inspection)
    before = _before(inspection)
    return [
        Asked(
            item,
            item.requirement.text(language),
            _reason(key, inspection, item),
            tuple(item.photos.all()),
            before.get(item.code),
        )
        for item in items.order_by("position")
    ]


def _key(viewer: Viewer, inspection: Inspection) -> bytes | None:
    try:
        return custody.open_key(inspection.record, viewer.organisation)
    except custody.NoKey:
        return None


def _reason(key: bytes | None, inspection: Inspection, item: InspectionItem) -> str | None:
    if item.reason is None:
        return ""
    if key is None:
        return None
    return unseal(key, item.reason, about_reason(inspection.record, item.code)).decode()


def reason_at(viewer: Viewer, item: InspectionItem) -> str | None:
    """Of one item of a round that was found for the viewer; None for who holds no key."""
    return _reason(_key(viewer, item.inspection), item.inspection, item)


def about_reason(record: str, code: str) -> str:
    """Where the sealed words at an item belong."""
    return f"reason at {code} of {record}"


def about_mending(improvement: Improvement) -> str:
    """Where the sealed words at an improvement belong."""
    return f"what was mended for {improvement.code} of {improvement.item.inspection.record}"


def _before(inspection: Inspection) -> Mapping[str, Before]:
    """By code of the requirement: it is the same in every version of its handbook."""
    earlier = InspectionItem.objects.filter(
        inspection__location=inspection.location_id,
        inspection__household=inspection.household_id,
        inspection__finished_on__isnull=False,
        inspection__lt=inspection.pk,
    )
    newest = earlier.filter(code=OuterRef("code")).order_by("-inspection")
    wanted = inspection.items.annotate(last=Subquery(newest.values("pk")[:1])).values("last")
    found = InspectionItem.objects.filter(pk__in=wanted).select_related("inspection")
    days = {item.code: (item.result, item.inspection.finished_on) for item in found}
    return {code: Before(result, on) for code, (result, on) in days.items() if on}


def fetch_photo(viewer: Viewer, inspection: Inspection, code: str, number: int) -> bytes | None:
    """The clean copy; None where there is none. Raises `custody.NoKey`."""
    photo = InspectionPhoto.objects.filter(
        item__inspection=inspection, item__code=code, number=number, state="clean"
    ).first()
    if photo is None:
        return None
    key = custody.open_key(inspection.record, viewer.organisation)
    return read_file(key, inspection.record, photo.stored)


def improvements_for(viewer: Viewer) -> QuerySet[Improvement]:
    """Of the own area, and those that the own organisation is to mend."""
    reach = reach_of(viewer)
    if not reach.organisation:
        return Improvement.objects.none()
    there = Q(municipality__in=reach.municipalities) | Q(organisation=reach.organisation)
    return Improvement.objects.filter(there).select_related(
        "item__requirement", "item__inspection__location", "item__inspection__household"
    )


def list_improvements(
    viewer: Viewer, mine: bool = False, after: str = ""
) -> tuple[list[Improvement], str]:
    """What is open, due first at the top; and the code of the last where more follow."""
    found = improvements_for(viewer).filter(done_on=None)
    if mine and viewer.person is not None:
        found = found.filter(owner=viewer.person)
    last = found.filter(code=after).first() if after else None
    if last:
        found = found.filter(
            Q(due_on__gt=last.due_on) | Q(due_on=last.due_on, pk__gt=last.pk),
            due_on__gte=last.due_on,
        )
    shown = list(found.order_by("due_on", "pk")[: ON_A_PAGE + 1])
    more = shown[ON_A_PAGE - 1].code if len(shown) > ON_A_PAGE else ""
    return shown[:ON_A_PAGE], more


def find_improvement(viewer: Viewer, code: str) -> Improvement | None:
    return improvements_for(viewer).filter(code=code).first()


def what_was_mended(viewer: Viewer, improvement: Improvement) -> str | None:
    """The words with which it was finished; None for who holds no key."""
    key = _key(viewer, improvement.item.inspection)
    if key is None or improvement.words is None:
        return None
    return unseal(key, improvement.words, about_mending(improvement)).decode()


def is_overdue(improvement: Improvement) -> bool:
    return improvement.done_on is None and improvement.due_on < timezone.localdate()


def inspections_with_waiting_photos() -> set[str]:
    """Codes of rounds with photos that nobody made a clean copy of yet."""
    waiting = InspectionPhoto.objects.filter(state="waiting")
    return set(waiting.values_list("item__inspection__code", flat=True))
