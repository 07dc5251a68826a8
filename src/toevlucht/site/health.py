"""Whether the site can do its work, for whoever watches it: numbers only, nothing of a person."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import Error, connections
from django.db.models import Min
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from toevlucht import __version__
from toevlucht.records.keystore.router import KEYS
from toevlucht.records.models import AuditLine, AuditUnsealed, Job
from toevlucht.site.presence import somebody_is_at_work

LONGEST_UNSEALED = 60  # seconds; the worker seals every five
LONGEST_WAIT = 600  # seconds that a job waits for a worker
LEAST_ROOM = 1 << 30  # bytes

# A fact, and whether it is well.
Finding = tuple[Any, bool]


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """200 where all is well, else 503. Only this machine itself is told what it is."""
    found = findings()
    well = all(is_well for _, is_well in found.values())
    answer: dict[str, Any] = {"status": "well" if well else "unwell"}
    if _asks_from_this_machine(request):
        answer["release"] = __version__
        for name, (value, is_well) in found.items():
            answer[name] = {"value": value, "status": "well" if is_well else "unwell"}
    return JsonResponse(answer, status=200 if well else 503)


def findings() -> dict[str, Finding]:
    folder: Path = settings.TOEVLUCHT_DATA
    return {
        "database_answers": _asked(lambda: _database("default")),
        "key_store_answers": _asked(lambda: _database(KEYS)),
        "oldest_unsealed_seconds": _asked(_unsealed),
        "oldest_waiting_job_seconds": _asked(_waiting),
        "worker_alive": _flag(somebody_is_at_work(folder)),
        "free_bytes": _room(folder),
    }


def _asked(ask: Callable[[], Finding]) -> Finding:
    """What the database does not answer is unknown, and so not well."""
    try:
        return ask()
    except Error:
        return None, False


def _database(alias: str) -> Finding:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT 1")
    return True, True


def _unsealed() -> Finding:
    waiting = AuditUnsealed.objects.order_by("line").values("line")[:1000]
    oldest = AuditLine.objects.filter(pk__in=waiting).aggregate(at=Min("at"))["at"]
    return _age(oldest, LONGEST_UNSEALED)


def _waiting() -> Finding:
    oldest = Job.objects.filter(state="waiting").aggregate(at=Min("asked_at"))["at"]
    return _age(oldest, LONGEST_WAIT)


def _age(since: datetime.datetime | None, longest: int) -> Finding:
    seconds = round((timezone.now() - since).total_seconds()) if since else 0
    return seconds, seconds <= longest


def _room(folder: Path) -> Finding:
    try:
        free = shutil.disk_usage(folder).free
    except OSError:
        return None, False
    return free, free >= LEAST_ROOM


def _flag(value: bool) -> Finding:
    return value, value


def _asks_from_this_machine(request: HttpRequest) -> bool:
    """A proxy on this machine asks for somebody else, and says so in a header."""
    if "HTTP_X_FORWARDED_FOR" in request.META or "HTTP_FORWARDED" in request.META:
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
