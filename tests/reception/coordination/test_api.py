"""A municipality's own program supplies its figures, and reads those that its people read."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from tests.partners.people import person
from tests.reception.places import neighbour
from tests.signals.telling import municipality

from toevlucht.partners.actions.api_keys import make_api_key
from toevlucht.partners.models import Person
from toevlucht.partners.queries import viewer_of_person
from toevlucht.reception.models import SuppliedFigures

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

API = "/api/v1/figures"


@pytest.fixture(autouse=True)
def nothing_counted_yet(db: None) -> None:
    cache.clear()


def program(maker: Person, *roles: str) -> Client:
    _, key = make_api_key(viewer_of_person(maker.pk), "A program", roles or ("coordinator",), 30)
    return Client(headers={"authorization": f"Bearer {key}", "accept-language": "en"})


def send(client: Client, *items: dict[str, Any], **more: Any) -> Any:
    body = json.dumps({"items": items, **more})
    return client.post(API, body, content_type="application/json")


def of(area: str = "GM0344", **numbers: int) -> dict[str, Any]:
    return {"municipality": area, "counted_on": timezone.localdate().isoformat(), **numbers}


def test_a_program_supplies_and_reads_figures() -> None:
    client = program(municipality())
    assert send(client, of(realised=100, occupied=90)).status_code == 201
    told = client.get(API, {"area": "VR09"}).json()["items"]
    region, utrecht = told[0], next(one for one in told if one["area"] == "GM0344")
    assert (region["realised"], region["not_supplied"]) == (100, 25)
    assert (utrecht["free"], utrecht["from_supplied"]) == (None, 1)
    assert client.get(API).json()["items"][0]["target_agreed"] == 97_000


def test_what_is_odd_is_asked_and_taken_once_it_is_said_to_be_right() -> None:
    client = program(municipality())
    send(client, of(realised=100))
    asked = send(client, of(realised=900))
    assert asked.status_code == 409
    assert asked["Content-Type"] == "application/problem+json"
    (error,) = asked.json()["errors"]
    assert (error["name"], error["code"]) == ("items.0.realised", "doubt")
    assert send(client, of(realised=900), is_certain=True).status_code == 201


def test_of_several_that_are_sent_none_is_taken_where_one_is_wrong() -> None:
    client = program(municipality())
    answer = send(client, of(realised=100), of("GM0363", realised=5), of(occupied_short=3))
    assert answer.status_code == 400
    names = [one["name"] for one in answer.json()["errors"]]
    assert names == ["items.1.area", "items.2.occupied_short"]
    assert not SuppliedFigures.objects.exists()


def test_who_may_not_is_refused_as_on_the_pages() -> None:
    owner = municipality()
    outsider = program(neighbour())
    assert outsider.get(API, {"area": "GM0344"}).status_code == 404
    assert outsider.get(API, {"area": "GM9999"}).status_code == 404
    assert outsider.get(API, {"on": "2099-01-01"}).status_code == 404
    colleague = program(person("reporter", "gm0344", "reporter"), "reporter")
    assert send(colleague, of(realised=1)).status_code == 403
    assert colleague.get(API).status_code == 403
    assert program(owner).get(API, {"area": "X"}).status_code == 400
    assert Client().get(API).status_code == 401
