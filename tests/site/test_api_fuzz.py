"""Whatever a program sends, the API answers as its own description says, and never breaks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from pytest_django.fixtures import Settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.partners.people import organisation, person
from tests.signals.sharing import town

from toevlucht.partners.actions.api_keys import make_api_key
from toevlucht.partners.queries import viewer_of_person
from toevlucht.site.api import api

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

KEPT_TO = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
EXAMPLES = 8
ROLES = ("coordinator", "reporter", "contributor")


def described() -> dict[str, Any]:
    return dict(api.get_openapi_schema())


def operations() -> list[tuple[str, GenerationMode]]:
    """Each of them with what it allows, and with what it forbids where it forbids anything."""
    found = []
    for path, methods in described()["paths"].items():
        for method, operation in methods.items():
            name = f"{method.upper()} {path}"
            found.append((name, GenerationMode.POSITIVE))
            has_query = any(one["in"] == "query" for one in operation.get("parameters", ()))
            if has_query or "requestBody" in operation:
                found.append((name, GenerationMode.NEGATIVE))
    return found


@pytest.fixture
def key(settings: Settings) -> str:
    """Of somebody at the police who reports, contributes and takes what is passed on."""
    cache.clear()
    settings.TOEVLUCHT_API_CALLS = 1_000_000
    place = town()
    place.offer()
    organisation("emm")
    maker = person("pauline", "police", *ROLES)
    return make_api_key(viewer_of_person(maker.pk), "A program", ROLES, 30)[1]


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """As Django's own client does: a request must not close what the test works inside of."""
    moments = (request_started, request_finished)
    for moment in moments:
        moment.disconnect(close_old_connections)
    yield
    for moment in moments:
        moment.connect(close_old_connections)


@pytest.mark.parametrize(("operation", "mode"), operations())
def test_what_is_described_is_what_is_answered(
    key: str, operation: str, mode: GenerationMode
) -> None:
    schema: Any = schemathesis.openapi.from_dict(described())
    schema.app = WSGIHandler()
    method, path = operation.split()
    strategy = schema[path][method].as_strategy(generation_mode=mode)
    headers = {"Authorization": f"Bearer {key}", "Accept-Encoding": "identity"}

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy)
    def answered(case: Case) -> None:
        case.validate_response(case.call(headers=headers), checks=KEPT_TO)

    answered()
