"""Clean copies that go along with a referral: sealed anew under its key, and destroyed with it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db.models import QuerySet

from toevlucht.records.attachments.facts import seal_facts
from toevlucht.records.attachments.taking import GivenFile
from toevlucht.records.sealed.files import destroy_file, read_file, write_file
from toevlucht.signals.models import Attachment, Referral, Report, SharedFile


@contextmanager
def copied(
    report: Report,
    report_key: bytes | None,
    referral: Referral,
    key: bytes,
    chosen: Collection[int],
) -> Iterator[list[SharedFile]]:
    """Rows to save within; where that fails, none of their files stays on the disk."""
    copies: list[SharedFile] = []
    try:
        if report_key is not None:
            for row in clean_files(report).filter(number__in=chosen):
                content = read_file(report_key, report.record, row.clean_copy)
                copies.append(_copy(referral, key, row, len(copies) + 1, content))
        yield copies
    except BaseException:
        for copy in copies:
            destroy_file(copy.stored)
        raise


def clean_files(report: Report) -> QuerySet[Attachment]:
    """Those that can go along: there is a clean copy of them."""
    return Attachment.objects.filter(report=report, state="clean").order_by("number")


def destroy_copies(referral: Referral) -> None:
    """Rows and files; who handles the report has the originals still."""
    stored = stored_copies([referral.pk])
    referral.files.all().delete()
    for name in stored:
        destroy_file(name)


def stored_copies(referrals: Collection[int]) -> list[str]:
    found = SharedFile.objects.filter(referral__in=referrals)
    return list(found.values_list("stored", flat=True))


def _copy(
    referral: Referral, key: bytes, row: Attachment, number: int, content: bytes
) -> SharedFile:
    file = GivenFile("", content)
    return SharedFile(
        referral=referral,
        number=number,
        of_file=row.number,
        stored=write_file(key, referral.record, content),
        facts=seal_facts(key, referral.record, number, file),
    )
