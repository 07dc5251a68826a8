"""What organisations may pass on to each other is agreed, dated, and seen by both sides."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.test import Client
from tests.partners.people import organisation, person

from toevlucht.partners.actions.agreements import Terms, end_agreement, make_agreement
from toevlucht.partners.models import Agreement, Person
from toevlucht.partners.queries import agreement_between, agreements_for, viewer_of_person
from toevlucht.partners.rules import Refused
from toevlucht.records.models import AuditLine
from toevlucht.records.viewer import OPERATOR, NotAllowed

pytestmark = pytest.mark.django_db

Desk = Callable[[Person], Client]
LIST = "/en/desk/agreements/"
FIRST = datetime.date(2022, 3, 1)
LATER = datetime.date(2023, 3, 1)


def agreed(*acts: str, valid_from: datetime.date = FIRST, **values: object) -> Agreement:
    terms = Terms(acts or ("referral",), ("public_task",), 14, valid_from, **values)
    return make_agreement(OPERATOR, organisation("red_cross"), organisation("police"), terms)


def form(**values: object) -> dict[str, object]:
    usual = {
        "sender": organisation("red_cross").pk,
        "receiver": organisation("police").pk,
        "acts": ["referral", "picture"],
        "bases": ["consent", "public_task"],
        "answer_days": "14",
        "valid_from": "2022-03-01",
    }
    return {**usual, **values}


def test_the_centre_writes_down_an_agreement(centre_administrator: Person, desk: Desk) -> None:
    browser = desk(centre_administrator)
    page = browser.get(f"{LIST}new/").content.decode()
    assert "a public task: It is needed for a task that the law gives your organisation." in page
    assert browser.post(f"{LIST}new/", form()).status_code == 302
    made = Agreement.objects.get()
    assert (made.acts, made.bases) == (["referral", "picture"], ["consent", "public_task"])
    assert AuditLine.objects.get(event="agreement.made").ids == [str(made.pk)]
    assert "<li>a public task</li>" in browser.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"acts": []}, "required"),
        ({"bases": ["made_up"]}, "Select a valid choice"),
        ({"bases": []}, "required"),
        ({"answer_days": "0"}, "greater than or equal to 1"),
        ({"valid_to": "2022-02-01"}, "before the first"),
    ],
)
def test_an_agreement_that_cannot_be_is_refused(
    centre_administrator: Person, desk: Desk, given: dict[str, object], says: str
) -> None:
    page = desk(centre_administrator).post(f"{LIST}new/", form(**given)).content.decode()
    assert says in page
    assert 'aria-invalid="true"' in page
    assert not Agreement.objects.exists()


def test_nobody_agrees_with_themselves(centre_administrator: Person, desk: Desk) -> None:
    same = form(receiver=organisation("red_cross").pk)
    assert "two different" in desk(centre_administrator).post(f"{LIST}new/", same).content.decode()


def test_an_agreement_holds_from_its_first_to_its_last_day() -> None:
    made = agreed("referral", valid_to=LATER)
    day = datetime.timedelta(days=1)
    assert agreement_between("red_cross", "police", "referral", FIRST) == made
    assert agreement_between("red_cross", "police", "referral", LATER) == made
    assert agreement_between("red_cross", "police", "referral", FIRST - day) is None
    assert agreement_between("red_cross", "police", "referral", LATER + day) is None
    assert agreement_between("police", "red_cross", "referral", LATER) is None
    assert agreement_between("red_cross", "police", "picture", LATER) is None


def test_the_newest_agreement_that_names_the_act_counts() -> None:
    old = agreed("referral", "registration")
    new = agreed("referral", valid_from=LATER)
    assert agreement_between("red_cross", "police", "referral", LATER) == new
    assert agreement_between("red_cross", "police", "registration", LATER) == old


def test_the_centre_ends_an_agreement(centre_administrator: Person, desk: Desk) -> None:
    made = agreed()
    browser = desk(centre_administrator)
    assert f"{made.pk}/end/" in browser.get(LIST).content.decode()
    too_early = browser.post(f"{LIST}{made.pk}/end/", {"valid_to": "2020-01-01"})
    assert "before the first" in too_early.content.decode()
    assert browser.post(f"{LIST}{made.pk}/end/", {"valid_to": "2023-03-01"}).status_code == 302
    assert Agreement.objects.get().valid_to == LATER
    assert "1 March 2023" in browser.get(LIST).content.decode()
    assert browser.get(f"{LIST}999/end/").status_code == 404


def test_both_sides_see_it_and_others_do_not(
    administrator: Person, outsider: Person, desk: Desk
) -> None:
    agreed()
    for side in (administrator, outsider):  # of the Red Cross, and of the police
        assert "referral" in desk(side).get(LIST).content.decode()
    other = person("nina", "nidos", "administrator")
    assert "There are no agreements yet." in desk(other).get(LIST).content.decode()
    assert not agreements_for(viewer_of_person(other.pk)).exists()


def test_a_partners_administrator_makes_and_ends_none(administrator: Person, desk: Desk) -> None:
    made, viewer = agreed(), viewer_of_person(administrator.pk)
    assert desk(administrator).get(f"{LIST}new/").status_code == 403
    assert desk(administrator).post(f"{LIST}{made.pk}/end/").status_code == 403
    with pytest.raises(NotAllowed):
        end_agreement(viewer, made, LATER)
    with pytest.raises(NotAllowed):
        make_agreement(viewer, made.sender, made.receiver, Terms(("referral",), ("x",), 1, FIRST))


def test_who_is_no_administrator_sees_none_of_it(colleague: Person, desk: Desk) -> None:
    agreed()
    assert desk(colleague).get(LIST).status_code == 403
    assert not agreements_for(viewer_of_person(colleague.pk)).exists()


def test_an_agreement_needs_to_be_possible() -> None:
    for terms in (
        Terms(("everything",), ("consent",), 14, FIRST),
        Terms(("referral",), ("made_up",), 14, FIRST),
        Terms(("referral",), (), 14, FIRST),
        Terms(("referral",), ("consent",), 91, FIRST),
    ):
        with pytest.raises(Refused):
            make_agreement(OPERATOR, organisation("a"), organisation("b"), terms)
