"""`toevlucht people invite`: the first administrator gets a link, and it works once."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner, Result
from django.test import Client
from pytest_django.fixtures import Settings
from tests.partners.people import person

from toevlucht.cli import main, people
from toevlucht.partners.models import Organisation, Person
from toevlucht.partners.queries import viewer_of_person
from toevlucht.records.models import AuditLine

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def prepared(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """The tests have a database already."""
    monkeypatch.setattr(people, "prepare", lambda: settings.TOEVLUCHT_DATA)


def invite(**changed: str) -> Result:
    given = {
        "organisation": "emm",
        "role": "administrator",
        "email": "first@example.org",
        "name": "Fien",
        "reads": "en",
        "language": "en",
        **changed,
    }
    words = [word for name, value in given.items() for word in (f"--{name}", value)]
    return CliRunner().invoke(main, ["people", "invite", *words])


def path_in(done: Result) -> str:
    found = re.search(
        r"http://127\.0\.0\.1:8000(/\w\w/account/password/invitation/\S+)", done.output
    )
    assert found, done.output
    return found[1]


def test_the_first_administrator_of_an_empty_site_gets_a_link() -> None:
    done = invite()
    assert done.exit_code == 0
    fien = Person.objects.get(email="first@example.org")
    assert Organisation.objects.get(is_centre=True) == fien.organisation
    assert viewer_of_person(fien.pk).is_centre_with("administrator")
    given = {"password": "a long enough secret", "again": "a long enough secret"}
    assert Client().post(path_in(done), given).status_code == 302
    assert Client().post(path_in(done), given).status_code == 404
    line = AuditLine.objects.get(event="person.invited")
    assert (line.channel, line.person, line.ids) == ("command", None, [str(fien.pk)])


def test_an_administrator_who_lost_everything_gets_a_new_link() -> None:
    lost = person("lea", "emm", "administrator")
    done = invite(email=lost.email, role="reader")
    assert done.exit_code == 0
    assert Client().get(path_in(done)).status_code == 200
    assert Person.objects.get(pk=lost.pk).state == "invited"
    assert viewer_of_person(lost.pk).roles == {"administrator"}


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"email": "no address"}, "This is no email address."),
        ({"organisation": "unknown"}, "does not know this code"),
        ({"organisation": "police", "role": "editor"}, "does not exist at this organisation"),
    ],
)
def test_a_wrong_invitation_is_refused_and_leaves_nothing(
    changed: dict[str, str], says: str
) -> None:
    done = invite(**changed)
    assert done.exit_code == 1
    assert says in done.output
    assert not Person.objects.exists()
    assert not Organisation.objects.exists()


def test_somebody_of_another_organisation_is_not_taken_over() -> None:
    somebody = person("ivo", "police", "reader")
    assert invite(email=somebody.email).exit_code == 1
    assert Person.objects.get(pk=somebody.pk).has_usable_password()
