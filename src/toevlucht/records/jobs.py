"""Work that takes longer than a page may: asked for in a transaction, done by a worker.

A worker that dies leaves its job marked as running. When its heart has not beaten for a while,
another worker takes the job again, so every kind of job must be able to run twice.
"""

from __future__ import annotations

import datetime
import logging
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, close_old_connections, connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from toevlucht.language import Message
from toevlucht.records.actions import unit_of_work
from toevlucht.records.models import Job
from toevlucht.records.viewer import Viewer

__all__ = ["JobProblem", "Report", "ask", "find_job", "job", "work_all", "work_once"]

Report = Callable[[int, int, str], None]  # steps done, steps in all, key of the step's text
Work = Callable[..., dict[str, Any] | None]

ATTEMPTS = 3
BEAT_EVERY = 5.0  # seconds
DEAD_AFTER = datetime.timedelta(seconds=60)
REPORT_EVERY = datetime.timedelta(seconds=0.5)

_kinds: dict[str, Work] = {}
_log = logging.getLogger("toevlucht.jobs")


class JobProblem(Exception):
    """The work cannot be done, and trying again would not help; ``message`` says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.key)
        self.message = message


def job(kind: str) -> Callable[[Work], Work]:
    """Register the function that does this kind of work; its first argument is a `Report`."""

    def register(work: Work) -> Work:
        if kind in _kinds:
            raise ValueError(f"two functions do {kind}")
        _kinds[kind] = work
        return work

    return register


def ask(viewer: Viewer, kind: str, **arguments: Any) -> Job:
    """Ask for work in the transaction of whoever needs it; ``arguments`` are ids and codes.

    The same work that waits already is not done twice: it begins after this transaction, because
    its row is kept from the workers until then. So nobody fills the queue by asking again.
    """
    if kind not in _kinds:
        raise ValueError(f"nothing does {kind}")
    arguments = dict(sorted(arguments.items()))  # one order, so that the same ones compare equal
    with transaction.atomic():
        same = Job.objects.select_for_update().filter(state="waiting", kind=kind)
        return same.filter(arguments=arguments).order_by("pk").first() or Job.objects.create(
            kind=kind, arguments=arguments, person=viewer.person, organisation=viewer.organisation
        )


def find_job(number: int | None) -> Job | None:
    """A job by its number; whoever shows it has checked that the viewer may see what it makes."""
    return Job.objects.filter(pk=number).first() if number else None


def work_all() -> int:
    """Do everything that waits, here and now; how many jobs that were."""
    done = 0
    while work_once():
        done += 1
    return done


def work_once() -> bool:
    """Do the job that waits longest; False where none waits."""
    token = secrets.token_hex(16)
    taken = _claim(token)
    if not taken:
        return False
    with _beating(taken, token):
        _do(taken, token)
    return True


def _claim(token: str) -> Job | None:
    """Mark the oldest open job as ours, so that no other worker does it as well."""
    now = timezone.now()
    with transaction.atomic():
        left = Q(state="running") & Q(beat_at__lt=now - DEAD_AFTER)
        waiting = Job.objects.filter(Q(state="waiting") | left).order_by("pk")
        if connection.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(skip_locked=True)
        found = waiting.first()
        if not found:
            return None
        found.state, found.worker, found.beat_at = "running", token, now
        found.attempts += 1
        found.save(update_fields=["state", "worker", "beat_at", "attempts"])
        return found


def _do(taken: Job, token: str) -> None:
    mine = Job.objects.filter(pk=taken.pk, worker=token)
    if taken.attempts > ATTEMPTS:
        _end(mine, "failed", problem=_problem(Message("operation.job.gave_up", {"n": ATTEMPTS})))
        return
    try:
        with unit_of_work():
            result = _kinds[taken.kind](_reporter(mine), **taken.arguments)
    except JobProblem as problem:
        _end(mine, "failed", problem=_problem(problem.message))
    except Exception as error:
        # Its text may hold what a partner wrote, so only the kind of error is logged.
        _log.error("job %d %s failed: %s", taken.pk, taken.kind, type(error).__name__)
        again = taken.attempts < ATTEMPTS and isinstance(error, DatabaseError | OSError)
        if again:
            mine.update(state="waiting", worker="")
        else:
            _end(mine, "failed", problem=_problem(Message("operation.job.broke", {})))
    else:
        _end(mine, "done", result=result)


def _end(mine: Any, state: str, **outcome: Any) -> None:
    mine.update(state=state, ended_at=timezone.now(), **outcome)
    if state == "done":
        mine.update(steps_done=F("steps_total"))


def _problem(message: Message) -> dict[str, Any]:
    return {"key": message.key, "values": dict(message.values)}


def _reporter(mine: Any) -> Report:
    last = timezone.now() - REPORT_EVERY

    def report(done: int, total: int, step: str) -> None:
        nonlocal last
        now = timezone.now()
        if now - last >= REPORT_EVERY or done >= total:
            last = now
            mine.update(steps_done=done, steps_total=total, step=step, beat_at=now)

    return report


@contextmanager
def _beating(taken: Job, token: str) -> Iterator[None]:
    """Say every few seconds that the worker lives, from a thread of its own."""
    ended = threading.Event()

    def beat() -> None:
        while not ended.wait(BEAT_EVERY):
            try:
                Job.objects.filter(pk=taken.pk, worker=token).update(beat_at=timezone.now())
            except DatabaseError:
                _log.warning("job %d could not say that it lives", taken.pk)
            finally:
                connection.close()

    heart = threading.Thread(target=beat, name="job-heart", daemon=True)
    heart.start()
    try:
        yield
    finally:
        ended.set()
        heart.join()
        if not connection.in_atomic_block:  # whoever works inside a transaction still needs it
            close_old_connections()
