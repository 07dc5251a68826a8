"""Walk a round along the requirements of a handbook, and have mended what is not met."""

from __future__ import annotations

import datetime
import hashlib
import hmac
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from toevlucht.guidance.codes import OCCASIONS
from toevlucht.guidance.queries.checks import requirements_for
from toevlucht.partners.queries import colleagues_named
from toevlucht.reception.models import Improvement, Inspection, InspectionItem, InspectionPhoto
from toevlucht.reception.models.inspections import MET, NOT_MET, RESULTS
from toevlucht.reception.models.places import HostHousehold, Location
from toevlucht.reception.queries.inspections import about_mending, about_reason, may_inspect
from toevlucht.reception.sealed.places import holders_of
from toevlucht.records.actions import record_change
from toevlucht.records.attachments.isolated import clean_copy_apart
from toevlucht.records.attachments.scanning import is_infected
from toevlucht.records.attachments.taking import GivenFile
from toevlucht.records.jobs import ask
from toevlucht.records.references import new_reference
from toevlucht.records.sealed import custody
from toevlucht.records.sealed.envelope import seal
from toevlucht.records.sealed.files import destroy_file, read_file, write_file
from toevlucht.records.viewer import NotAllowed, Viewer

CLEANING = "inspection.clean_copies"
MEND_WITHIN = datetime.timedelta(days=14)
HOME_VISIT = "home_visit"
HANDBOOKS = {"location": "goo", "household": "poo"}

_log = logging.getLogger("toevlucht.inspections")


class NothingToAsk(Exception):
    """No handbook that holds today asks anything on this occasion."""


class Unfinished(Exception):
    """A round cannot be finished while nobody looked at these requirements."""

    def __init__(self, codes: Sequence[str]) -> None:
        super().__init__(", ".join(codes))
        self.codes = codes


@dataclass(frozen=True)
class Found:
    """What somebody says of one requirement; empty parts leave what was said before."""

    result: str = ""
    reason: str = ""
    photos: Sequence[GivenFile] = ()
    owner: int | None = None  # of the improvement, where it is not met
    due_on: datetime.date | None = None


def occasions_of(place: Location | HostHousehold) -> tuple[str, ...]:
    """A home is visited; a location is looked at on every other occasion."""
    if isinstance(place, HostHousehold):
        return (HOME_VISIT,)
    return tuple(one for one in OCCASIONS if one != HOME_VISIT)


@transaction.atomic
def begin_inspection(
    viewer: Viewer, place: Location | HostHousehold, occasion: str, on: datetime.date
) -> Inspection:
    """Of what the handbook asks on that day. A round that was begun and not finished goes on."""
    if not may_inspect(viewer, place) or occasion not in occasions_of(place):
        raise NotAllowed("inspection.begun", "place", (place.code,))
    kind = "location" if isinstance(place, Location) else "household"
    about = {kind: place, "occasion": occasion, "inspector": viewer.person}
    begun = Inspection.objects.filter(**about, finished_on=None).first()
    if begun:
        return begun
    asked = requirements_for(occasion, on, handbook=HANDBOOKS[kind])
    if not asked:
        raise NothingToAsk
    inspection = Inspection(code=new_reference(), organisation=viewer.organisation, **about)
    custody.make_key(inspection.record, holders_of(place) | {viewer.organisation})
    try:
        with transaction.atomic():
            inspection.save(force_insert=True)
    except IntegrityError:  # begun at the same moment on another device
        return Inspection.objects.get(**about, finished_on=None)
    InspectionItem.objects.bulk_create(
        InspectionItem(
            inspection=inspection, position=position, requirement=requirement, code=requirement.code
        )
        for position, requirement in enumerate(asked, start=1)
    )
    record_change(viewer, "inspection.begun", "inspection", (inspection.code,))
    return inspection


def save_round(
    viewer: Viewer, inspection: Inspection, found: Mapping[str, Found], finish: bool
) -> Inspection:
    """All of it or nothing; sent twice it ends the same. Raises `Unfinished`.

    Only who walks the round saves it, so that no two people write over each other's words.
    """
    key = custody.open_key(inspection.record, viewer.organisation)
    photos = {
        code: [(_mark(key, one), write_file(key, inspection.record, one.content)) for one in given]
        for code, said in found.items()
        if (given := said.photos)
    }
    try:
        unused = _saved(viewer, inspection, key, found, photos, finish)
    except BaseException:
        unused = [name for given in photos.values() for _, name in given]
        raise
    finally:
        for name in unused:
            destroy_file(name)
    inspection.refresh_from_db()
    return inspection


@transaction.atomic
def _saved(
    viewer: Viewer,
    inspection: Inspection,
    key: bytes,
    found: Mapping[str, Found],
    photos: Mapping[str, list[tuple[str, str]]],
    finish: bool,
) -> list[str]:
    """The names of the files that were not needed."""
    own = Inspection.objects.select_for_update().get(pk=inspection.pk)
    place = own.location or own.household
    may_still = place is not None and may_inspect(viewer, place)
    if not may_still or own.inspector != viewer.person or own.finished_on is not None:
        raise NotAllowed("inspection.saved", "inspection", (inspection.code,))
    items = {item.code: item for item in own.items.all()}
    for code, said in found.items():
        _say(items[code], key, inspection.record, said)
    InspectionItem.objects.bulk_update(items.values(), ["result", "reason"])
    unused = _keep_photos(items, photos)
    if finish:
        _finish(viewer, own, items, found)
    event = "inspection.finished" if finish else "inspection.saved"
    record_change(viewer, event, "inspection", (inspection.code,))
    if photos:
        ask(viewer, CLEANING, code=inspection.code)
    return unused


