"""Backups of the key store: short-lived, so that what was destroyed is gone for good one day.

One encrypted file holds every key as the store has it, wrapped, and says when it was made. Older
ones in the same folder are removed, and one that is older than is allowed is never put back.
"""

from __future__ import annotations

import base64
import datetime
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import connections, transaction
from django.utils import timezone

from toevlucht.records.keystore.models import OrganisationKey, WrappedKey
from toevlucht.records.keystore.router import KEYS
from toevlucht.signals.actions.destroying import destroy_again
from toevlucht.site.backup.problem import BackupProblem, disk_problems_told
from toevlucht.site.backup.stream import CHUNK, OpeningStream, SealingStream

FORMAT = 1
NAME = re.compile(r"keys-(\d{4}-\d{2}-\d{2}T\d{6}Z)\.backup")
WRITTEN = "keys-%Y-%m-%dT%H%M%SZ.backup"
AT_ONCE = 2_000

Row = dict[str, Any]


def back_up_keys(folder: Path, secret: str) -> tuple[Path, int, int]:
    """The file, how many keys are in it, and how many older backups were removed."""
    now = timezone.now().astimezone(datetime.UTC)
    file = folder / now.strftime(WRITTEN)
    if file.exists():
        raise BackupProblem("file_exists", path=str(file))
    part = file.with_name(f".{file.name}")
    try:
        with disk_problems_told():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            part.touch(mode=0o600)
            with part.open("wb") as target:
                keys = _write(target, secret, now)
                target.flush()
                os.fsync(target.fileno())
            part.rename(file)
    finally:
        part.unlink(missing_ok=True)
    return file, keys, _remove_old(folder, now)


def restore_keys(file: Path, secret: str) -> tuple[datetime.datetime, int, int]:
    """When it was made, how many keys came back, and how many of those were destroyed again.

    All of it or nothing, into an empty key store. Raises `BackupProblem`.
    """
    with file.open("rb") as source:
        lines = _lines(OpeningStream(source, secret))
        made = _made(next(lines, {}))
        with transaction.atomic(using=KEYS):
            if OrganisationKey.objects.exists() or WrappedKey.objects.exists():
                raise BackupProblem("keys_not_empty")
            keys = _put_back(lines)
    _go_on_counting()
    return made, keys, destroy_again()


def _write(target: BinaryIO, secret: str, now: datetime.datetime) -> int:
    stream = SealingStream(target, secret)
    with transaction.atomic(using=KEYS):
        _see_one_moment()
        written = 0
        _say(stream, {"format": FORMAT, "what": "keys", "made": now.isoformat()})
        for row in _rows():
            _say(stream, row)
            written += "record" in row
    _say(stream, {"end": written})
    stream.finish()
    return written


def _see_one_moment() -> None:
    """On SQLite a transaction always does; PostgreSQL is asked to."""
    store = connections[KEYS]
    if store.vendor == "postgresql" and len(store.savepoint_ids) == 0:
        with store.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def _rows() -> Iterator[Row]:
    for own in OrganisationKey.objects.order_by("pk").iterator(AT_ONCE):
        yield {
            "organisation": own.organisation,
            "number": own.pk,
            "wrapped": _text(own.wrapped),
            "master": own.master,
            "made_at": own.made_at.isoformat(),
            "is_current": own.is_current,
        }
    for held in WrappedKey.objects.order_by("pk").iterator(AT_ONCE):
        yield {
            "record": held.record,
            "holder": held.holder,
            "under": held.organisation_key_id,
            "wrapped": _text(held.wrapped),
            "made_at": held.made_at.isoformat(),
        }


def _put_back(lines: Iterator[Row]) -> int:
    held: list[WrappedKey] = []
    found = 0
    for row in lines:
        if "end" in row:
            WrappedKey.objects.bulk_create(held)
            if row["end"] != found or next(lines, None) is not None:
                raise BackupProblem("damaged")
            return found
        if "organisation" in row:
            _organisation_key(row).save(force_insert=True)
            continue
        held.append(_wrapped_key(row))
        found += 1
        if len(held) >= AT_ONCE:
            WrappedKey.objects.bulk_create(held)
            held = []
    raise BackupProblem("damaged")


def _organisation_key(row: Row) -> OrganisationKey:
    return OrganisationKey(
        pk=row["number"],
        organisation=row["organisation"],
        wrapped=base64.b64decode(row["wrapped"]),
        master=row["master"],
        made_at=datetime.datetime.fromisoformat(row["made_at"]),
        is_current=row["is_current"],
    )


def _wrapped_key(row: Row) -> WrappedKey:
    return WrappedKey(
        record=row["record"],
        holder=row["holder"],
        organisation_key_id=row["under"],
        wrapped=base64.b64decode(row["wrapped"]),
        made_at=datetime.datetime.fromisoformat(row["made_at"]),
    )


def _go_on_counting() -> None:
    """Numbers were given by hand: PostgreSQL must not give the same ones again."""
    store = connections[KEYS]
    with store.cursor() as cursor:
        for statement in store.ops.sequence_reset_sql(_no_style(), [OrganisationKey]):
            cursor.execute(statement)


def _no_style() -> Any:
    from django.core.management.color import no_style

    return no_style()


def _made(opening: Row) -> datetime.datetime:
    if opening.get("format") != FORMAT or opening.get("what") != "keys":
        raise BackupProblem("no_keys_in_it")
    made = datetime.datetime.fromisoformat(opening["made"])
    if timezone.now() - made > _allowed():
        days = settings.TOEVLUCHT_KEY_BACKUP_DAYS
        raise BackupProblem("keys_too_old", made=opening["made"], days=str(days))
    return made


def _allowed() -> datetime.timedelta:
    return datetime.timedelta(days=settings.TOEVLUCHT_KEY_BACKUP_DAYS)


def _remove_old(folder: Path, now: datetime.datetime) -> int:
    old = [
        path
        for path in folder.iterdir()
        if (named := NAME.fullmatch(path.name)) and now - _moment(named[1]) > _allowed()
    ]
    for path in old:
        path.unlink()
    return len(old)


def _moment(written: str) -> datetime.datetime:
    return datetime.datetime.strptime(written, "%Y-%m-%dT%H%M%S%z")


def _say(stream: SealingStream, row: Row) -> None:
    stream.write(json.dumps(row).encode() + b"\n")


def _lines(stream: OpeningStream) -> Iterator[Row]:
    """A part comes out only after it was authenticated, and the end is the end."""
    rest = b""
    while part := stream.read(CHUNK):
        *whole, rest = (rest + part).split(b"\n")
        for line in whole:
            yield _row(line)
    if rest:
        raise BackupProblem("damaged")


def _row(line: bytes) -> Row:
    try:
        row: Row = json.loads(line)
    except ValueError as error:
        raise BackupProblem("no_keys_in_it") from error
    return row


def _text(wrapped: bytes | memoryview) -> str:
    return base64.b64encode(bytes(wrapped)).decode()
