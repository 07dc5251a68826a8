"""The API under one address: who calls, how often, what it describes, and how it refuses."""

from __future__ import annotations

import math
import time
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.security import HttpBearer
from ninja.throttling import BaseThrottle

from toevlucht.guidance.api import router as guidance
from toevlucht.layout.reader import reader_language
from toevlucht.news.api import router as news
from toevlucht.partners.api_keys import digest_of, viewer_of_api_key
from toevlucht.partners.rules import Refused as NotNow
from toevlucht.picture.actions.contributing import ContributingRefused
from toevlucht.picture.api import contributing, open_data, published
from toevlucht.picture.api.contributing import Refused, Unreadable
from toevlucht.picture.problems_told import machine_readable
from toevlucht.reception.api import FiguresRefused
from toevlucht.reception.api import router as reception
from toevlucht.reception.household_api import HouseholdFileRefused, HouseholdRefused, OtherMedia
from toevlucht.reception.household_api import router as households
from toevlucht.records.actions import record_refusal
from toevlucht.records.viewer import PUBLIC, NotAllowed, Viewer
from toevlucht.signals.actions.calling import OtherContent
from toevlucht.signals.api import referrals, reports
from toevlucht.site.problems import MEDIA_TYPE, VERSION, problem

WINDOW = 60  # seconds
WRONG = {
    "missing": "missing",
    "date_from_datetime_parsing": "date",
    "date_parsing": "date",
    "date_type": "date",
    "int_parsing": "number",
    "int_type": "number",
    "json_invalid": "json",
}


class ApiKey(HttpBearer):
    """``Authorization: Bearer`` with a key of an organisation. No cookie opens the API."""

    def authenticate(self, request: HttpRequest, token: str) -> Viewer | None:
        viewer = viewer_of_api_key(token)
        return None if viewer.is_public else viewer


class PerKey(BaseThrottle):
    """So many calls a minute with one key; who calls without one reads what everybody can read.

    Only a key that is known is counted: words that somebody makes up would fill the place where
    attempts to log in are counted too.
    """

    def allow_request(self, request: HttpRequest) -> bool:
        if _viewer(request).is_public:
            return True
        # The word before the key may be written in many ways, and each would count anew.
        _, _, key = request.headers["Authorization"].partition(" ")
        name = f"api-calls-{digest_of(key)}-{int(time.time() // WINDOW)}"
        cache.add(name, 0, WINDOW * 2)
        try:
            calls: int = cache.incr(name)
        except ValueError:  # it went out of the cache between the two
            return True
        return calls <= settings.TOEVLUCHT_API_CALLS

    def wait(self) -> float:
        return WINDOW - time.time() % WINDOW


class Described(OpenAPISchema):
    """The description says of errors what they are: problems, never plain JSON."""

    def responses(self, operation: Any) -> dict[int, dict[str, Any]]:
        found: dict[int, dict[str, Any]] = super().responses(operation)
        for status, details in found.items():
            if status >= 400 and "content" in details:
                details["content"] = {MEDIA_TYPE: next(iter(details["content"].values()))}
        return found


class Api(NinjaAPI):
    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> OpenAPISchema:
        return Described(self, path_prefix="api/v1/")


api = Api(
    title="Toevlucht",
    version=VERSION,
    description=(
        "What partners report and hear back, what is passed on to them, "
        "figures of reception, "
        "what they send for the picture, what is published of it, "
        "and what handbooks ask."
    ),
    urls_namespace="api",
    docs_url=None,  # its page would ask a third party for scripts
    openapi_url=None,
    auth=ApiKey(),
    throttle=[PerKey()],
    openapi_extra={
        "info": {
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
            "contact": {"name": "Toevlucht"},
        }
    },
)
api.add_router("", contributing)
api.add_router("", published)
api.add_router("", open_data.router)
api.add_router("", reports)
api.add_router("", referrals)
api.add_router("", reception)
api.add_router("", households)
api.add_router("", guidance)
api.add_router("", news)


