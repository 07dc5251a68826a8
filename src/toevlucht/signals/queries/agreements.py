"""What organisations agreed to pass on to each other, and on which legal basis they may today."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from toevlucht.partners.models import Agreement, Organisation
from toevlucht.records.viewer import Viewer
from toevlucht.signals.codes import ACTS
from toevlucht.signals.legal_bases import LegalBasis, legal_bases


@dataclass(frozen=True)
class Allowed:
    """That this may go to an organisation now, on one basis, and within how many days."""

    act: str
    receiver: Organisation
    basis: LegalBasis
    answer_days: int


def agreements_of(viewer: Viewer) -> QuerySet[Agreement]:
    """Those of the viewer's organisation, for people who pass reports on; newest first."""
    if not viewer.has("coordinator") or viewer.person is None:
        return Agreement.objects.none()
    own = Q(sender__code=viewer.organisation) | Q(receiver__code=viewer.organisation)
    found = Agreement.objects.filter(own).select_related("sender", "receiver")
    return found.order_by("-valid_from", "-pk")


def agreements_from(sender: str, on: datetime.date) -> QuerySet[Agreement]:
    """Those under which an organisation may pass something on that day; the newest first."""
    valid = Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on))
    found = Agreement.objects.filter(valid, sender__code=sender, receiver__is_active=True)
    return found.select_related("sender", "receiver").order_by("-valid_from", "-pk")


def allowed_under(agreements: Iterable[Agreement], on: datetime.date) -> list[Allowed]:
    """What may be passed on: where agreements and the list of bases meet."""
    allowed: dict[tuple[str, str, str], Allowed] = {}
    for agreement in agreements:
        for one in _under(agreement, on):
            allowed.setdefault((one.receiver.code, one.act, one.basis.code), one)
    return list(allowed.values())


def _under(agreement: Agreement, on: datetime.date) -> list[Allowed]:
    kinds = agreement.sender.kind, agreement.receiver.kind
    return [
        Allowed(act, agreement.receiver, basis, agreement.answer_days)
        for act in ACTS
        if act in agreement.acts
        for basis in legal_bases()
        if basis.code in agreement.bases and basis.serves(act, *kinds, on)
    ]
