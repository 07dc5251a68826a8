"""What servers say of mails that did not arrive, and when a list ends by it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from typing import cast

from django.db import transaction

from toevlucht.news.actions.subscribing import end
from toevlucht.news.models import Bounce, Delivery
from toevlucht.records.actions import record_change
from toevlucht.records.viewer import OPERATOR, NotAllowed, Viewer

NO_SUCH_ADDRESS = re.compile(r"5\.1\.\d+")
ENDS_AFTER = 3
"""So many issues that were refused for good for another reason than that nobody is there."""

STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
MBOX = b"From "


@dataclass(frozen=True)
class Returned:
    """A notice that names a mail of ours and says what became of it."""

    message_id: str
    status: str

    @property
    def is_permanent(self) -> bool:
        return self.status.startswith("5")


@dataclass
class Counted:
    """How many mails a file held, and what they were."""

    mails: int = 0
    bounces: int = 0
    unknown: int = 0  # no notice, or of no mail of ours


def take_bounces(viewer: Viewer, content: bytes) -> Counted:
    """From a mailbox file or one mail. The same notice counts once, however often it is read.

    A mail is found by its Message-ID, which only its recipient and the servers between know: by
    an address alone anybody could end anybody's list.
    """
    if viewer != OPERATOR:
        raise NotAllowed("newsletter.bounced", "newsletter")
    counted = Counted()
    for mail in _mails(content):
        counted.mails += 1
        returned = returned_in(mail)
        found = returned and Delivery.objects.filter(message_id=returned.message_id).first()
        if not returned or not found:
            counted.unknown += 1
            continue
        with transaction.atomic():
            counted.bounces += note_bounce(found, returned.status, returned.is_permanent)
            record_change(viewer, "newsletter.bounced", "newsletter", (found.issue_id,))
    return counted


def note_bounce(delivery: Delivery, status: str, is_permanent: bool) -> bool:
    """In the caller's transaction; whether it is the first of this mail."""
    _, is_new = Bounce.objects.get_or_create(
        delivery=delivery, defaults={"status": status, "is_permanent": is_permanent}
    )
    if is_new and delivery.subscriber and _is_over(delivery, status):
        end(delivery.subscriber.reference, "bounced")
    return is_new


def _is_over(delivery: Delivery, status: str) -> bool:
    """Nobody is there; or mail was refused for good often enough."""
    if NO_SUCH_ADDRESS.fullmatch(status):
        return True
    refused = Bounce.objects.filter(delivery__subscriber=delivery.subscriber, is_permanent=True)
    return refused.count() >= ENDS_AFTER


def returned_in(mail: EmailMessage) -> Returned | None:
    """What a delivery status notification (RFC 3464) says; None for any other mail."""
    if mail.get_content_type() != "multipart/report":
        return None
    status, message_id = "", ""
    for part in mail.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            status = status or _status(part)
        elif kind in ("message/rfc822", "text/rfc822-headers"):
            message_id = message_id or _message_id(part)
    return Returned(message_id, status) if status and message_id else None


def _status(part: Message) -> str:
    """Of the first recipient that the notice speaks of: a mail of ours has one."""
    blocks = part.get_payload()
    for block in blocks if isinstance(blocks, list) else ():
        action = str(cast(Message, block).get("Action", "")).strip().lower()
        found = STATUS.match(str(cast(Message, block).get("Status", "")).strip())
        if action in ("failed", "delayed") and found:
            return found[0]
    return ""


def _message_id(part: Message) -> str:
    payload = part.get_payload()
    if isinstance(payload, list):
        return str(cast(Message, payload[0]).get("Message-ID", "")).strip()
    headers = message_from_bytes(str(payload).encode(), policy=policy.default)
    return str(headers.get("Message-ID", "")).strip()


def _mails(content: bytes) -> Iterator[EmailMessage]:
    each = re.split(rb"(?m)^From .*\r?\n", content)[1:] if content.startswith(MBOX) else [content]
    for one in each:
        yield message_from_bytes(one, policy=policy.default)
