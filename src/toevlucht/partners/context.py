"""What the pages of the desk show around their content: who is logged in, and the menu."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from toevlucht.geography import areas
from toevlucht.partners.access import viewer_of_request
from toevlucht.partners.menu import menu_of
from toevlucht.partners.models import Person


def desk(request: HttpRequest) -> dict[str, Any]:
    """Only on pages that looked up their viewer: the public ones never touch the session."""
    if not hasattr(request, "toevlucht_viewer"):
        return {}
    viewer = viewer_of_request(request)
    return {
        "viewer": viewer,
        "desk_menu": menu_of(viewer, _has_area(request)),
        "logged_in": request.user.is_authenticated,
    }


def _has_area(request: HttpRequest) -> bool:
    """Whether the organisation is for an area of today."""
    somebody = request.user
    area = somebody.organisation.area if isinstance(somebody, Person) else ""
    return areas.exists(area, timezone.localdate())
