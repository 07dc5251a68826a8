"""Take the households of a file: all of them or none, and none twice; none is suitable by it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from toevlucht.partners.models import Organisation
from toevlucht.reception.actions.households import AboutHousehold, enter, may_enter
from toevlucht.reception.household_files import (
    Allowed,
    HouseholdRow,
    identity_of,
    read_household_file,
)
from toevlucht.reception.models import HostAdult, HostHousehold, HostOffer
from toevlucht.reception.reach import reach_of
from toevlucht.reception.row_files import RowProblem
from toevlucht.reception.sealed.places import open_many
from toevlucht.reception.sealed.words import HouseholdKey
from toevlucht.records.references import new_reference
from toevlucht.records.viewer import NotAllowed, Viewer


@dataclass(frozen=True)
class Taken:
    """How many were new and how many were there before; or why nothing was taken."""

    new: int = 0
    again: int = 0
    problems: Sequence[RowProblem] = ()


def allowed_for(viewer: Viewer) -> Allowed:
    """A municipality sends its own list; who found hosts sends them for several."""
    own = reach_of(viewer).keeps_municipality
    if own:
        return Allowed(own, frozenset({own}))
    if not may_enter(viewer):
        raise NotAllowed("household.added", "organisation", (viewer.organisation,))
    part = Organisation.objects.filter(area__startswith="GM", is_active=True)
    return Allowed("", frozenset(part.values_list("area", flat=True)))


def take_file(viewer: Viewer, content: bytes, suffix: str) -> Taken:
    """Nothing of a file with a problem is taken."""
    allowed = allowed_for(viewer)
    read = read_household_file(content, suffix, allowed, timezone.localdate())
    if read.problems:
        return Taken(problems=read.problems)
    return _take(viewer, allowed, read.rows)


@transaction.atomic
def _take(viewer: Viewer, allowed: Allowed, rows: Mapping[int, HouseholdRow]) -> Taken:
    # Of two who send at once, the second waits and finds what the first took.
    Organisation.objects.select_for_update().get(code=viewer.organisation)
    known = _known(viewer, allowed)
    new = [row for row in rows.values() if row.identity not in known]
    for row in new:
        _enter(viewer, allowed, row)
    return Taken(len(new), len(rows) - len(new))


def _known(viewer: Viewer, allowed: Allowed) -> set[tuple[str, ...]]:
    """Who they are stands nowhere but sealed: each is opened and compared."""
    found = HostHousehold.objects.filter(details__isnull=False)
    if allowed.own:
        found = found.filter(municipality=allowed.own)
    else:
        found = found.filter(organisation=viewer.organisation, taken_over_on=None)
    kept = {one.code: one for one in found}
    opened = open_many(list(kept.values()), viewer.organisation)
    return {
        identity_of(kept[code].municipality, words["name"], words["address"])
        for code, words in opened.items()
    }


def _enter(viewer: Viewer, allowed: Allowed, row: HouseholdRow) -> None:
    about = AboutHousehold(row.name, row.address, row.telephone, claims=row.claims)
    today = timezone.localdate()
    taken_over_on = today if allowed.own else None
    household = enter(viewer, row.municipality, about, row.signed_up_on, taken_over_on)
    if row.places:
        HostOffer.objects.create(household=household, places=row.places, offered_from=today)
    if not row.adults:
        return
    key = HouseholdKey(household, viewer.organisation)
    for name in row.adults:
        code = new_reference()
        HostAdult.objects.create(
            household=household,
            code=code,
            details=key.seal("adult", code, {"name": name}),
            added_on=today,
        )
