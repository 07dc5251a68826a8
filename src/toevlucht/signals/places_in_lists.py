"""Where a page of a list begins, as an address carries it: sealed, for it holds inner numbers."""

from __future__ import annotations

import base64
import binascii
import datetime

from toevlucht.records.sealed.envelope import CannotOpen, seal, unseal
from toevlucht.records.sealed.masters import derived_key
from toevlucht.records.viewer import Viewer
from toevlucht.signals.queries.worklists import Place


def written(viewer: Viewer, place: Place) -> str:
    """For this viewer: in the address of somebody else it leads nowhere."""
    told = f"{place.day.isoformat()} {place.entry}".encode()
    return base64.urlsafe_b64encode(seal(_key(), told, _about(viewer))).decode("ascii")


def read(viewer: Viewer, text: str) -> Place | None:
    """None for what was not written here: the list then begins at its beginning."""
    try:
        told = unseal(_key(), base64.urlsafe_b64decode(text.encode()), _about(viewer)).decode()
    except (CannotOpen, binascii.Error, ValueError):
        return None
    day, entry = told.split()
    return Place(int(entry), datetime.date.fromisoformat(day))


def _key() -> bytes:
    return derived_key("places in lists")


def _about(viewer: Viewer) -> str:
    return f"place in a list of person {viewer.person} at {viewer.organisation}"
