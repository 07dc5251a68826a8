"""Make and end agreements: what one organisation may pass on to another, and why it may."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from toevlucht.language import Message
from toevlucht.partners.bases import bases_on
from toevlucht.partners.models import Agreement, Organisation
from toevlucht.partners.rules import AGREED_ACTS, Refused, administers_all
from toevlucht.records.actions import record_change
from toevlucht.records.viewer import NotAllowed, Viewer

LONGEST = 90  # days to answer


@dataclass(frozen=True)
class Terms:
    """What is agreed. ``valid_to`` is its last day; without one it goes on."""

    acts: Collection[str]
    bases: Collection[str]
    answer_days: int
    valid_from: datetime.date
    valid_to: datetime.date | None = None


@transaction.atomic
def make_agreement(
    viewer: Viewer, sender: Organisation, receiver: Organisation, terms: Terms
) -> Agreement:
    """The centre writes down what the two agreed; both can see it."""
    if not administers_all(viewer):
        raise NotAllowed("agreement.made", "organisation", (sender.code, receiver.code))
    if sender.pk == receiver.pk:
        raise Refused(Message("places.problem.same_organisation"), "receiver")
    _only_possible(terms)
    agreement = Agreement.objects.create(
        sender=sender,
        receiver=receiver,
        acts=[act for act in AGREED_ACTS if act in terms.acts],
        bases=sorted(set(terms.bases)),
        answer_days=terms.answer_days,
        valid_from=terms.valid_from,
        valid_to=terms.valid_to,
    )
    record_change(viewer, "agreement.made", "agreement", (agreement.pk,))
    return agreement


@transaction.atomic
def end_agreement(viewer: Viewer, agreement: Agreement, last_day: datetime.date) -> None:
    """What was passed on under it stays with who has it."""
    if not administers_all(viewer):
        raise NotAllowed("agreement.ended", "agreement", (str(agreement.pk),))
    if last_day < agreement.valid_from:
        raise Refused(Message("places.problem.wrong_order"), "valid_to")
    agreement.valid_to = last_day
    agreement.save(update_fields=["valid_to"])
    record_change(viewer, "agreement.ended", "agreement", (agreement.pk,))


def _only_possible(terms: Terms) -> None:
    if not terms.acts or not set(terms.acts) <= set(AGREED_ACTS):
        raise Refused(Message("places.problem.acts"), "acts")
    known = {basis.code for basis in bases_on(timezone.localdate())}
    if not terms.bases or not set(terms.bases) <= known:
        raise Refused(Message("places.problem.bases"), "bases")
    if not 1 <= terms.answer_days <= LONGEST:
        raise Refused(Message("places.problem.answer_days", {"n": LONGEST}), "answer_days")
    if terms.valid_to and terms.valid_to < terms.valid_from:
        raise Refused(Message("places.problem.wrong_order"), "valid_to")
