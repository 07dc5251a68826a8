"""Who meets at the desk of contributions: owner, colleague, outsider, and the expertise centre."""

from __future__ import annotations

from dataclasses import dataclass

from django.test import Client
from tests.partners.people import organisation, person

from toevlucht.partners.models import Person
from toevlucht.partners.queries import viewer_of_person
from toevlucht.records.viewer import Viewer


@dataclass(frozen=True)
class Desks:
    """Everybody logged in at a desk of their own; None is somebody who did not log in."""

    people: dict[str, Person]

    def client(self, name: str | None) -> Client:
        client = Client()
        if name:
            client.force_login(self.people[name])
        return client

    def viewer(self, name: str) -> Viewer:
        return viewer_of_person(self.people[name].pk)


def everybody() -> Desks:
    organisation("nla")
    return Desks(
        {
            "owner": person("owner", "kmar", "contributor"),
            "colleague": person("colleague", "kmar", "reader"),
            "administrator": person("admin", "kmar", "administrator"),
            "outsider": person("outsider", "police", "contributor", "approver"),
            "centre_reader": person("reader", "emm", "reader"),
            "centre_administrator": person("admin", "emm", "administrator"),
            "editor": person("editor", "emm", "editor"),
            "approver": person("approver", "emm", "approver"),
        }
    )
