"""Who reads. Every query takes a viewer and returns only what that viewer may see."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Viewer:
    """A reader by name; there is only the public until partners can log in."""

    name: str


PUBLIC = Viewer("public")
