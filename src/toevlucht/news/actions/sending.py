"""Send an issue: a row for each recipient, and what is known of each mail at every moment.

One commit stands between two mails: it keeps what became of the one and claims the other. So a
sender that dies leaves at most one mail of which nobody knows whether the server has it. That one
goes again, with the same Message-ID and marked as a possible repeat.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from toevlucht.language import LANGUAGES, Message
from toevlucht.news.actions.bouncing import note_bounce
from toevlucht.news.actions.composing import locked_issue
from toevlucht.news.addresses import addresses_of
from toevlucht.news.alone import alone
from toevlucht.news.handing import DOWN, NEVER, TAKEN, UNKNOWN, Outcome, Post
from toevlucht.news.mailing import Rendered, mail_domain, mail_to, rendered
from toevlucht.news.models import Delivery, Issue, IssueItem, Subscription
from toevlucht.news.models.issues import (
    CLAIMED,
    FAILED,
    HANDED,
    REFUSED,
    SENDING,
    SENT,
    WAITING,
    WITHDRAWN,
    WRITING,
)
from toevlucht.news.models.subscribers import CONFIRMED
from toevlucht.news.queries.issues import versions_brought, versions_to_bring
from toevlucht.partners.rules import Refused
from toevlucht.records.actions import record_change
from toevlucht.records.jobs import ask
from toevlucht.records.viewer import NotAllowed, Viewer

SEND = "mailing.send"
AT_ONCE = 100
MOST_ATTEMPTS = 8
LONGEST_PAUSE = 30.0  # seconds

Wait = Callable[[float], None]


def may_send(viewer: Viewer, issue: Issue) -> bool:
    """An approver of the centre who composed and wrote nothing of it."""
    if not viewer.is_centre_with("approver") or viewer.person in (None, issue.composed_by_id):
        return False
    return not issue.saves.filter(author=viewer.person).exists()


@transaction.atomic
def start_sending(viewer: Viewer, issue: Issue, seen: int, site: str) -> Issue:
    """Note every recipient with a Message-ID, and ask a worker to send."""
    issue = locked_issue(issue)
    if not may_send(viewer, issue):
        raise NotAllowed("newsletter.sent", "newsletter", (str(issue.number),))
    if issue.state != WRITING:
        raise Refused(Message("newsletter.problem.not_writable"))
    if issue.revision != seen:
        raise Refused(Message("news.problem.changed_since"))
    versions = versions_to_bring(issue)
    if not versions or len(versions) != len(issue.items):
        raise Refused(Message("newsletter.problem.items"))
    IssueItem.objects.bulk_create(
        IssueItem(issue=issue, version=one, position=place)
        for place, one in enumerate(versions, start=1)
    )
    issue.state, issue.sent_by_id, issue.site = SENDING, viewer.person, site
    issue.started_at = timezone.now()
    issue.save(update_fields=["state", "sent_by", "site", "started_at"])
    _note_recipients(issue)
    record_change(viewer, "newsletter.sent", "newsletter", (issue.number,))
    ask(viewer, SEND, issue=issue.number)
    return issue


def _note_recipients(issue: Issue) -> None:
    """One mail for each subscriber, in the language of the list that was joined first."""
    there = Subscription.objects.filter(state=CONFIRMED, audience__in=issue.audiences)
    languages: dict[int, str] = {}
    for subscriber, tag in there.order_by("pk").values_list("subscriber", "language"):
        languages.setdefault(subscriber, tag)
    domain = mail_domain()
    Delivery.objects.bulk_create(
        (
            Delivery(
                issue=issue,
                subscriber_id=subscriber,
                language=tag,
                message_id=f"<{secrets.token_hex(16)}@{domain}>",
            )
            for subscriber, tag in languages.items()
        ),
        batch_size=500,
    )


def send(number: int, seconds: float = float("inf"), wait: Wait = time.sleep) -> int:
    """Hand over what waits, for so long; how many mails wait still. Raises `AnotherSends`."""
    with alone():
        issue = Issue.objects.get(number=number)
        if issue.state != SENDING:
            return 0
        take_back_claims(issue)
        return _Sender(issue, time.monotonic() + seconds, wait).run()


def take_back_claims(issue: Issue) -> int:
    """Whoever claimed these is dead: whether the server has them nobody knows."""
    left = issue.deliveries.filter(state=CLAIMED)
    return left.update(state=WAITING, may_repeat=True)


class _Sender:
    """Sends at a steady pace, and slower as long as the server asks for it."""

    def __init__(self, issue: Issue, until: float, wait: Wait) -> None:
        self.issue, self.until, self.wait = issue, until, wait
        self.post = Post()
        self.apart = 60.0 / settings.TOEVLUCHT_NEWSLETTER_PER_MINUTE
        self.pause = 0.0
        versions = versions_brought(issue)
        self.mails: dict[str, Rendered] = {tag: rendered(issue, versions, tag) for tag in LANGUAGES}
        self.last: tuple[Delivery, Outcome] | None = None

    def run(self) -> int:
        try:
            while self._some():
                pass
        finally:
            self._keep(None)
            self.post.close()
        waiting = self.issue.deliveries.filter(state=WAITING).count()
        if not waiting:
            _end(self.issue)
        return waiting

    def _some(self) -> bool:
        """A batch; False where nothing waits or the time is over."""
        waiting = self.issue.deliveries.filter(state=WAITING).select_related("subscriber")
        # What was tried less often goes first, so that one bad address holds up nobody.
        some = list(waiting.order_by("attempts", "pk")[:AT_ONCE])
        there = _still_there(some)
        known = addresses_of(one.subscriber for one in some if one.subscriber)
        for one in some:
            if time.monotonic() >= self.until:
                return False
            reference = one.subscriber.reference if one.subscriber else ""
            address = known.get(reference, "") if one.pk in there else ""
            self._one(one, address)
        return bool(some)

    def _one(self, delivery: Delivery, address: str) -> None:
        begun = time.monotonic()
        if not self._keep(delivery, to_nobody=not address) or not address:
            return
        outcome = self.post.hand_over(mail_to(delivery, address, self.mails[delivery.language]))
        self.last = (delivery, outcome)
        if outcome.kind in (TAKEN, NEVER):
            self.pause = 0.0
            self.wait(max(0.0, self.apart - (time.monotonic() - begun)))
        else:
            self._keep(None)
            self.pause = min(LONGEST_PAUSE, max(1.0, self.pause * 2))
            self.wait(self.pause)

    def _keep(self, following: Delivery | None, to_nobody: bool = False) -> bool:
        """What became of the last one, and the claim on the next, in one commit."""
        with transaction.atomic():
            if self.last:
                _note_outcome(*self.last)
            claimed = True
            if following:
                mine = Delivery.objects.filter(pk=following.pk, state=WAITING)
                claimed = bool(mine.update(state=WITHDRAWN if to_nobody else CLAIMED))
        self.last = None
        return claimed


def _still_there(some: list[Delivery]) -> set[int]:
    """Those whose subscriber is on a list of the issue still."""
    if not some:
        return set()
    subscribers = [one.subscriber_id for one in some]
    confirmed = Subscription.objects.filter(
        subscriber__in=subscribers, state=CONFIRMED, audience__in=some[0].issue.audiences
    )
    left = set(confirmed.values_list("subscriber", flat=True))
    return {one.pk for one in some if one.subscriber_id in left}


def _note_outcome(delivery: Delivery, outcome: Outcome) -> None:
    attempts = delivery.attempts + (outcome.kind != DOWN)
    fields: dict[str, Any] = {"attempts": attempts, "answer": outcome.code}
    if outcome.kind == TAKEN:
        fields |= {"state": HANDED, "handed_at": timezone.now()}
    elif outcome.kind == NEVER:
        fields |= {"state": REFUSED}
    else:
        fields |= {"state": WAITING if attempts < MOST_ATTEMPTS else FAILED}
        if outcome.kind == UNKNOWN:
            fields |= {"may_repeat": True}
    Delivery.objects.filter(pk=delivery.pk).update(**fields)
    if outcome.kind == NEVER:
        note_bounce(delivery, outcome.status or f"{outcome.code // 100}.0.0", is_permanent=True)


def _end(issue: Issue) -> None:
    Issue.objects.filter(pk=issue.pk, state=SENDING).update(state=SENT, ended_at=timezone.now())
