"""The clean copies that went along with a referral: which they are, and one of them to read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from toevlucht.records.actions import record_read
from toevlucht.records.attachments.facts import Facts, unseal_facts
from toevlucht.records.attachments.taking import ENDINGS, kind_of
from toevlucht.records.sealed import custody
from toevlucht.records.sealed.files import read_file
from toevlucht.records.viewer import Viewer
from toevlucht.signals import policy
from toevlucht.signals.models import Referral, SharedFile
from toevlucht.signals.queries.files import Fetched


@dataclass(frozen=True)
class Shared:
    """A copy as pages show it."""

    row: SharedFile
    facts: Facts


def listed_under(key: bytes, referral: Referral) -> list[Shared]:
    rows = referral.files.order_by("number")
    record = referral.record
    return [Shared(row, unseal_facts(key, record, row.number, row.facts)) for row in rows]


def can_fetch(viewer: Viewer, referral: Referral) -> bool:
    """As the parts: by this referral the report lies on the viewer's desk, and was accepted."""
    found = policy.entries(viewer).filter(referral=referral, reads_sealed=True)
    return referral.receiver == viewer.organisation and found.exists()


def numbers_to_fetch(viewer: Viewer, referrals: Iterable[Referral]) -> dict[int, list[int]]:
    """Of each referral the numbers of the files that the viewer can fetch now."""
    readable = policy.entries(viewer).filter(reads_sealed=True).values("referral")
    found = SharedFile.objects.filter(referral__in=list(referrals)).filter(referral__in=readable)
    numbers: dict[int, list[int]] = {}
    for referral, number in found.order_by("number").values_list("referral", "number"):
        numbers.setdefault(referral, []).append(number)
    return numbers


def fetch_shared_file(viewer: Viewer, referral: Referral, number: int) -> Fetched | None:
    """On record as read; nothing where the viewer may not, or there is none."""
    if not can_fetch(viewer, referral):
        return None
    try:
        key = custody.open_key(referral.record, viewer.organisation)
    except custody.NoKey:
        return None
    return fetch_under(viewer, key, referral, number)


def fetch_under(viewer: Viewer, key: bytes, referral: Referral, number: int) -> Fetched | None:
    """With the key of the referral, which an organisation or an opened link gave."""
    row = referral.files.filter(number=number).first()
    if row is None:
        return None
    try:
        content = read_file(key, referral.record, row.stored)
    except FileNotFoundError:
        return None
    record_read(viewer, "referral.file_read", "referral", [referral.reference, number])
    kind = kind_of(content) or "application/octet-stream"
    return Fetched(f"{referral.reference}-{number}.{ENDINGS.get(kind, 'bin')}", kind, content)
