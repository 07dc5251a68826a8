"""A household that was suitable is so no longer by itself, and somebody is told to act."""

from __future__ import annotations

import pytest
from django.utils import timezone
from tests.reception.guests import GROWN, family_of
from tests.reception.hosts import adult, household, step, suitable_household
from tests.signals.telling import municipality, viewer

from toevlucht.partners.rules import Refused
from toevlucht.reception.actions.host_steps import adult_left
from toevlucht.reception.actions.hostings import match
from toevlucht.reception.actions.watching import watch
from toevlucht.reception.models import HostHousehold, Task
from toevlucht.reception.problems import CannotDo

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def tasks() -> list[str]:
    found = Task.objects.filter(kind="household_not_suitable", done_at=None)
    return list(found.values_list("subject", flat=True))


def test_a_certificate_that_became_too_old_moves_a_household_back() -> None:
    keeper = municipality()
    home = household(keeper, days=500)
    step(keeper, home, "screened", days=450)
    adult(keeper, home, "issued", days=400)
    step(keeper, home, "visited", days=390)
    HostHousehold.objects.filter(pk=home.pk).update(stage="suitable")  # as it stood until then
    watch()
    watch()
    home.refresh_from_db()
    assert home.stage == "screened"
    assert tasks() == [home.code]
    family, _ = family_of(keeper, GROWN)
    with pytest.raises((Refused, CannotDo)):
        match(viewer(keeper), home, family, timezone.localdate())


def test_an_adult_who_joins_moves_it_back_and_who_leaves_again_settles_it() -> None:
    keeper = municipality()
    home = suitable_household(keeper)
    watch()
    assert tasks() == []
    joined = adult(keeper, home)
    watch()
    assert (home.stage, tasks()) == ("screened", [home.code])
    adult_left(viewer(keeper), joined)
    watch()
    assert tasks() == []
