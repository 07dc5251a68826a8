"""Proposals of places and families that wait, for who keeps either side of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from django.db.models import Q, QuerySet

from toevlucht.reception.models import Family, Location, PlacementRun, Proposal
from toevlucht.reception.placement.candidates import Market
from toevlucht.reception.placement.explaining import Alternative, alternatives
from toevlucht.reception.placement.starting import NONE
from toevlucht.reception.queries.placing import (
    LIVE,
    TO_OPEN,
    Supply,
    supply_of,
    with_what_they_said,
)
from toevlucht.reception.reach import reach_of
from toevlucht.records.viewer import Viewer

AT_MOST = 100  # proposals or families on a page
CHOICES = 8  # places that a person can choose from


@dataclass(frozen=True)
class Choices:
    """The places with the most points for one family, of all that are free now."""

    supply: Supply
    found: list[Alternative]


@dataclass(frozen=True)
class Lacking:
    """Families without a place that ask for the same; locations with how many it would take."""

    families: int
    people: int
    needs: list[str]
    to_open: list[tuple[Location, int]]


def families_for(viewer: Viewer) -> QuerySet[Family]:
    """Of the own area."""
    return Family.objects.filter(municipality__in=reach_of(viewer).municipalities)


def proposals_for(viewer: Viewer) -> QuerySet[Proposal]:
    """Those of which the family or the place lies in the own area, or whose location it runs."""
    reach = reach_of(viewer)
    if not reach.organisation:
        return Proposal.objects.none()
    here = reach.municipalities
    mine = (
        Q(family__municipality__in=here)
        | Q(location__municipality__in=here)
        | Q(household__municipality__in=here)
        | Q(location__operator=reach.organisation)
    )
    return Proposal.objects.filter(mine).select_related("family", "location", "household")


def live_proposals(viewer: Viewer) -> list[Proposal]:
    found = proposals_for(viewer).filter(state__in=LIVE)
    return list(found.order_by("expires_at", "pk")[:AT_MOST])


def may_answer(viewer: Viewer, proposal: Proposal, side: str) -> bool:
    """For a family its municipality, as the family said it; for a place who keeps it."""
    reach = reach_of(viewer)
    if side == "family":
        return bool(reach.keeps_municipality) and (
            proposal.family.municipality == reach.keeps_municipality
        )
    if proposal.location:
        return side == "host" and reach.keeps(proposal.location)
    home = proposal.household
    return side == "host" and home is not None and reach.keeps_household(home)


def last_run(viewer: Viewer) -> PlacementRun | None:
    area = reach_of(viewer).area
    return PlacementRun.objects.filter(area=area).order_by("-pk").first() if area else None


def shortages_of(viewer: Viewer, run: PlacementRun) -> list[Lacking]:
    """Of the last placement, with locations of the own area that are still to open."""
    told = [one["code"] for lacking in run.shortages for one in lacking["locations"]]
    reach = reach_of(viewer)
    here = Location.objects.filter(municipality__in=reach.municipalities, state__in=TO_OPEN)
    known = {one.code: one for one in here.filter(code__in=told)} if told else {}
    return [
        Lacking(
            lacking["families"],
            lacking["people"],
            lacking["needs"],
            [
                (known[one["code"]], one["families"])
                for one in lacking["locations"]
                if one["code"] in known
            ],
        )
        for lacking in run.shortages
    ]


def choices_for(viewer: Viewer, family: Family) -> Choices:
    one = with_what_they_said(Family.objects.filter(pk=family.pk))
    supply = supply_of(reach_of(viewer).municipalities, one)
    found = alternatives(Market(supply.instance), np.array([NONE]), 0, most=CHOICES)
    return Choices(supply, found)
