"""What was asked: schemes side by side, what the country adds, and a sum anybody can check."""

from __future__ import annotations

import datetime
import re

import pytest
from tests.reception.conftest import Desk
from tests.reception.coordination.nation import nation
from tests.reception.places import operator
from tests.signals.telling import municipality, safety_region, viewer

from toevlucht.partners.rules import Refused
from toevlucht.reception.actions.targets import Asking, set_targets, shares_of
from toevlucht.reception.models import Target
from toevlucht.reception.queries.targets import targets_of, targets_on
from toevlucht.records.models import AuditLine
from toevlucht.records.viewer import NotAllowed

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

MAY = datetime.date(2022, 6, 1)
TARGETS = "/en/desk/targets/"


def test_the_schemes_of_the_time_stand_side_by_side_with_their_days() -> None:
    held = targets_on(MAY, ["NL", "VR14", "VR17"])
    assert {name: one.places for name, one in held["NL"].items()} == {
        "flat": 50_000,
        "agreed": 75_000,
    }
    assert held["VR14"]["flat"].places == held["VR17"]["flat"].places == 2_000
    assert targets_on(datetime.date(2022, 3, 18), ["VR14"])["VR14"]["flat"].places == 1_000
    assert targets_on(datetime.date(2023, 7, 1), ["NL"])["NL"]["agreed"].places == 90_000
    assert targets_on(datetime.date(2024, 1, 1), ["NL"])["NL"]["agreed"].places == 97_000
    assert targets_on(datetime.date(2022, 3, 1), ["NL"])["NL"] == {}
    assert all(one.source for one in targets_of("NL"))


def test_the_country_changes_a_target_and_what_was_asked_before_stays(desk: Desk) -> None:
    country = nation()
    browser = desk(country)
    form = {"scheme": "flat", "area": "VR14", "valid_from": "2022-05-01", "places": "900"}
    assert browser.post(f"{TARGETS}set/", form).status_code == 200  # a source is missing
    answer = browser.post(f"{TARGETS}set/", form | {"source": "Letter of 28 April"})
    assert answer["Location"] == f"{TARGETS}VR14/"
    assert targets_on(MAY, ["VR14"])["VR14"]["flat"].places == 900
    page = browser.get(answer["Location"]).content.decode()
    for text in ("900", "2,000", "1,000", "Letter of 28 April", "from a public source"):
        assert text in page, text
    assert AuditLine.objects.get(event="target.set").ids == ["VR14"]
    stop = Asking("flat", datetime.date(2022, 5, 20), None, "Letter")
    set_targets(viewer(country), stop, {"VR14": None})
    assert "flat" not in targets_on(MAY, ["VR14"])["VR14"]


def test_on_a_phone_every_number_says_which_scheme_it_is_of(desk: Desk) -> None:
    page = desk(nation()).get(TARGETS).content.decode()
    assert "<td" in page
    assert not re.findall(r"<td(?![^>]*data-label=)[^>]*>", page)
    assert '<span lang="en">nu.nl' in page


def test_nobody_else_says_what_is_asked(desk: Desk) -> None:
    asking = Asking("flat", MAY, None, "x")
    own, region, aid = municipality(), safety_region(), operator()
    for somebody in (own, region, aid):
        with pytest.raises(NotAllowed):
            set_targets(viewer(somebody), asking, {"VR09": 1})
        assert desk(somebody).get(f"{TARGETS}set/").status_code == 403
        assert desk(somebody).post(f"{TARGETS}fair-share/keep/").status_code == 403
    assert not Target.objects.exists()
    assert "Write down" not in desk(own).get(TARGETS).content.decode()
    assert desk(aid).get(TARGETS).status_code == 403


def test_the_fair_share_is_shown_as_a_sum_and_written_down_as_targets(desk: Desk) -> None:
    browser = desk(nation())
    query = {"total": "50000", "kind": "safety_region", "valid_from": "2023-01-01"}
    page = browser.get(f"{TARGETS}fair-share/", query).content.decode()
    for text in ("17,590,672", "681.889", "682", "keep/"):
        assert text in page, text
    kept = browser.post(f"{TARGETS}fair-share/keep/", query | {"source": "Council of 1 December"})
    assert kept.status_code == 302
    held = targets_on(datetime.date(2023, 1, 1), ["NL", "VR14"])
    assert held["NL"]["per_inhabitant"].places == 50_000
    assert held["VR14"]["per_inhabitant"].places == 682
    assert "keep/" not in desk(municipality()).get(f"{TARGETS}fair-share/", query).content.decode()


def test_without_a_number_of_inhabitants_nothing_is_divided(desk: Desk) -> None:
    with pytest.raises(Refused):
        shares_of(1_000, "safety_region", datetime.date(2022, 3, 1))
    query = {"total": "1000", "kind": "safety_region", "valid_from": "2022-03-01"}
    page = desk(nation()).get(f"{TARGETS}fair-share/", query).content.decode()
    assert "Gooi en Vechtstreek" in page
    assert 'role="alert"' in page
    assert len(shares_of(50_000, "municipality", datetime.date(2023, 1, 1))) == 342
