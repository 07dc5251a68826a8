"""Pages for people who are logged in: who is not is asked to; who may not is refused."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import cache_control

from toevlucht.partners.models import Person
from toevlucht.partners.queries import viewer_of
from toevlucht.partners.second_factor import is_missing
from toevlucht.records.actions import record_refusal
from toevlucht.records.viewer import PUBLIC, NotAllowed, Viewer

Page = Callable[..., HttpResponseBase]


def desk_page(*roles: str, centre: bool = False) -> Callable[[Page], Page]:
    """A page that is called with the viewer after the request, for people with one of ``roles``.

    Without roles, for everybody who is logged in. ``centre``: for the expertise centre only.
    Nothing of it is kept in a cache.
    """

    def decorate(page: Page) -> Page:
        @wraps(page)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            viewer = viewer_of_request(request)
            if viewer.is_public:
                return ask_to_log_in(request)
            if (roles and not viewer.has(*roles)) or (centre and not viewer.is_centre):
                raise NotAllowed("page.opened", "page", (page.__name__,))
            return page(request, viewer, *args, **kwargs)

        return cache_control(private=True, no_store=True)(answer)

    return decorate


def viewer_of_request(request: HttpRequest) -> Viewer:
    """Who asks; looked up once a request.

    Whoever still has to set up a second factor is nobody until that is done.
    """
    if not hasattr(request, "toevlucht_viewer"):
        # The backend looked the person up with the organisation, and that both are open.
        person = request.user if isinstance(request.user, Person) else None
        may_come_in = person is not None and not is_missing(person)
        request.toevlucht_viewer = viewer_of(person) if person and may_come_in else PUBLIC  # type: ignore[attr-defined]
    return request.toevlucht_viewer  # type: ignore[attr-defined,no-any-return]


def ask_to_log_in(request: HttpRequest) -> HttpResponseBase:
    """Or to set up the second factor that is still missing."""
    if request.user.is_authenticated:
        return redirect("mfa_index")
    # What a form was sent to is often no page: whoever logs in would find nothing there.
    is_page = request.method in ("GET", "HEAD")
    return redirect_to_login(request.get_full_path() if is_page else reverse("desk"))


def missing(viewer: Viewer, event: str, kind: str, record: object) -> Http404:
    """Something of somebody else: recorded as refused, answered as if it did not exist."""
    record_refusal(viewer, NotAllowed(event, kind, (str(record),)))
    return Http404()
