"""The API of handbooks, for everybody: versions, requirements and amounts. No key is needed."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Router, Schema

from toevlucht.guidance.amounts import amounts_on
from toevlucht.guidance.models import Handbook, Requirement, Version
from toevlucht.guidance.queries.checks import requirements_for
from toevlucht.guidance.queries.handbooks import handbooks, open_version
from toevlucht.language import LANGUAGES
from toevlucht.layout.api_problem import Problem

router = Router(tags=["handbooks"], auth=None)


class NormOut(Schema):
    bound: str
    value: Decimal
    unit: str


class RequirementOut(Schema):
    code: str
    handbook: str
    version: int
    chapter: str
    text: dict[str, str]
    norms: list[NormOut]
    force: str
    provenance: str
    evidence: str
    source: str
    source_on: str
    valid_from: datetime.date
    valid_until: datetime.date | None
    audiences: list[str]
    occasions: list[str]
    page: str


class VersionOut(Schema):
    handbook: str
    number: int
    title: dict[str, str]
    note: dict[str, str]
    valid_from: datetime.date
    published_on: datetime.date
    sha256: str
    page: str
    self: str


class WholeVersionOut(VersionOut):
    requirements: list[RequirementOut]


class AmountOut(Schema):
    what: str
    for_whom: str
    euros: Decimal
    per: str
    valid_from: datetime.date
    valid_until: datetime.date | None
    source: str
    source_on: str


@router.get("handbooks", response=list[VersionOut], url_name="handbooks")
def list_handbooks(request: HttpRequest) -> list[dict[str, Any]]:
    """Every version of every handbook, the newest of each first."""
    return [_version(one.handbook, version) for one in handbooks() for version in one.versions]


@router.get(
    "handbooks/{slug:handbook}/versions/{int:number}",
    response={200: WholeVersionOut, 404: Problem},
    url_name="handbook-version",
)
def one_version(request: HttpRequest, handbook: str, number: int) -> dict[str, Any]:
    """A version with its requirements, in the order of reading. It never changes."""
    opened = open_version(handbook, number)
    if opened is None:
        raise Http404
    requirements = [_requirement(one, handbook, number) for one in opened.requirements]
    return {**_version(opened.handbook, opened.version), "requirements": requirements}


@router.get("requirements", response={200: list[RequirementOut], 400: Problem})
def requirements(
    request: HttpRequest, occasion: str, on: datetime.date | None = None, audience: str = ""
) -> list[dict[str, Any]]:
    """What a check on this occasion asks after, as it held on a day: today where none is given."""
    found = requirements_for(occasion, on or timezone.localdate(), audience)
    return [_requirement(one, one.version.handbook.code, one.version.number) for one in found]


@router.get("amounts", response={200: list[AmountOut], 400: Problem})
def amounts(request: HttpRequest, on: datetime.date | None = None) -> list[Any]:
    """The amounts that held on a day; what is not there we do not know."""
    return list(amounts_on(on or timezone.localdate()))


def _version(handbook: Handbook, version: Version) -> dict[str, Any]:
    place = {"handbook": handbook.code, "number": version.number}
    return {
        "handbook": handbook.code,
        "number": version.number,
        "title": {tag: handbook.title(tag) for tag in LANGUAGES},
        "note": {tag: version.note(tag) for tag in LANGUAGES},
        "valid_from": version.valid_from,
        "published_on": version.published_on,
        "sha256": version.sha256,
        "page": reverse("handbook-version", kwargs=place),
        "self": reverse("api:handbook-version", kwargs=place),
    }


def _requirement(one: Requirement, handbook: str, number: int) -> dict[str, Any]:
    place = {"handbook": handbook, "number": number, "code": one.code}
    kept = (
        "code",
        "norms",
        "force",
        "provenance",
        "evidence",
        "source",
        "source_on",
        "valid_from",
        "valid_until",
        "audiences",
        "occasions",
    )
    return {
        **{name: getattr(one, name) for name in kept},
        "handbook": handbook,
        "version": number,
        "chapter": one.chapter.slug,
        "text": {tag: one.text(tag) for tag in LANGUAGES},
        "page": reverse("handbook-requirement", kwargs=place),
    }
