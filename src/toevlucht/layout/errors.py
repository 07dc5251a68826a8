"""Error pages in the reader's language. They say what the reader can do, and nothing else."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 404)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    return _error(request, 429)


def server_error(request: HttpRequest) -> HttpResponse:
    return _error(request, 500)


def _error(request: HttpRequest, status: int) -> HttpResponse:
    words = {
        "title": f"site.error.title_{status}",
        "advice": f"site.error.advice_{status}",
    }
    response = render(request, "layout/error.html", words, status=status)
    patch_cache_control(response, no_store=True)  # on the desk it holds the menu of one person
    return response
