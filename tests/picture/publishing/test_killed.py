"""A server that is killed while it publishes: readers find the old edition or the new one."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

ROOT = Path(__file__).parents[3]
MOST = 24  # moments of the many at which to kill


@pytest.fixture
def database() -> Iterator[str]:
    """The address of an empty database of its own; nothing for SQLite, which has a folder."""
    server = os.environ.get("TOEVLUCHT_DATABASE_URL", "")
    if not server:
        yield ""
        return
    import psycopg

    name = f"killed_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[arg-type]


def test_a_killed_publication_leaves_the_old_edition_or_the_new_one(
    tmp_path: Path, database: str, prepared: Path
) -> None:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("DJANGO")},
        "PYTHONPATH": str(ROOT),
        "TOEVLUCHT_DATA": str(shutil.copytree(prepared, tmp_path / "data")),
        "TOEVLUCHT_DATABASE_URL": database,
    }
    command = [sys.executable, "-m", "tests.picture.publishing.killed", tmp_path / "work", MOST]
    done = subprocess.run(
        [str(word) for word in command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    counted = json.loads(done.stdout)
    assert counted["steps"] > 100
    assert counted["killed"] >= MOST
    assert counted["old"], "killed before the edition was there"
    assert counted["new"], "killed after the edition was there"
