"""Serve the page of a built edition from the database: server time, queries and bytes."""

from __future__ import annotations

import os
from pathlib import Path

from benchmarks.measuring import median_seconds
from benchmarks.scale import Scale, snapshot


def run(scale: Scale, folder: Path) -> None:
    os.environ["TOEVLUCHT_DATA"] = str(folder / "data")
    from toevlucht.site.preparing import prepare

    prepare()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from toevlucht.picture.actions import publish_edition
    from toevlucht.picture.building import build

    frozen, built = snapshot(folder, scale.signals), folder / "published"
    for _ in build(frozen, built, pdf=False):
        pass
    edition = publish_edition(built, frozen).edition
    client = Client(headers={"host": "localhost"})
    address = f"/nl/picture/{edition.series.slug}/{edition.number}/"
    with CaptureQueriesContext(connection) as queries:
        page = client.get(address)
    assert page.status_code == 200, page.status_code
    asked = len(queries)
    seconds = median_seconds(lambda: client.get(address), max(5, scale.rounds))
    print(f"  {seconds * 1000:6.1f} ms, {asked} queries, {len(page.content) / 1000:.0f} kB")
