"""Handbooks to read: the list, a version, a chapter, a requirement, all of it to print, the PDF."""

from __future__ import annotations

import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from toevlucht.guidance.amounts import amounts_on
from toevlucht.guidance.document import pdf_of
from toevlucht.guidance.markup import html_of
from toevlucht.guidance.models import Chapter
from toevlucht.guidance.panels import beside_requirement
from toevlucht.guidance.queries import handbooks as queries
from toevlucht.guidance.queries.handbooks import Opened
from toevlucht.guidance.shown import shown, source_words, valid_words
from toevlucht.layout.pages import public_page
from toevlucht.layout.reader import reader_language

A_YEAR = 31_536_000


@public_page
def listed(request: HttpRequest) -> HttpResponse:
    return render(request, "guidance/list.html", {"handbooks": queries.handbooks()})


@public_page
def version(request: HttpRequest, handbook: str, number: int) -> HttpResponse:
    opened = open_version(handbook, number)
    chapters = [(one, opened.in_chapter(one)) for one in opened.chapters]
    return _render(request, "version", opened, {"chapters": chapters})


@public_page
def whole(request: HttpRequest, handbook: str, number: int) -> HttpResponse:
    """Everything on one page, to print."""
    opened = open_version(handbook, number)
    chapters = [_chapter(opened, one) for one in opened.chapters]
    return _render(request, "whole", opened, {"chapters": chapters})


@public_page
def chapter(request: HttpRequest, handbook: str, number: int, chapter: str) -> HttpResponse:
    opened = open_version(handbook, number)
    position = next((i for i, one in enumerate(opened.chapters) if one.slug == chapter), None)
    if position is None:
        raise Http404
    around = {
        "before": opened.chapters[position - 1] if position else None,
        "after": (*opened.chapters, None)[position + 1],
    }
    here = _chapter(opened, opened.chapters[position])
    return _render(request, "chapter", opened, {"chapter": here, **around})


@require_safe
def requirement(request: HttpRequest, handbook: str, number: int, code: str) -> HttpResponse:
    opened = open_version(handbook, number)
    found = next((one for one in opened.requirements if one.code == code), None)
    if found is None:
        raise Http404
    beside = beside_requirement(request, code)
    context = {
        "one": shown(found, reader_language()),
        "standing": queries.versions_with(handbook, code),
        "beside": beside,
    }
    response = _render(request, "requirement", opened, context)
    if beside:  # it is of one reader
        patch_cache_control(response, private=True, no_store=True)
    else:
        patch_cache_control(response, public=True, no_cache=True)
    return response


@public_page
def latest(request: HttpRequest, handbook: str, code: str = "") -> HttpResponse:
    """Leads to the address that stays: what somebody quotes tomorrow says what they read today."""
    found = queries.find_handbook(handbook)
    if found is None:
        raise Http404
    place = {"handbook": handbook, "number": str(found.newest.number)}
    if code:
        return HttpResponseRedirect(reverse("handbook-requirement", kwargs={**place, "code": code}))
    return HttpResponseRedirect(reverse("handbook-version", kwargs=place))


@require_safe
def as_pdf(request: HttpRequest, handbook: str, number: int) -> HttpResponse:
    opened = open_version(handbook, number)
    spoken = reader_language()
    name = f"{handbook}-{number}-{spoken.tag}.pdf"
    response = HttpResponse(
        pdf_of(opened, spoken),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )
    patch_cache_control(response, public=True, max_age=A_YEAR)
    return response


@public_page
def amounts(request: HttpRequest) -> HttpResponse:
    """What held on a day; today where none is named or it cannot be read."""
    spoken = reader_language()
    asked = request.GET.get("on", "")
    try:
        day, is_wrong = (
            (datetime.date.fromisoformat(asked) if asked else timezone.localdate()),
            False,
        )
    except ValueError:
        day, is_wrong = timezone.localdate(), True
    rows = [
        {
            "amount": one,
            "each": spoken.say(
                "handbooks.amounts.each",
                euros=one.euros,
                per=spoken.say(f"handbooks.per.{one.per}"),
            ),
            "source": source_words(one.source, one.source_on, spoken),
            "valid": valid_words(one.valid_from, one.valid_until, spoken),
        }
        for one in amounts_on(day)
    ]
    context = {"rows": rows, "day": day, "asked": asked or day.isoformat(), "is_wrong": is_wrong}
    return render(request, "guidance/amounts.html", context, status=400 if is_wrong else 200)


def open_version(handbook: str, number: int) -> Opened:
    opened = queries.open_version(handbook, number)
    if opened is None:
        raise Http404
    return opened


def _chapter(opened: Opened, one: Chapter) -> dict[str, Any]:
    spoken = reader_language()
    # Markdown rendered with HTML switched off; the renderer escapes every text.
    body = mark_safe(html_of(one.body(spoken.tag), spoken))
    rows = [shown(each, spoken) for each in opened.in_chapter(one)]
    return {"slug": one.slug, "title": one.title(spoken.tag), "body": body, "requirements": rows}


def _render(
    request: HttpRequest, template: str, opened: Opened, context: dict[str, Any]
) -> HttpResponse:
    return render(request, f"guidance/{template}.html", {"opened": opened, **context})