@api.get("openapi.json", auth=None, include_in_schema=False)
def description(request: HttpRequest) -> HttpResponse:
    """This description: OpenAPI 3.1."""
    response = JsonResponse(api.get_openapi_schema(), json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _viewer(request: HttpRequest) -> Viewer:
    return getattr(request, "auth", None) or PUBLIC


@api.exception_handler(NotAllowed)
def _not_allowed(request: HttpRequest, refusal: NotAllowed) -> HttpResponse:
    record_refusal(_viewer(request), refusal)
    return problem(403)


@api.exception_handler(AuthenticationError)
def _unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    made = problem(401)
    made["WWW-Authenticate"] = 'Bearer realm="toevlucht"'
    return made


@api.exception_handler(Throttled)
def _too_often(request: HttpRequest, error: Throttled) -> HttpResponse:
    made = problem(429)
    made["Retry-After"] = str(math.ceil(error.wait or WINDOW))
    return made


@api.exception_handler(HttpError)
def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code)


@api.exception_handler(Http404)
def _nothing_there(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(404)


@api.exception_handler(Unreadable)
def _unreadable(request: HttpRequest, error: Unreadable) -> HttpResponse:
    return problem(error.status, reader_language().say(error.key))


@api.exception_handler(ContributingRefused)
def _refused(request: HttpRequest, refused: ContributingRefused) -> HttpResponse:
    return problem(409, reader_language().message(refused.message), kind=refused.reason)


@api.exception_handler(NotNow)
def _not_now(request: HttpRequest, refused: NotNow) -> HttpResponse:
    """An action of a room said no, and why."""
    return problem(409, reader_language().message(refused.message), kind="not-possible")


@api.exception_handler(OtherContent)
def _other_content(request: HttpRequest, refused: OtherContent) -> HttpResponse:
    detail = reader_language().say("partners_reports.other_content")
    return problem(409, detail, kind="idempotency-key-used")


@api.exception_handler(FiguresRefused)
def _figures(request: HttpRequest, refused: FiguresRefused) -> HttpResponse:
    """What is wrong with figures, or what is asked about them, each with its place."""
    language = reader_language()
    errors = [
        {
            "in": "body",
            "name": f"items.{place}.{one.name}".rstrip("."),
            "code": "doubt" if refused.is_doubt else "value_error",
            "detail": language.message(one.message),
        }
        for place, told in sorted(refused.told.items())
        for one in told
    ]
    if refused.is_doubt:
        lead = language.say("coordination.doubt.lead")
        return problem(409, lead, errors, kind="figures-doubted")
    return problem(400, errors=errors, kind="invalid-input")


@api.exception_handler(HouseholdRefused)
def _household(request: HttpRequest, refused: HouseholdRefused) -> HttpResponse:
    detail = reader_language().message(refused.message)
    errors = [
        {"in": "body", "name": refused.name, "code": "value_error", "detail": detail},
    ]
    return problem(400, errors=errors, kind="invalid-input")


@api.exception_handler(HouseholdFileRefused)
def _household_file(request: HttpRequest, refused: HouseholdFileRefused) -> HttpResponse:
    """Everything that is wrong with a list of households, each with its place."""
    language = reader_language()
    errors = [
        {
            "in": "body",
            "name": f"rows.{one.row or 0}.{one.column}".rstrip("."),
            "code": one.kind or str(one.as_read.code if one.as_read else ""),
            "detail": one.text(language),
        }
        for one in refused.problems
    ]
    return problem(400, language.say("coordination.supply.nothing_taken"), errors)


@api.exception_handler(OtherMedia)
def _other_media(request: HttpRequest, refused: OtherMedia) -> HttpResponse:
    return problem(415, reader_language().say("coordination.refused.format"))


@api.exception_handler(Refused)
def _package(request: HttpRequest, refused: Refused) -> HttpResponse:
    """Everything that is wrong with a package, each with its place."""
    checked = refused.checked
    language = reader_language()
    detail = language.say("contributing.problems.title", n=checked.problem_count)
    errors = [machine_readable(one, language.tag) for one in checked.problems]
    return problem(400, detail, errors, kind="contribution-refused")


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    language = reader_language()
    errors = [
        {
            "in": str(one["loc"][0]),
            "name": ".".join(str(part) for part in one["loc"][1:] if part != "nil"),
            "code": one["type"],
            "detail": language.say(f"api.wrong.{WRONG.get(one['type'], 'value')}"),
        }
        for one in error.errors
    ]
    return problem(400, errors=errors, kind="invalid-input")
