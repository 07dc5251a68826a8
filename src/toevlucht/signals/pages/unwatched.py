"""How pages are answered to whoever reports: without a trace of who that is."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from toevlucht.records.attachments.taking import MOST_BYTES, MOST_FILES

Page = Callable[..., HttpResponseBase]

MOST_SENT = (MOST_FILES + 1) * MOST_BYTES
HELD_ABOVE = 60  # from one address an hour: reports wait in a queue of their own, none is refused
REFUSED_ABOVE = 600


class InMemory(MemoryFileUploadHandler):
    """Files lie on no disk before they are sealed; of too much nothing but the text is read."""

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, *rest: Any, **more: Any
    ) -> None:
        self.activated = content_length <= MOST_SENT


def unwatched(page: Page) -> Page:
    """No session, no cookie, no cache, no address passed on; a token of its own guards the form."""

    @wraps(page)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.upload_handlers = [InMemory(request)]
        response = page(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        return response

    methods = require_http_methods(["GET", "HEAD", "POST"])
    guarded: Page = csrf_exempt(methods(cache_control(private=True, no_store=True)(answer)))
    return guarded


def with_files(page: Page) -> Page:
    """For a page of somebody who is logged in: its files lie on no disk before they are sealed.

    They are read where the form's token is looked for, so that is done here.
    """
    protected = csrf_protect(page)

    @wraps(page)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.upload_handlers = [InMemory(request)]
        return protected(request, *args, **kwargs)

    exempt: Page = csrf_exempt(answer)
    return exempt


def sent_too_much(request: HttpRequest) -> bool:
    """Whether the files were left out, because they are more than is taken."""
    return int(request.META.get("CONTENT_LENGTH") or 0) > MOST_SENT
