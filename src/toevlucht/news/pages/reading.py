"""News and answered rumours for everybody: the list, an item in its versions, the feed."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from toevlucht.language import Language
from toevlucht.layout.pages import public_page
from toevlucht.layout.reader import reader_language
from toevlucht.news.models import ItemVersion
from toevlucht.news.queries import items as queries
from toevlucht.picture.rendering.atom import FeedEntry, atom
from toevlucht.signals.queries.public_rumours import answered_rumours, find_answered, find_withdrawn


@public_page
def listed(request: HttpRequest) -> HttpResponse:
    return _list(request, "list", queries.current_versions())


@public_page
def archived(request: HttpRequest) -> HttpResponse:
    return _list(request, "archive", queries.archived_versions())


@public_page
def item(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    version = _find(slug, number)
    surroundings = item_shown(version, reader_language())
    surroundings["versions"] = queries.versions_of(version.item)
    return render(request, "news/item.html", surroundings)


@public_page
def changes(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Between a version and the one before it."""
    spoken = reader_language()
    new, old = _find(slug, number), _find(slug, number - 1)
    surroundings = {
        "told": queries.told(new, spoken),
        "before": old.number,
        "after": new.number,
        "changes": queries.changes_between(old.written, new.written, spoken),
    }
    return render(request, "news/changes.html", surroundings)


@public_page
def feed(request: HttpRequest) -> HttpResponse:
    spoken = reader_language()
    entries = [_entry(request, one, spoken) for one in queries.feed_of_news()]
    home = request.build_absolute_uri(reverse("news"))
    title = spoken.say("news.feed.title")
    content = atom(entries, spoken.tag, title, home, request.build_absolute_uri())
    return HttpResponse(content, content_type="application/atom+xml; charset=utf-8")


@public_page
def rumours(request: HttpRequest) -> HttpResponse:
    tag = reader_language().tag
    found = [(one, one.title(tag)) for one in answered_rumours()]
    return render(request, "news/rumours.html", {"rumours": found})


@public_page
def rumour(request: HttpRequest, reference: str) -> HttpResponse:
    """Also where an answer was withdrawn: who read it before must be able to learn that."""
    tag = reader_language().tag
    found, withdrawn = find_answered(reference), find_withdrawn(reference)
    if found:
        withdrawn = found.before
        surroundings = {"one": found, "title": found.title(tag), "parts": found.parts[tag]}
    elif withdrawn:
        surroundings = {"title": reader_language().say("news.rumours.withdrawn")}
    else:
        raise Http404
    if withdrawn:
        surroundings |= {"withdrawn": withdrawn, "reason": withdrawn.reason[tag]}
    return render(request, "news/rumour.html", surroundings)


def item_shown(version: ItemVersion, spoken: Language) -> dict[str, Any]:
    told = queries.told(version, spoken)
    return {
        "told": told,
        "is_fallen_back": told.tag != spoken.tag,
        "referents": queries.referents_of(version.written, spoken),
    }


def _list(request: HttpRequest, template: str, found: Any) -> HttpResponse:
    spoken = reader_language()
    items = [queries.told(one, spoken) for one in found]
    return render(request, f"news/{template}.html", {"items": items, "spoken": spoken.tag})


def _find(slug: str, number: int | None) -> ItemVersion:
    found = queries.find_version(slug, number)
    if found is None:
        raise Http404
    return found


def _entry(request: HttpRequest, one: ItemVersion, spoken: Language) -> FeedEntry:
    told = queries.told(one, spoken)
    address = request.build_absolute_uri(reverse("news-item", kwargs={"slug": told.slug}))
    return FeedEntry(
        id=address,
        title=told.title,
        summary=f"{told.reason} {told.summary}".strip(),
        address=address,
        published=one.first_published,  # type: ignore[attr-defined]
        updated=one.published_on,
    )
