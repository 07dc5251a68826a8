"""What machines ask for in fixed places: where to report a weakness, and what not to gather."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from toevlucht.language import LANGUAGES
from toevlucht.site.health import health

# RFC 9116 wants less than a year. Whoever runs the site restarts it more often than this, and
# the contact is asked for each time.
VALID = datetime.timedelta(days=180)
FOR_PEOPLE_WITH_AN_ACCOUNT = ("desk", "account")


@require_safe
@cache_control(public=True, max_age=86_400)
def security_txt(request: HttpRequest) -> HttpResponse:
    """RFC 9116; only where the operator named a contact."""
    if not settings.TOEVLUCHT_SECURITY_CONTACT:
        raise Http404
    site = settings.TOEVLUCHT_ADDRESS or f"{request.scheme}://{request.get_host()}"
    midnight = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    expires = (midnight + VALID).astimezone(datetime.UTC)
    lines = [
        f"Contact: {settings.TOEVLUCHT_SECURITY_CONTACT}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(LANGUAGES)}",
        f"Canonical: {site}{reverse('security-txt')}",
        *(f"Policy: {site}/{tag}/security/" for tag in LANGUAGES),
    ]
    return _text(lines)


@require_safe
@cache_control(public=True, max_age=86_400)
def robots_txt(request: HttpRequest) -> HttpResponse:
    """What is published may be found; forms to log in need not be."""
    closed = [
        f"Disallow: /{tag}/{part}/" for tag in LANGUAGES for part in FOR_PEOPLE_WITH_AN_ACCOUNT
    ]
    return _text(["User-agent: *", *closed])


def _text(lines: list[str]) -> HttpResponse:
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


ADDRESSES = [
    path(".well-known/security.txt", security_txt, name="security-txt"),
    path("health", health, name="health"),
    path("robots.txt", robots_txt, name="robots-txt"),
]
