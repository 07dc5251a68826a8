"""Publish the rules of a location, and write down that a family was given them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from toevlucht.language import LANGUAGES
from toevlucht.reception.house_rules import language_for
from toevlucht.reception.models import Family, HouseRules, HouseRulesHandout, Location
from toevlucht.reception.problems import CannotDo
from toevlucht.reception.queries.house_rules import current_rules, without
from toevlucht.reception.reach import account_of, reach_of
from toevlucht.records.actions import record_change
from toevlucht.records.viewer import NotAllowed, Viewer


@transaction.atomic
def publish_rules(
    viewer: Viewer, location: Location, texts: Mapping[str, str], valid_from: datetime.date
) -> HouseRules:
    """Another version; what was published before stays as it was."""
    event = "house_rules.published"
    if not reach_of(viewer).keeps(location) or not set(texts) <= set(LANGUAGES):
        raise NotAllowed(event, "location", (location.code,))
    written = {tag: text.strip() for tag, text in texts.items() if text.strip()}
    if not written:
        raise CannotDo("no_words")
    if valid_from < timezone.localdate():
        raise CannotDo("wrong_dates")
    Location.objects.select_for_update().get(pk=location.pk)
    highest = HouseRules.objects.filter(location=location).aggregate(n=Max("number"))["n"] or 0
    rules = HouseRules.objects.create(
        location=location,
        number=highest + 1,
        valid_from=valid_from,
        texts=written,
        published_by=account_of(viewer),
    )
    record_change(viewer, event, "location", (location.code,))
    return rules


@transaction.atomic
def hand_out_rules(viewer: Viewer, location: Location, family: Family) -> HouseRulesHandout:
    """Those that hold today, in the language of the family or else in one that there is."""
    event = "house_rules.handed_out"
    if not reach_of(viewer).keeps(location):
        raise NotAllowed(event, "family", (family.code,))
    rules = current_rules(location)
    if rules is None:
        raise CannotDo("no_rules")
    if not without(rules).filter(pk=family.pk).exists():
        raise CannotDo("somebody_was_first")
    chosen = language_for(family.languages, rules.texts)
    try:
        with transaction.atomic():
            handout = HouseRulesHandout.objects.create(
                rules=rules,
                family=family,
                language=chosen.language,
                is_own_language=chosen.is_own,
                on=timezone.localdate(),
                by=account_of(viewer),
            )
    except IntegrityError as error:
        raise CannotDo("somebody_was_first") from error
    record_change(viewer, event, "family", (family.code,))
    return handout
