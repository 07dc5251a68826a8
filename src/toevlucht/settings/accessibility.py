"""What the operator says in the accessibility statement: whom to tell, and what is planned."""

from __future__ import annotations

import datetime
import os
from collections.abc import Mapping

from toevlucht.settings.environment import SettingError


def accessibility_contact(environment: Mapping[str, str] = os.environ) -> str:
    """Where readers tell what does not work for them: TOEVLUCHT_ACCESSIBILITY_CONTACT."""
    given = environment.get("TOEVLUCHT_ACCESSIBILITY_CONTACT", "").strip()
    mail = given.startswith("mailto:") and "@" in given
    if given and not mail and not given.startswith("https://"):
        raise SettingError(
            "TOEVLUCHT_ACCESSIBILITY_CONTACT must look like mailto:web@example.org or "
            "https://example.org/contact"
        )
    return given


def accessibility_examination(
    environment: Mapping[str, str] = os.environ,
) -> datetime.date | None:
    """The day of the planned examination following WCAG-EM: TOEVLUCHT_ACCESSIBILITY_EXAMINATION."""
    given = environment.get("TOEVLUCHT_ACCESSIBILITY_EXAMINATION", "").strip()
    try:
        return datetime.date.fromisoformat(given) if given else None
    except ValueError:
        raise SettingError(
            "TOEVLUCHT_ACCESSIBILITY_EXAMINATION must be a day like 2027-03-01"
        ) from None
