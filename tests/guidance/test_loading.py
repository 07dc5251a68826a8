"""The handbooks that come with the software are loaded once, and a published version stays."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction

from toevlucht.guidance.actions.publishing import AnotherText, load_handbooks
from toevlucht.guidance.amounts import amounts_on
from toevlucht.guidance.models import Requirement, Version
from toevlucht.guidance.queries.checks import requirements_for
from toevlucht.guidance.queries.handbooks import version_on
from toevlucht.guidance.shipped import shipped
from toevlucht.guidance.written import faults
from toevlucht.records.models import AuditLine
from toevlucht.records.viewer import OPERATOR, NotAllowed, Viewer

SPRING_2022 = datetime.date(2022, 5, 1)
AUTUMN_2023 = datetime.date(2023, 11, 1)


@pytest.mark.parametrize("handbook", shipped(), ids=lambda one: one.code)
def test_what_comes_with_the_software_is_whole(handbook: object) -> None:
    for written in handbook.versions:  # type: ignore[attr-defined]
        assert faults(written) == []
        assert all(one.source for one in written.requirements)


def test_the_newest_versions_have_every_requirement_that_we_know_of() -> None:
    goo, poo = shipped()
    assert {one.code for one in goo.versions[-1].requirements} == {
        f"GOO-{n:02}" for n in range(1, 46)
    }
    assert {one.code for one in poo.versions[-1].requirements} == {
        f"POO-{n:02}" for n in range(1, 24)
    }


@pytest.mark.django_db
def test_loading_twice_publishes_once_and_is_on_record() -> None:
    made = load_handbooks(OPERATOR)
    assert len(made) == sum(len(one.versions) for one in shipped())
    assert load_handbooks(OPERATOR) == []
    assert AuditLine.objects.filter(event="handbook.published").count() == len(made)
    with pytest.raises(NotAllowed):
        load_handbooks(Viewer(person=1, organisation="emm", roles=frozenset({"editor"})))


@pytest.mark.django_db
def test_another_text_under_the_same_number_is_refused_and_no_row_changes() -> None:
    load_handbooks(OPERATOR)
    goo = shipped()[0]
    first = replace(goo.versions[0], note={**goo.versions[0].note, "nl": "Iets anders."})
    with pytest.raises(AnotherText):
        load_handbooks(OPERATOR, [replace(goo, versions=(first,))])
    for rows in (Version.objects.filter(number=1), Requirement.objects.filter(code="GOO-07")):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(valid_from=AUTUMN_2023)


@pytest.mark.django_db
def test_a_check_asks_what_held_on_its_day_in_two_queries(
    django_assert_num_queries: object,
) -> None:
    load_handbooks(OPERATOR)
    with django_assert_num_queries(2):  # type: ignore[operator]
        then = requirements_for("after_incident", SPRING_2022, "location_manager")
        codes = [one.code for one in then]
    assert "GOO-34" in codes
    assert "GOO-36" not in codes
    now = [one.code for one in requirements_for("after_incident", AUTUMN_2023, "location_manager")]
    assert "GOO-36" in now
    visits = requirements_for("home_visit", AUTUMN_2023, "host_coordinator", handbook="poo")
    assert {one.version.handbook.code for one in visits} == {"poo"}
    assert requirements_for("opening", datetime.date(2021, 1, 1)) == []


@pytest.mark.django_db
def test_norms_and_amounts_are_asked_by_day() -> None:
    load_handbooks(OPERATOR)

    def norm_of_occupancy(day: datetime.date) -> list[dict[str, str]]:
        version = version_on("goo", day)
        assert version is not None
        norms: list[dict[str, str]] = version.requirements.get(code="GOO-38").norms
        return norms

    assert norm_of_occupancy(SPRING_2022) == [{"bound": "most", "value": "2", "unit": "hours"}]
    assert norm_of_occupancy(AUTUMN_2023) == [{"bound": "most", "value": "1", "unit": "weeks"}]

    def to_municipality(day: datetime.date) -> list[str]:
        found = [one for one in amounts_on(day) if one.what == "to_municipality"]
        return [f"{one.euros}/{one.per}" for one in found if one.for_whom == "municipal_place"]

    assert to_municipality(datetime.date(2022, 10, 14)) == ["700/week"]
    assert to_municipality(datetime.date(2022, 10, 15)) == ["83/day"]
    assert to_municipality(datetime.date(2025, 1, 1)) == []
