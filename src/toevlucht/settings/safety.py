"""Who checked the sentences on which safety may hang, as the operator had it done."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from toevlucht.settings.environment import SettingError
from toevlucht.signals.safety import Check, UnreadableChecks, read_checks


def safety_checks(environment: Mapping[str, str] = os.environ) -> dict[str, Check]:
    """From the file that TOEVLUCHT_SAFETY_CHECKS names; none where it names none."""
    given = environment.get("TOEVLUCHT_SAFETY_CHECKS", "")
    try:
        return read_checks(Path(given)) if given else {}
    except UnreadableChecks as error:
        raise SettingError(
            "TOEVLUCHT_SAFETY_CHECKS must name a readable file of [[check]] tables with sha256, "
            f"name and date; `toevlucht safety` prints what to check ({error})"
        ) from error
