"""How the database finds what it is asked for: each query's plan, as a full database makes it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.test.utils import CaptureQueriesContext

AROUND = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")


def as_of_a_million() -> None:
    """Thousands of rows are read faster without an index; a million are not."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")


def sent(queries: CaptureQueriesContext) -> list[str]:
    """Without what only begins and ends a transaction."""
    return [one["sql"] for one in queries if not one["sql"].startswith(AROUND)]


def plans(queries: Iterable[str]) -> list[str]:
    explain = "EXPLAIN " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN "
    found = []
    with connection.cursor() as cursor:
        for query in queries:
            cursor.execute(explain + query.replace("%", "%%"))
            found.append("\n".join(str(row) for row in cursor.fetchall()))
    return found


def must_follow_indexes(plan: str, room: str) -> None:
    """No table of the room is read whole, and no index is made for this query alone."""
    for line in plan.splitlines():
        assert f"SCAN {room}_" not in line, plan
        assert f"Seq Scan on {room}_" not in line, plan
        assert "AUTOMATIC" not in line or "looked_at" in line, plan
