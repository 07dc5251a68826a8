"""What every public page is: to be read only, and asked for anew before it is shown again."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponseBase
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

Page = Callable[..., HttpResponseBase]


def public_page(page: Page) -> Page:
    """GET and HEAD only; a stored copy is checked each time, so that no correction is missed."""
    return require_safe(cache_control(no_cache=True, public=True)(page))
