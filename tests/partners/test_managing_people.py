"""Administrators manage people: whose, with which roles, and what nobody may do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.utils import timezone
from tests.partners.people import organisation, person

from toevlucht.partners.actions.people import close, invite, set_roles, start_anew
from toevlucht.partners.api_keys import digest_of, new_key
from toevlucht.partners.models import ApiKey, Assignment, Person
from toevlucht.partners.queries import person_names, viewer_of_person
from toevlucht.partners.rules import Refused
from toevlucht.records.models import AuditLine
from toevlucht.records.viewer import OPERATOR, ROLES, NotAllowed

pytestmark = pytest.mark.django_db

Desk = Callable[[Person], Client]


def roles_of(somebody: Person) -> set[str]:
    return set(viewer_of_person(somebody.pk).roles)


def lines(event: str, outcome: str = "done") -> list[tuple[int | None, str, list[str]]]:
    found = AuditLine.objects.filter(event=event, outcome=outcome).order_by("pk")
    return [(line.person, line.kind, line.ids) for line in found]


def invitation(**changed: Any) -> dict[str, Any]:
    given = {"email": "new@example.org", "name": "Noor", "language": "uk", "roles": ["reader"]}
    return {**given, **changed}


def test_an_administrator_invites_somebody(administrator: Person, desk: Desk) -> None:
    response = desk(administrator).post(
        "/en/desk/people/invite/red_cross/", invitation(roles=["reader", "approver"])
    )
    noor = Person.objects.get(email="new@example.org")
    assert response["Location"] == f"/en/desk/people/{noor.pk}/"
    assert noor.organisation.code == "red_cross"
    assert noor.state == "invited"
    assert roles_of(noor) == {"reader", "approver"}
    assert lines("person.invited") == [(administrator.pk, "person", [str(noor.pk)])]
    assert [kind for _, kind, _ in lines("person.role_given")] == ["approver", "reader"]
    assert len(mail.outbox) == 1


def test_no_address_or_name_stands_in_the_audit_trail(administrator: Person, desk: Desk) -> None:
    desk(administrator).post("/en/desk/people/invite/red_cross/", invitation())
    desk(administrator).get("/en/desk/people/")
    everything = str(list(AuditLine.objects.values()))
    assert "new@" not in everything
    assert "Noor" not in everything


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"email": "not an address"}, "valid email"),
        ({"email": "ADA.red_cross@example.org"}, "an account belongs to it already"),
        ({"name": ""}, "required"),
        ({"language": "fr"}, "valid choice"),
        ({"roles": ["editor"]}, "valid choice"),
    ],
)
def test_a_wrong_invitation_says_what_is_wrong_and_loses_nothing(
    administrator: Person, desk: Desk, changed: dict[str, Any], says: str
) -> None:
    given = invitation(**changed)
    page = desk(administrator).post("/en/desk/people/invite/red_cross/", given)
    words = page.content.decode()
    assert page.status_code == 200
    assert says in words
    assert 'class="error-summary"' in words
    assert f'value="{given["email"]}"' in words
    assert Person.objects.count() == 1
    assert mail.outbox == []


def test_only_the_centre_has_editors(centre_administrator: Person, desk: Desk) -> None:
    browser = desk(centre_administrator)
    organisation("red_cross")
    assert "Editor:" in browser.get("/en/desk/people/invite/emm/").content.decode()
    assert "Editor:" not in browser.get("/en/desk/people/invite/red_cross/").content.decode()
    with pytest.raises(Refused):
        invite(
            viewer_of_person(centre_administrator.pk),
            organisation("red_cross"),
            "e@example.org",
            "E",
            "nl",
            ["editor"],
        )


def test_the_centres_administrator_manages_people_of_everybody(
    centre_administrator: Person, colleague: Person, desk: Desk
) -> None:
    browser = desk(centre_administrator)
    browser.post(f"/en/desk/people/{colleague.pk}/", {"roles": ["reader"]})
    assert roles_of(colleague) == {"reader"}
    assert lines("person.role_taken") == [
        (centre_administrator.pk, "contributor", [str(colleague.pk)])
    ]


@pytest.mark.parametrize("path", ["", "close/", "link/"])
def test_somebody_of_another_organisation_does_not_exist(
    outsider: Person, colleague: Person, desk: Desk, path: str
) -> None:
    browser = desk(outsider)
    answer = browser.post(f"/en/desk/people/{colleague.pk}/{path}", {"roles": []})
    nobody = browser.post(f"/en/desk/people/{10**9}/{path}", {"roles": []})
    assert answer.status_code == nobody.status_code == 404
    assert roles_of(colleague) == {"contributor"}
    refused = lines("person.read", "refused")
    assert refused[0] == (outsider.pk, "person", [str(colleague.pk)])


def test_an_outsider_invites_nobody_elsewhere(outsider: Person, desk: Desk) -> None:
    organisation("red_cross")
    answer = desk(outsider).post("/en/desk/people/invite/red_cross/", invitation())
    assert answer.status_code == 404
    assert not Person.objects.filter(email="new@example.org").exists()


@pytest.mark.parametrize("path", ["", "invite/red_cross/", "1/"])
@pytest.mark.parametrize("role", sorted(set(ROLES) - {"administrator"}))
def test_no_other_role_manages_people(desk: Desk, role: str, path: str) -> None:
    somebody = person("rob", "emm", role)
    assert desk(somebody).get(f"/en/desk/people/{path}").status_code == 403
    assert len(lines("page.opened", "refused")) == 1


@pytest.mark.parametrize(
    "path", ["people/", "people/1/", "organisations/", "api-keys/", "account/"]
)
def test_nobody_opens_a_desk_without_logging_in(client: Client, path: str) -> None:
    answer = client.get(f"/uk/desk/{path}")
    assert answer["Location"] == f"/uk/account/login/?next=/uk/desk/{path}"


def test_the_list_shows_only_the_own_organisation(
    administrator: Person, colleague: Person, outsider: Person, desk: Desk
) -> None:
    page = desk(administrator).get("/en/desk/people/?organisation=police").content.decode()
    assert "olga" not in page
    page = desk(administrator).get("/en/desk/people/").content.decode()
    assert "ivo" in page
    assert "olga" not in page
    shown = {str(administrator.pk), str(colleague.pk)}
    assert [set(ids) for _, _, ids in lines("people.listed")] == [set(), shown]


def test_actions_refuse_whom_the_pages_would_not_show(
    outsider: Person, colleague: Person, administrator: Person
) -> None:
    other, own = viewer_of_person(outsider.pk), viewer_of_person(colleague.pk)
    for viewer in (other, own):
        with pytest.raises(NotAllowed):
            set_roles(viewer, administrator, ["reader"])
        with pytest.raises(NotAllowed):
            close(viewer, administrator)
        with pytest.raises(NotAllowed):
            start_anew(viewer, administrator)
        with pytest.raises(NotAllowed):
            invite(viewer, colleague.organisation, "x@example.org", "X", "nl", [])
    assert roles_of(administrator) == {"administrator"}


def test_nobody_changes_their_own_roles(administrator: Person, desk: Desk) -> None:
    browser = desk(administrator)
    assert "This is you" in browser.get(f"/en/desk/people/{administrator.pk}/").content.decode()
    answer = browser.post(
        f"/en/desk/people/{administrator.pk}/", {"roles": ["administrator", "approver"]}
    )
    assert answer.status_code == 403
    assert browser.post(f"/en/desk/people/{administrator.pk}/close/").status_code == 403
    assert browser.post(f"/en/desk/people/{administrator.pk}/link/").status_code == 403
    assert roles_of(administrator) == {"administrator"}


def test_the_last_administrator_of_the_centre_stays(centre_administrator: Person) -> None:
    for attempt in (
        lambda: close(OPERATOR, centre_administrator),
        lambda: set_roles(OPERATOR, centre_administrator, ["reader"]),
    ):
        with pytest.raises(Refused):
            attempt()
    second = person("carl", "emm", "administrator")
    close(viewer_of_person(second.pk), centre_administrator)
    assert viewer_of_person(centre_administrator.pk).is_public


def test_closing_ends_roles_sessions_second_factor_and_keys(
    administrator: Person, colleague: Person, desk: Desk
) -> None:
    there = desk(colleague)
    Authenticator.objects.create(user_id=colleague.pk, type="totp", data={"secret": ""})
    there = desk(Person.objects.get(pk=colleague.pk))
    assert there.get("/en/desk/").status_code == 200
    prefix, words = new_key()
    ApiKey.objects.create(
        organisation=colleague.organisation,
        made_by=colleague,
        name="nightly",
        prefix=prefix,
        digest=digest_of(words),
        roles=["contributor"],
        expires_on=timezone.localdate(),
    )
    desk(administrator).post(f"/en/desk/people/{colleague.pk}/close/")
    assert there.get("/en/desk/").status_code == 302
    assert Person.objects.get(pk=colleague.pk).state == "closed"
    assert not Assignment.objects.filter(person=colleague, until=None).exists()
    assert Assignment.objects.filter(person=colleague).exists()  # what was, stays known
    assert ApiKey.objects.get().withdrawn_at is not None
    assert not Authenticator.objects.filter(user_id=colleague.pk).exists()
    for event in (
        "person.closed",
        "person.role_taken",
        "api_key.withdrawn",
        "person.second_factor_removed",
    ):
        assert [line[0] for line in lines(event)] == [administrator.pk], event


def test_who_was_closed_can_be_invited_again_without_the_old_roles(
    administrator: Person, colleague: Person
) -> None:
    viewer = viewer_of_person(administrator.pk)
    close(viewer, colleague)
    again = invite(viewer, colleague.organisation, colleague.email, "Ivo", "nl", ["reader"])
    assert again.pk == colleague.pk
    assert again.state == "invited"
    assert roles_of(again) == {"reader"}


def test_who_was_closed_elsewhere_is_not_taken_over(outsider: Person, colleague: Person) -> None:
    close(OPERATOR, colleague)
    with pytest.raises(Refused):
        invite(viewer_of_person(outsider.pk), outsider.organisation, colleague.email, "I", "nl", [])


def test_a_new_link_voids_password_sessions_and_second_factor(
    administrator: Person, colleague: Person, desk: Desk
) -> None:
    Authenticator.objects.create(user_id=colleague.pk, type="totp", data={"secret": ""})
    there = desk(Person.objects.get(pk=colleague.pk))
    desk(administrator).post(f"/en/desk/people/{colleague.pk}/link/")
    assert there.get("/en/desk/").status_code == 302
    assert Person.objects.get(pk=colleague.pk).state == "invited"
    assert not Authenticator.objects.filter(user_id=colleague.pk).exists()
    assert roles_of(colleague) == {"contributor"}
    assert mail.outbox[-1].to == [colleague.email]  # to nobody else, whoever asks


def test_a_change_that_fails_leaves_nothing_half_done(
    administrator: Person, colleague: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("toevlucht.partners.actions.people._forget_log_in", fail)
    with pytest.raises(RuntimeError):
        close(viewer_of_person(administrator.pk), colleague)
    assert roles_of(colleague) == {"contributor"}
    assert lines("person.role_taken") == []


@pytest.mark.parametrize("page", ["/en/desk/people/", "/en/desk/organisations/"])
def test_more_people_cost_no_more_queries(
    centre_administrator: Person, desk: Desk, page: str, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        person(f"p{number}", f"partner_{number % 7}", "reader", "contributor")
    browser = desk(centre_administrator)
    with django_assert_max_num_queries(14):
        browser.get(page)


def test_a_long_list_has_pages(centre_administrator: Person, desk: Desk) -> None:
    for number in range(60):
        person(f"p{number:02}", "police", "reader")
    browser = desk(centre_administrator)
    assert browser.get("/en/desk/people/?organisation=%00").status_code == 200
    first = browser.get("/en/desk/people/?organisation=police").content.decode()
    assert "Page 1 of 2" in first
    second = browser.get("/en/desk/people/?organisation=police&page=2").content.decode()
    assert second.count("<tr>") == 11
    assert browser.get("/en/desk/people/?page=nonsense").status_code == 200


def test_people_change_their_own_name_and_language(colleague: Person, desk: Desk) -> None:
    desk(colleague).post("/en/desk/account/", {"name": "Ivo Jansen", "language": "en"})
    colleague.refresh_from_db()
    assert (colleague.name, colleague.language) == ("Ivo Jansen", "en")
    assert lines("person.changed") == [(colleague.pk, "person", [str(colleague.pk)])]


def test_names_are_told_of_colleagues_and_of_the_centre(
    colleague: Person, outsider: Person, centre_administrator: Person
) -> None:
    everybody = [colleague.pk, outsider.pk, centre_administrator.pk]
    told = person_names(viewer_of_person(colleague.pk), everybody)
    assert told == {colleague.pk: "ivo", centre_administrator.pk: "cato"}
    assert len(person_names(viewer_of_person(centre_administrator.pk), everybody)) == 3


@pytest.mark.parametrize("has", [(), ("administrator",), ("coordinator",)])
def test_nobody_is_administrator_and_coordinator(
    centre_administrator: Person, desk: Desk, has: tuple[str, ...]
) -> None:
    somebody = person("both", "police", *has)
    both = {"roles": ["administrator", "coordinator"]}
    page = desk(centre_administrator).post(f"/en/desk/people/{somebody.pk}/", both)
    assert "cannot also be a coordinator" in page.content.decode()
    assert viewer_of_person(somebody.pk).roles == set(has)


def test_nobody_is_invited_as_both(centre_administrator: Person, desk: Desk) -> None:
    given = {"email": "x@example.org", "name": "X", "language": "nl"}
    both = {"roles": ["administrator", "coordinator"]}
    page = desk(centre_administrator).post("/en/desk/people/invite/emm/", {**given, **both})
    assert "cannot also be a coordinator" in page.content.decode()
    assert not Person.objects.filter(email="x@example.org").exists()
