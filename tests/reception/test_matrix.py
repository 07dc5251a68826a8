"""Nobody finds, by any address of the room, what another municipality keeps; nor that it exists.

Every address is asked by every stranger, for what is there and for what never was. Both answers are
the same, nothing of the house is in them, and nothing changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker
from tests.partners.people import person
from tests.reception.guests import GROWN, beds_of, family_of, house, mother_and_child, moved_in
from tests.reception.hosts import ABOUT, SEEN, suitable_household
from tests.reception.living import NOTE, RULES, TO_DO, WORDS, incident, rules, served, to_do
from tests.reception.places import STREET, neighbour, operator
from tests.reception.test_inspections import everything_met
from tests.shared_world import shared_world
from tests.signals.telling import municipality, safety_region, viewer

from toevlucht.guidance.actions.publishing import load_handbooks
from toevlucht.guidance.shipped import shipped
from toevlucht.partners.models import Person as Account
from toevlucht.reception.actions.hostings import match
from toevlucht.reception.actions.inspecting import begin_inspection, save_round
from toevlucht.reception.models import (
    Family,
    HostHousehold,
    Hosting,
    HouseRules,
    HouseRulesHandout,
    Improvement,
    Incident,
    IncidentStep,
    Inspection,
    Location,
    Place,
    Relation,
    ServiceStep,
    Stay,
    Task,
)
from toevlucht.records.references import new_reference
from toevlucht.records.viewer import OPERATOR

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

# Of whole areas, which everybody at a desk may read, or proven where they are tested.
PROVEN_ELSEWHERE = {
    "answer-proposal": "test_placement",
    "choose-place": "test_placement",
    "confirm-contact": "test_route_cards",
    "contact-of-area": "test_route_cards",
    "figures": "coordination/test_pages",
    "figures-file": "coordination/test_pages",
    "figures-supplied": "coordination/test_pages",
    "household-template": "a form with nothing in it",
    "inspection-worker": "a script with nothing in it",
    "keep-ledger": "coordination/test_supplying",
    "own-home": "test_own_home",
    "own-way-out": "test_own_home",
    "place-days": "coordination/test_place_days",
    "place-days-file": "coordination/test_place_days",
    "places-why": "coordination/test_place_days",
    "proposal": "test_placement",
    "remove-contact": "test_route_cards",
    "route-card": "public",
    "route-cards": "public",
    "roster-template": "a form with nothing in it",
    "supply-template": "a form with nothing in it",
    "targets-of": "coordination/test_targets",
    "transfer": "coordination/test_transfers",
    "transfer-step": "coordination/test_transfers",
}
# Who reports for a municipality reads whom to turn to at its locations, and their house rules.
MAY = {
    ("card-of-location", "a reporter of the municipality"),
    ("house-rules-version", "a reporter of the municipality"),
}
CHANCE = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|\b[0-9a-f]{12,}\b')


@dataclass
class House:
    """What a municipality keeps, by the names that addresses have for it."""

    codes: dict[str, dict[str, str]]
    secrets: Sequence[str]


def _patterns(found: Sequence[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for one in found:
        if isinstance(one, URLResolver):
            yield from _patterns(one.url_patterns)
        elif one.callback.__module__.startswith("toevlucht.reception."):
            yield one


NAMES = sorted({one.name or "" for one in _patterns(get_resolver().url_patterns)})
ASKED = [name for name in NAMES if name not in PROVEN_ELSEWHERE and not name.startswith("api")]

GROUPS = [ASKED[first::8] for first in range(8)]  # what is there is made once a group


def _arguments(name: str) -> list[str]:
    found = [one for one in _patterns(get_resolver().url_patterns) if one.name == name]
    return list(found[0].pattern.converters)


@pytest.fixture(scope="module")
def kept(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[House]:
    with shared_world(django_db_blocker, tmp_path_factory.mktemp("data")):
        yield _fill_a_house(municipality())


def _fill_a_house(keeper: Account) -> House:
    load_handbooks(OPERATOR, [one for one in shipped() if one.code == "goo"])
    place, home = house(keeper), suitable_household(keeper)
    family, mother, child = mother_and_child(keeper)
    moved_in(keeper, place, family, [mother, child])
    guests, _ = family_of(keeper, GROWN)
    match(viewer(keeper), home, guests, timezone.localdate())
    walked = begin_inspection(viewer(keeper), place, "opening", timezone.localdate())
    save_round(viewer(keeper), walked, everything_met(walked, but="GOO-05"), finish=True)
    told = incident(keeper, place)
    to_do(keeper, told)
    served(keeper, family, "screening", "done", outcome="declined", notes=NOTE)
    rules(keeper, place, nl=RULES["nl"])
    task = Task.objects.create(
        code=new_reference(),
        kind="owner_check_due",
        municipality=place.municipality,
        location=place,
        subject_kind="location",
        subject=place.code,
        due_on=timezone.localdate(),
    )
    of_kind = {
        "places": place.code,
        "households": home.code,
        "hostings": Hosting.objects.get().code,
        "families": family.code,
        "residents": child.code,
        "relations": Relation.objects.get().code,
        "inspections": walked.code,
        "improvements": Improvement.objects.get().code,
        "reception-tasks": task.code,
        "incidents": told.code,
        "placement": family.code,
    }
    inside = {
        "family": family.code,
        "person": mother.code,
        "bed": beds_of(place)[3].code,
        "adult": home.adults.get().code,
        "requirement": "GOO-05",
        "number": "1",
        "kind": "called",
        "state": "closed",
        "change": "release",
        "service": "allowance",
    }
    secrets = [*of_kind.values(), place.name, STREET, ABOUT.name, ABOUT.address, SEEN]
    secrets += [WORDS, TO_DO, NOTE, RULES["nl"]]
    return House({"code": of_kind, "others": inside}, secrets)


def _address(house: House, name: str, never: bool) -> str:
    """Of what is there, or of something of which every code was made up."""
    arguments = {}
    path = next(one for one in _patterns(get_resolver().url_patterns) if one.name == name)
    kind = str(path.pattern).split("/")[0]
    for one in _arguments(name):
        if one == "code":
            arguments[one] = new_reference() if never else house.codes["code"][kind]
        else:
            arguments[one] = house.codes["others"][one]
            if never and one in ("family", "person", "bed", "adult"):
                arguments[one] = new_reference()
    return reverse(name, kwargs=arguments)


def _strangers() -> Iterator[tuple[str, Client]]:
    people = {
        "another municipality": neighbour(),
        "who runs other locations": operator(),
        "a colleague who reads editions": person("colleague", "gm0344", "reader"),
        "a reporter of the municipality": person("host", "gm0344", "reporter"),
    }
    for who, account in people.items():
        client = Client()
        client.force_login(account)
        yield who, client
    yield "nobody", Client()


def _as_it_stands() -> list[object]:
    kinds = (Location, HostHousehold, Hosting, Family, Stay, Relation, Place, Inspection, Task)
    kinds += (Incident, IncidentStep, ServiceStep, HouseRules, HouseRulesHandout)
    return [list(kind._default_manager.order_by("pk").values()) for kind in kinds]


@pytest.mark.parametrize("names", GROUPS, ids=lambda names: names[0])
def test_a_stranger_finds_and_changes_nothing(kept: House, names: Sequence[str]) -> None:
    before, strangers = _as_it_stands(), list(_strangers())
    for name in names:
        there, never = (_address(kept, name, made_up) for made_up in (False, True))
        for who, client in strangers:
            if (name, who) in MAY:
                continue
            for ask in (client.get, client.post):
                answer, of_never = ask(there), ask(never)
                assert answer.status_code == of_never.status_code, (name, who)
                assert answer.status_code < 500, (name, who)
                if there != never:
                    assert answer.status_code in (302, 403, 404, 405), (name, who)
                told = CHANCE.sub("", answer.content.decode())
                for secret in kept.secrets:
                    assert secret in there or secret not in told, (name, who, secret)
        assert _as_it_stands() == before, name


def test_a_region_reads_places_and_changes_nothing(kept: House) -> None:
    """It reads what its municipalities keep, without names of people and homes."""
    region, before = Client(), _as_it_stands()
    region.force_login(safety_region())
    for name in ASKED:
        address = _address(kept, name, never=False)
        told = region.get(address).content.decode()
        for secret in (STREET, ABOUT.name, ABOUT.address, SEEN, WORDS, TO_DO, NOTE):
            assert secret not in told, (name, secret)
        assert region.post(address).status_code < 500
    assert _as_it_stands() == before
