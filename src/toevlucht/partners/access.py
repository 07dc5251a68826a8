"""Pages for people who are logged in: who is not is asked to; who may not is refused."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.cache import cache_control

from toevlucht.partners.queries import viewer_of_person
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
                return redirect_to_login(request.get_full_path())
            if (roles and not viewer.has(*roles)) or (centre and not viewer.is_centre):
                raise NotAllowed("page.opened", "page", (page.__name__,))
            return page(request, viewer, *args, **kwargs)

        return cache_control(private=True, no_store=True)(answer)

    return decorate


def viewer_of_request(request: HttpRequest) -> Viewer:
    """Who asks; looked up once a request."""
    if not hasattr(request, "toevlucht_viewer"):
        person = request.user.pk if request.user.is_authenticated else None
        request.toevlucht_viewer = viewer_of_person(person) if person else PUBLIC  # type: ignore[attr-defined]
    return request.toevlucht_viewer  # type: ignore[attr-defined,no-any-return]
