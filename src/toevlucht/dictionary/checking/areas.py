"""What the check asks of geography: why an area did not exist on a day."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal, Protocol


@dataclass(frozen=True)
class Absence:
    """Why an area does not exist on a day.

    ``unknown``: no area ever had this code. ``merged``: it went into ``successor`` (a code, with
    its ``successor_name``) on the day ``on``. ``not_yet``: it exists from the day ``on``.
    """

    kind: Literal["unknown", "merged", "not_yet"]
    successor: str = ""
    successor_name: str = ""
    on: datetime.date | None = None


class Geography(Protocol):
    """Areas by date. Codes look like NL, VR13, PV27 and GM0363."""

    def why_not(self, code: str, on: datetime.date) -> Absence | None:
        """None where the area with this code exists on that day."""
        ...
