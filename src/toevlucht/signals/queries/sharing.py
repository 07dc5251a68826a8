"""What was passed on: to answer, sent, and one referral with its steps; a viewer's own only."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from toevlucht.partners.trail.names import name_of_organisation
from toevlucht.records.sealed import custody
from toevlucht.records.viewer import Viewer
from toevlucht.signals import policy
from toevlucht.signals.codes import LIVE_STATES, STATES_TO_ANSWER
from toevlucht.signals.models import DeskEntry, Referral, ReferralStep
from toevlucht.signals.queries.counting import counted_up_to
from toevlucht.signals.queries.emergency import readings_of_own
from toevlucht.signals.step_words import unseal_words
from toevlucht.signals.table_files import MOST_ROWS

PAGE = 50
MOST_COUNTED = 1_000


@dataclass(frozen=True)
class Step:
    """A step with its words, where the viewer may read them."""

    step: ReferralStep
    words: str
    reasons: str  # the section of the texts in which its reason stands


REASONS = {
    "refused": "sharing.refusal",
    "handed_back": "sharing.hand_back",
    "revoked": "sharing.revocation",
    "answered": "sharing.answer",
}


def to_answer(viewer: Viewer, after: str = "") -> list[Referral]:
    """What waits for the viewer's organisation, due first; one more than a page holds."""
    return _due_first(policy.received_referrals(viewer), after)


def awaited(viewer: Viewer, after: str = "") -> list[Referral]:
    """What others have still to answer, due first; one more than a page holds."""
    return _due_first(policy.sent_referrals(viewer), after)


def answered_before(viewer: Viewer) -> list[Referral]:
    """Received and no longer waiting: the newest."""
    found = policy.received_referrals(viewer).exclude(state__in=STATES_TO_ANSWER)
    return list(found.order_by("-pk")[:PAGE])


def live_received(viewer: Viewer) -> list[str]:
    """The references of what goes on at the viewer's organisation, due first: what a file holds."""
    live = policy.received_referrals(viewer).filter(
        state__in=LIVE_STATES, expires_on__gte=timezone.localdate()
    )
    found = live.order_by("due_on", "reference").values_list("reference", flat=True)
    return list(found[:MOST_ROWS])


def find_received(viewer: Viewer, reference: str) -> Referral | None:
    found = policy.received_referrals(viewer).select_related("report")
    return found.filter(reference=reference).first()


def find_referral(viewer: Viewer, reference: str) -> Referral | None:
    """Received or sent, with which of the two, its organisations, and what it brought the viewer.

    ``is_on_desk``: its report; ``can_fetch``: its files, as in `shared_files.can_fetch`.
    """
    on_desk = policy.entries(viewer)
    by_it = on_desk.filter(referral=OuterRef("pk"), reads_sealed=True)
    found = policy.referrals_called(viewer, reference).annotate(
        is_on_desk=Exists(on_desk.filter(report=OuterRef("report"))),
        can_fetch=Exists(by_it.filter(organisation=OuterRef("receiver"))),
        from_whom=name_of_organisation("sender"),
        to_whom=name_of_organisation("receiver"),
    )
    return found.select_related("report").first()


def referrals_of(viewer: Viewer, entry: DeskEntry) -> list[Referral]:
    """Of one report: all for who handles it, the own ones for another; each with its receiver."""
    known = policy.received_referrals(viewer)
    if entry.ground == "handling":
        known = policy.sent_referrals(viewer)
    named = known.annotate(named=name_of_organisation("receiver"))
    return list(named.filter(report=entry.report).order_by("-pk"))


def key_of(viewer: Viewer, referral: Referral) -> bytes | None:
    """Of the words of its steps and of its files, where the viewer's organisation has it."""
    try:
        return custody.open_key(referral.record, viewer.organisation)
    except custody.NoKey:
        return None


def steps_of(referral: Referral, key: bytes | None) -> list[Step]:
    """Each with the name of its organisation, ``named``."""
    steps = referral.steps.annotate(named=name_of_organisation("organisation")).order_by("pk")
    return [
        Step(
            step,
            unseal_words(key, referral, step.words) if key and step.words else "",
            REASONS.get(step.state, ""),
        )
        for step in steps
    ]


def waiting_counts(viewer: Viewer) -> dict[str, int]:
    """What the desk tells without being asked: to answer, to confirm, and who read in an emergency.

    Each at most one more than `MOST_COUNTED`; one query.
    """
    asked = policy.received_referrals(viewer).filter(state__in=STATES_TO_ANSWER)
    unread = policy.corrections(viewer).filter(confirmed_at=None)
    read = readings_of_own(viewer)
    names = ("waiting_referrals", "waiting_corrections", "emergency_readings")
    counted = counted_up_to(MOST_COUNTED + 1, (asked, unread, read))
    return dict(zip(names, counted, strict=True))


def _due_first(found: QuerySet[Referral], after: str) -> list[Referral]:
    asked = found.filter(state__in=STATES_TO_ANSWER).order_by("due_on", "reference")
    if last := found.filter(reference=after).first() if after else None:
        later = Q(due_on__gt=last.due_on) | Q(due_on=last.due_on, reference__gt=last.reference)
        asked = asked.filter(later)
    return list(asked[: PAGE + 1])