def _say(item: InspectionItem, key: bytes, record: str, said: Found) -> None:
    if said.result not in ("", *RESULTS):
        raise ValueError("no result of an inspection")
    if said.result:
        item.result = said.result
    if said.reason.strip():
        item.reason = seal(key, said.reason.strip().encode(), about_reason(record, item.code))
    elif said.result == MET:
        item.reason = None


def _mark(key: bytes, photo: GivenFile) -> str:
    return hmac.new(key, photo.content, hashlib.sha256).hexdigest()


def _keep_photos(
    items: Mapping[str, InspectionItem], photos: Mapping[str, list[tuple[str, str]]]
) -> list[str]:
    unused = []
    for code, given in photos.items():
        known = set(items[code].photos.values_list("mark", flat=True))
        number = len(known)
        for mark, stored in given:
            if mark in known:
                unused.append(stored)
                continue
            number += 1
            known.add(mark)
            InspectionPhoto.objects.create(
                item=items[code], number=number, mark=mark, stored=stored
            )
    return unused


def _finish(
    viewer: Viewer,
    inspection: Inspection,
    items: Mapping[str, InspectionItem],
    found: Mapping[str, Found],
) -> None:
    if open_still := [code for code, item in items.items() if not item.result]:
        raise Unfinished(open_still)
    today = timezone.localdate()
    inspection.finished_on = today
    inspection.save(update_fields=["finished_on"])
    place = inspection.location or inspection.household
    assert place is not None
    assert viewer.person is not None
    colleagues = colleagues_named(viewer, "coordinator")
    for code, item in items.items():
        if item.result != NOT_MET:
            continue
        said = found.get(code, Found())
        owner = said.owner if said.owner in colleagues else viewer.person
        Improvement.objects.create(
            code=new_reference(),
            item=item,
            municipality=place.municipality,
            organisation=viewer.organisation,
            owner=owner,
            due_on=said.due_on or today + MEND_WITHIN,
        )


@transaction.atomic
def change_improvement(
    viewer: Viewer, improvement: Improvement, owner: int, due_on: datetime.date
) -> None:
    """Another owner of the own organisation, or another day."""
    _must_inspect(viewer, improvement, "improvement.changed")
    if owner not in colleagues_named(viewer, "coordinator"):
        raise NotAllowed("improvement.changed", "improvement", (improvement.code,))
    changed = Improvement.objects.filter(pk=improvement.pk, done_on=None).update(
        owner=owner, due_on=due_on, organisation=viewer.organisation
    )
    if not changed:
        raise NotAllowed("improvement.changed", "improvement", (improvement.code,))
    record_change(viewer, "improvement.changed", "improvement", (improvement.code,))


@transaction.atomic
def finish_improvement(viewer: Viewer, improvement: Improvement, words: str) -> None:
    """With what was done; it stays readable with the round that asked for it."""
    _must_inspect(viewer, improvement, "improvement.done")
    try:
        key = custody.open_key(improvement.item.inspection.record, viewer.organisation)
    except custody.NoKey as error:
        raise NotAllowed("improvement.done", "improvement", (improvement.code,)) from error
    sealed = seal(key, words.strip().encode(), about_mending(improvement))
    done = Improvement.objects.filter(pk=improvement.pk, done_on=None).update(
        done_on=timezone.localdate(), done_by=viewer.person, words=sealed
    )
    if not done:
        raise NotAllowed("improvement.done", "improvement", (improvement.code,))
    record_change(viewer, "improvement.done", "improvement", (improvement.code,))


def _must_inspect(viewer: Viewer, improvement: Improvement, event: str) -> None:
    inspection = improvement.item.inspection
    place = inspection.location or inspection.household
    if place is None or not may_inspect(viewer, place):
        raise NotAllowed(event, "improvement", (improvement.code,))


def make_clean_photos(code: str) -> dict[str, int]:
    """Instead of each photo as it was sent; may run twice. Raises `ScannerFailed`."""
    inspection = Inspection.objects.filter(code=code).first()
    if inspection is None:
        return {"copies": 0}
    try:
        key = custody.open_key(inspection.record, inspection.organisation)
    except custody.NoKey:
        _log.warning("there is no key for the photos of an inspection")
        return {"copies": 0}
    made = 0
    for photo in InspectionPhoto.objects.filter(item__inspection=inspection, state="waiting"):
        original = read_file(key, inspection.record, photo.stored)
        clean = None if is_infected(original) else clean_copy_apart(original)
        name = write_file(key, inspection.record, clean) if clean is not None else photo.stored
        state = "refused" if clean is None else "clean"
        waiting = InspectionPhoto.objects.filter(pk=photo.pk, state="waiting")
        if waiting.update(state=state, stored=name):
            destroy_file(photo.stored)
            made += clean is not None
        elif clean is not None:
            destroy_file(name)
    return {"copies": made}
