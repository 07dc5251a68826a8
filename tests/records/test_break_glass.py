"""In an emergency the centre may see more: for an hour, with a reason, and everybody sees it."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.records.trail import ADMINISTRATOR, CENTRE, EDITOR, OUTSIDER, READER

from toevlucht.records.break_glass import (
    LASTS,
    break_glasses,
    is_open_for,
    open_break_glass,
    open_break_glass_of,
    open_break_glasses,
    record_read_under,
)
from toevlucht.records.models import AuditLine, BreakGlass
from toevlucht.records.viewer import OPERATOR, PUBLIC, NotAllowed, Viewer

pytestmark = pytest.mark.django_db

APPROVER = Viewer(person=3, organisation="emm", roles=frozenset({"approver"}), is_centre=True)
APPROVER_ELSEWHERE = Viewer(person=14, organisation="politie", roles=frozenset({"approver"}))


@pytest.mark.parametrize("viewer", [CENTRE, APPROVER])
def test_it_opens_the_content_of_one_organisation_for_one_person(viewer: Viewer) -> None:
    open_break_glass(viewer, "politie", "danger_to_life")
    assert is_open_for(viewer, "politie")
    assert not is_open_for(viewer, "kmar")
    other = APPROVER if viewer is CENTRE else CENTRE
    assert not is_open_for(other, "politie")


def test_opening_it_is_on_record_with_its_reason() -> None:
    open_break_glass(APPROVER, "politie", "court_order")
    found = AuditLine.objects.get()
    assert (found.event, found.kind, found.ids) == (
        "break_glass.opened",
        "organisation",
        ["politie"],
    )
    assert (found.person, found.ground, found.outcome) == (3, "court_order", "done")


@pytest.mark.parametrize(
    "viewer", [EDITOR, ADMINISTRATOR, APPROVER_ELSEWHERE, READER, PUBLIC, OPERATOR]
)
def test_nobody_else_opens_it(viewer: Viewer) -> None:
    with pytest.raises(NotAllowed):
        open_break_glass(viewer, "kmar", "danger_to_life")
    assert not is_open_for(viewer, "kmar")
    assert not BreakGlass.objects.exists()


def test_without_one_of_the_reasons_it_stays_closed() -> None:
    with pytest.raises(ValueError, match="reasons"):
        open_break_glass(CENTRE, "politie", "curiosity")
    with pytest.raises(IntegrityError), transaction.atomic():
        BreakGlass.objects.create(
            person=1,
            organisation="politie",
            reason="curiosity",
            opened_at=timezone.now(),
            until=timezone.now(),
        )


def test_after_an_hour_it_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    glass = open_break_glass(CENTRE, "politie", "danger_to_life")
    assert glass.until - glass.opened_at == LASTS == datetime.timedelta(hours=1)
    monkeypatch.setattr(timezone, "now", lambda: glass.until)
    assert not is_open_for(CENTRE, "politie")


def test_opening_it_again_does_not_make_it_last_longer() -> None:
    first = open_break_glass(CENTRE, "politie", "danger_to_life")
    second = open_break_glass(CENTRE, "politie", "danger_to_life")
    assert second == first
    assert AuditLine.objects.filter(event="break_glass.opened").count() == 1


def test_who_lost_the_role_lost_the_access() -> None:
    open_break_glass(CENTRE, "politie", "danger_to_life")
    demoted = Viewer(CENTRE.person, "emm", frozenset({"editor"}), is_centre=True)
    assert not is_open_for(demoted, "politie")


def test_what_is_read_under_it_is_on_record_as_such() -> None:
    open_break_glass(CENTRE, "politie", "lost_access")
    glass = open_break_glass_of(CENTRE, "politie")
    assert glass is not None
    record_read_under(CENTRE, glass, "contribution", ["5"])
    found = AuditLine.objects.get(event="break_glass.read")
    assert (found.ids, found.ground, found.on_behalf_of) == (["5"], "lost_access", "")


def test_the_organisation_concerned_sees_it_and_another_does_not() -> None:
    glass = open_break_glass(CENTRE, "politie", "danger_to_life")
    assert open_break_glasses(ADMINISTRATOR) == [glass]
    assert break_glasses(APPROVER_ELSEWHERE) == [glass]
    assert break_glasses(OUTSIDER) == []
    assert break_glasses(READER) == []
    assert break_glasses(PUBLIC) == []
    assert break_glasses(CENTRE) == [glass]


def test_what_was_open_stays_in_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    glass = open_break_glass(CENTRE, "politie", "danger_to_life")
    monkeypatch.setattr(timezone, "now", lambda: glass.until + datetime.timedelta(days=1))
    assert open_break_glasses(ADMINISTRATOR) == []
    assert break_glasses(ADMINISTRATOR) == [glass]
