"""Who reads or acts. Every query takes a viewer and returns only what that viewer may see."""

from __future__ import annotations

from dataclasses import dataclass

ROLES = (
    "reporter",
    "coordinator",
    "reader",
    "contributor",
    "editor",
    "approver",
    "administrator",
)


@dataclass(frozen=True)
class Viewer:
    """A person in an organisation with roles; without a person it is the public or a machine."""

    person: int | None = None
    organisation: str = ""  # its code, as in the data dictionary
    roles: frozenset[str] = frozenset()
    is_centre: bool = False  # whether the organisation is the expertise centre
    channel: str = "page"  # page, api, command or task

    @property
    def is_public(self) -> bool:
        return not self.organisation

    def has(self, *roles: str) -> bool:
        """Whether the viewer has one of these roles, in the organisation it acts for."""
        return not self.roles.isdisjoint(roles)

    def is_centre_with(self, *roles: str) -> bool:
        """Whether the viewer has one of these roles at the expertise centre."""
        return self.is_centre and self.has(*roles)


PUBLIC = Viewer()
OPERATOR = Viewer(channel="command")
"""Somebody with a shell on the server; commands record what they change under this name."""


class NotAllowed(Exception):
    """The viewer may not do this. Pages answer 403 and the API a problem; it is recorded."""

    def __init__(self, event: str, kind: str = "", ids: tuple[str, ...] = ()) -> None:
        super().__init__(event)
        self.event = event
        self.kind = kind
        self.ids = ids
