"""A piece of work: a request, a task or a command, and the lines that it still has to write."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TypeVar

from django.db import transaction

from toevlucht.records.models import AuditLine

Part = TypeVar("Part")


@dataclass(frozen=True)
class Work:
    """Its random name ties its lines together, which wait for its end unless written at once."""

    request: str
    lines: list[AuditLine] = field(default_factory=list)
    at_once: bool = False


_current: ContextVar[Work | None] = ContextVar("current_work", default=None)


@contextmanager
def unit_of_work() -> Iterator[Work]:
    """Everything that is read or refused inside is on record when this ends, whatever happens.

    Where it cannot be written the error goes to the caller: nothing is answered. It begins
    outside of a transaction, so that a rollback inside takes no line away. Inside another unit
    of work it is part of that one.
    """
    outer = _current.get()
    if outer is not None:
        yield outer
        return
    work = Work(_name())
    token = _current.set(work)
    try:
        yield work
    finally:
        _current.reset(token)
        write(work.lines)


@contextmanager
def work_apart() -> Iterator[None]:
    """Inside a request, but tied to nothing else of it: neither to the log nor to who asked."""
    token = _current.set(Work(_name(), at_once=True))
    try:
        yield
    finally:
        _current.reset(token)


def parts_on_record(parts: Iterable[Part], request: str) -> Iterator[Part]:
    """An answer in parts, sent after its unit of work: what a part shows is written before it."""
    source = iter(parts)
    work = Work(request, at_once=True)
    while True:
        # Set for each part anew: between two parts the thread is somebody else's.
        token = _current.set(work)
        try:
            part = next(source)
        except StopIteration:
            return
        finally:
            _current.reset(token)
        yield part


def keep(line: AuditLine) -> None:
    """Write a read or a refusal at the end of the current work, or now where there is none."""
    work = _current.get()
    if work is None or work.at_once:
        write([line])
    else:
        work.lines.append(line)


def request_name() -> str:
    work = _current.get()
    return work.request if work else _name()


def write(lines: list[AuditLine]) -> None:
    """In a transaction of their own: inside another one Django refuses, and so it should."""
    if lines:
        with transaction.atomic(durable=True, savepoint=False):
            AuditLine.objects.bulk_create(lines)


def _name() -> str:
    return secrets.token_hex(8)
