"""Count several things at once, each no further than anybody needs to know."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


def counted_up_to(at_most: int, queries: Sequence[QuerySet[Any]]) -> list[int]:
    """How many each would find, in one query of its own."""
    parts, given = [], list[Any]()
    for query in queries:
        try:
            sql, values = query.order_by().values("pk")[:at_most].query.sql_with_params()
        except EmptyResultSet:  # nothing can be found
            parts.append("0")
        else:
            parts.append(f"(SELECT COUNT(*) FROM ({sql}) counted)")  # noqa: S608
            given += values
    if set(parts) == {"0"}:
        return [0] * len(queries)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", given)
        return list(cursor.fetchone())
