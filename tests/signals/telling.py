"""Reports to test with, and the organisations that could handle them."""

from __future__ import annotations

from typing import Any

from tests.partners.people import organisation, person

from toevlucht.partners.models import Person
from toevlucht.records.viewer import PUBLIC, Viewer
from toevlucht.signals.actions.receiving import ReceiptKeys, Way, receive_report
from toevlucht.signals.models import Report
from toevlucht.signals.telling import Telling, Words

UTRECHT, AMERSFOORT = "GM0344", "GM0307"  # both in safety region VR09
VAN = "A white van without a name stood at the gate three mornings."


def municipality(code: str = "gm0344", area: str = UTRECHT) -> Person:
    """A municipality with somebody who coordinates there."""
    organisation(code, kind="municipality", area=area)
    return person("coordinator", code, "coordinator")


def safety_region(code: str = "vr09", area: str = "VR09") -> Person:
    organisation(code, kind="region", area=area)
    return person("coordinator", code, "coordinator")


def independent(code: str = "comensha") -> Person:
    organisation(code, kind="care_coordination", is_independent_contact=True)
    return person("coordinator", code, "coordinator")


def viewer(somebody: Person, *roles: str) -> Viewer:
    return Viewer(
        person=somebody.pk,
        organisation=somebody.organisation.code,
        roles=frozenset(roles or ("coordinator",)),
        is_centre=somebody.organisation.is_centre,
    )


def telling(facts: str = VAN, keep_from: str = "", **values: Any) -> Telling:
    usual = {"situation": "recruiting", "place_kind": "reception", "municipality": UTRECHT}
    return Telling(Words(facts, keep_from=keep_from), **{**usual, **values})


def report(
    told: Telling | None = None, receipt: ReceiptKeys | None = None, by: Viewer = PUBLIC
) -> Report:
    """Received as from the public page."""
    return receive_report(by, told or telling(), Way("page", "public", "uk"), receipt)
