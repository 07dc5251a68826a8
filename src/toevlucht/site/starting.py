"""Refuse to start where real use would be unsafe: what the settings alone cannot know."""

from __future__ import annotations

from django.conf import settings
from django.core.checks import run_checks

from toevlucht.settings.environment import SettingError


def refuse_unsafe_start() -> None:
    """In production: no error of Django's checks and ours, also those that ask the database."""
    if not settings.TOEVLUCHT_PRODUCTION:
        return
    found = run_checks(databases=["default"])
    wrong = [one for one in found if one.is_serious() and not one.is_silenced()]
    if wrong:
        listed = "\n".join(f"- {one.msg} {one.hint or ''}".rstrip() for one in wrong)
        raise SettingError(
            f"Toevlucht does not start in production before this is mended:\n{listed}"
        )
