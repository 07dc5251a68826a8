"""Which house rules hold at a location, and who was not given them yet."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from toevlucht.reception.models import Family, HouseRules, HouseRulesHandout, Location, Stay


def current_rules(location: Location) -> HouseRules | None:
    """The newest that began by today."""
    found = HouseRules.objects.filter(location=location, valid_from__lte=timezone.localdate())
    return found.order_by("-valid_from", "-number").first()


def versions_of(location: Location) -> QuerySet[HouseRules]:
    """The newest first."""
    return HouseRules.objects.filter(location=location).order_by("-number")


def without(rules: HouseRules) -> QuerySet[Family]:
    """Families that stay at the location of these rules and were not given them."""
    here = Stay.objects.filter(
        person__family=OuterRef("pk"), location=rules.location_id, departed_at=None
    )
    given = HouseRulesHandout.objects.filter(family=OuterRef("pk"), rules=rules)
    return Family.objects.filter(Exists(here), ~Exists(given)).order_by("pk")


def handouts_of(family: Family) -> QuerySet[HouseRulesHandout]:
    """What a family that was found for the viewer was given, the last one first."""
    return family.house_rules.select_related("rules__location").order_by("-pk")
