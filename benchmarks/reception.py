"""Reception in figures: a nation in the ledger, looked up on any day."""

from __future__ import annotations

import datetime
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.measuring import median_seconds
from benchmarks.scale import Scale

DAYS = ("2022-03-22", "2023-05-01", "2025-06-01", "2026-06-30")
MUNICIPALITY, REGION = "GM0995", "VR25"


def run(scale: Scale, folder: Path) -> None:
    os.environ.setdefault("TOEVLUCHT_DATA", str(folder / "data"))
    from toevlucht.site.preparing import prepare

    prepare()
    from toevlucht.reception.generated.ledger import Size, generate_nation

    size = Size(
        datetime.date(2026, 6, 30),
        ledger_in=() if scale.whole_nation else (MUNICIPALITY,),
        every_day=True,
    )
    started = time.process_time()
    made = generate_nation(size)
    print(
        f"  {made.locations:,} locations, {made.households:,} households, {made.people:,} people,"
        f" {made.lines:,} lines of the ledger, made in {time.process_time() - started:.0f} s CPU"
    )
    _analyse()
    nation, municipality = _browser("nation", "NL"), _browser("lelystad", MUNICIPALITY)
    for day in DAYS:
        _say(f"the country on {day}", _ask(nation, "NL", day), scale.rounds)
    for day in DAYS:
        _say(f"a municipality on {day}", _ask(municipality, MUNICIPALITY, day), scale.rounds)
    _say("a region", _ask(nation, REGION, DAYS[-1]), scale.rounds)
    _say("the same day, added up from the stays", lambda: _from_stays(DAYS[-1]), scale.rounds)


def _analyse() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


def _browser(code: str, area: str) -> Any:
    """Of somebody who coordinates there."""
    from allauth.mfa.models import Authenticator
    from django.test import Client

    from toevlucht.partners.models import Assignment, Organisation, Person

    kind = "municipality" if area.startswith("GM") else "region"
    names = {f"name_{tag}": code for tag in ("nl", "en", "uk")}
    own = Organisation.objects.create(code=code, kind=kind, area=area, **names)
    somebody = Person.objects.create(email=f"{code}@example.org", name=code, organisation=own)
    Assignment.objects.create(person=somebody, role="coordinator")
    Authenticator.objects.create(user=somebody, type=Authenticator.Type.TOTP, data={})
    browser = Client(headers={"host": "localhost"})
    browser.force_login(Person.objects.get(pk=somebody.pk))
    return browser


def _ask(browser: Any, area: str, day: str) -> Callable[[], Any]:
    return lambda: browser.get(f"/nl/desk/figures/{area}/?on={day}")


def _from_stays(day: str) -> int:
    """The peer: who had come and had not left yet, counted by municipality."""
    from django.db.models import Count, Q

    from toevlucht.reception.models import Stay

    there = Stay.objects.filter(arrived_at__date__lte=day, location__isnull=False)
    there = there.filter(Q(departed_at=None) | Q(departed_at__date__gt=day))
    return len(there.values("location__municipality").annotate(n=Count("pk")))


def _say(name: str, work: Callable[[], Any], rounds: int) -> None:
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connections["default"]) as asked:
        answer = work()
    assert getattr(answer, "status_code", 200) == 200, (name, answer)
    outside = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    queries = sum(not one["sql"].startswith(outside) for one in asked.captured_queries)
    started = time.process_time()
    seconds = median_seconds(work, rounds)
    cpu = (time.process_time() - started) / rounds
    print(f"  {name:40} {queries:3} queries, {cpu * 1000:6.1f} ms CPU, {seconds * 1000:6.1f} ms")
