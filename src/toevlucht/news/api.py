"""The API of news and answered rumours, for everybody. No key is needed."""

from __future__ import annotations

import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from ninja import Router, Schema

from toevlucht.layout.api_problem import Problem
from toevlucht.news.models import ItemVersion
from toevlucht.news.queries import items as queries
from toevlucht.signals.queries.public_rumours import answered_rumours

router = Router(tags=["news"], auth=None)


class StatementOut(Schema):
    kind: str
    text: dict[str, str]
    source: str
    source_on: str
    address: str


class ItemOut(Schema):
    slug: str
    version: int
    on: datetime.date
    published_on: datetime.date
    archived_on: datetime.date | None
    title: dict[str, str]
    summary: dict[str, str]
    reason: dict[str, str]
    statements: list[StatementOut]
    references: list[str]
    sha256: str
    page: str


class RumourOut(Schema):
    reference: str
    verdict: str
    answered_on: datetime.date
    answer: dict[str, dict[str, str]]
    page: str


@router.get("news", response=list[ItemOut])
def list_news(request: HttpRequest) -> list[dict[str, Any]]:
    """The newest version of every item that is not in the archive, the latest news first."""
    return [_item(one) for one in queries.current_versions()]


@router.get("news/{slug:slug}/versions/{int:number}", response={200: ItemOut, 404: Problem})
def one_version(request: HttpRequest, slug: str, number: int) -> dict[str, Any]:
    """A version as it was published. It never changes."""
    found = queries.find_version(slug, number)
    if found is None:
        raise Http404
    return _item(found)


@router.get("rumours", response=list[RumourOut])
def list_rumours(request: HttpRequest) -> list[dict[str, Any]]:
    """What is known of stories that go round, the newest answer first."""
    return [
        {
            "reference": one.reference,
            "verdict": one.verdict,
            "answered_on": one.answered_on,
            "answer": one.parts,
            "page": reverse("answered-rumour", kwargs={"reference": one.reference}),
        }
        for one in answered_rumours()
    ]


def _item(one: ItemVersion) -> dict[str, Any]:
    place = {"slug": one.item.slug, "number": one.number}
    return {
        **one.content,
        "slug": one.item.slug,
        "version": one.number,
        "published_on": one.published_on,
        "archived_on": one.item.archived_on,
        "sha256": one.sha256,
        "page": reverse("news-version", kwargs=place),
    }
