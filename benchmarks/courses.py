"""Serve the page of a course, and keep an answer, where very many were given."""

from __future__ import annotations

import os
from pathlib import Path

from benchmarks.measuring import median_seconds
from benchmarks.scale import Scale

MOST_SECONDS, MOST_QUERIES = 0.100, 8
TIMES = 8  # that each guest answers each step


def run(scale: Scale, folder: Path) -> None:
    os.environ.setdefault("TOEVLUCHT_DATA", str(folder / "data"))
    from toevlucht.site.preparing import prepare

    prepare()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from tests.learning.answered import fill_with_answers
    from tests.learning.walking import begin_as_guest, example, walk

    client = Client(headers={"host": "localhost"})
    start = begin_as_guest(client)
    walk(client, start)
    steps = example().steps
    answers = fill_with_answers(scale.signals, TIMES)
    print(f"  {answers:,} answers; bars: {MOST_SECONDS * 1000:.0f} ms, {MOST_QUERIES} queries")
    pages = {"course": "", "step": f"{steps[1].name}/", "ending": f"{steps[-1].name}/"}
    for name, page in pages.items():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{start}{page}").status_code == 200
        asked = len(queries)
        seconds = median_seconds(lambda at=start + page: client.get(at), max(5, scale.rounds))  # type: ignore[misc]
        print(f"  {name}: {seconds * 1000:.1f} ms, {asked} queries")
