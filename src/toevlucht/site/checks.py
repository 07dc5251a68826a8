"""What may not be switched on where the site is in real use, whichever module says so."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security)
def nothing_for_developers(**asked: Any) -> list[CheckMessage]:
    """A module that builds on production could still switch these on."""
    if not settings.TOEVLUCHT_PRODUCTION:
        return []
    wrong: list[CheckMessage] = []
    if settings.DEBUG:
        hint = "Remove DEBUG from your module of settings: error pages would show what they hold."
        wrong.append(Error("DEBUG is on.", hint=hint, id="site.E001"))
    if settings.TOEVLUCHT_DEMO:
        hint = "Run the demo with its own settings and its own database."
        wrong.append(Error("TOEVLUCHT_DEMO is on.", hint=hint, id="site.E002"))
    if not settings.TOEVLUCHT_SECOND_FACTOR_REQUIRED:
        hint = "Remove TOEVLUCHT_SECOND_FACTOR_REQUIRED from your module of settings."
        wrong.append(
            Error("People could log in without a second factor.", hint=hint, id="site.E003")
        )
    return wrong
