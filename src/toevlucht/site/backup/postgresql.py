"""PostgreSQL's own programs take a database out and put it back; find ones that fit the server."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from django.db import connection

from toevlucht.site.backup.problem import BackupProblem

DEBIAN_FOLDER = Path("/usr/lib/postgresql")
VERSION = re.compile(r"\(PostgreSQL\) (\d+)")


def server_version() -> int:
    connection.ensure_connection()
    return int(connection.pg_version) // 10_000  # type: ignore[attr-defined]


def dump(target: Path) -> None:
    _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--no-comments",
         "--file", str(target), "--dbname", _place())  # fmt: skip


def check(dumped: Path) -> None:
    """Read its table of contents and every row, and write neither anywhere."""
    _run("pg_restore", "--file", os.devnull, str(dumped))


def load(dumped: Path) -> None:
    """In one transaction: a problem, or the end of this process, leaves the database empty."""
    connection.close()
    _run("pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges",
         "--dbname", _place(), str(dumped))  # fmt: skip


def _run(program: str, *words: str) -> None:
    """The password goes through the environment: what stands on a command line, others can read."""
    password = str(connection.settings_dict["PASSWORD"])
    environment = {**os.environ, **({"PGPASSWORD": password} if password else {})}
    done = subprocess.run(  # noqa: S603  (a program of PostgreSQL, and no shell)
        [str(_program(program)), *words],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    if done.returncode:
        if "No space left" in done.stderr:
            raise BackupProblem("disk_full")
        # Its words name tables and settings, and may quote a row: only the first line, cut short.
        said = done.stderr.strip().partition("\n")[0][:200]
        raise BackupProblem("program_failed", program=program, said=said)


def _place() -> str:
    from psycopg.conninfo import make_conninfo

    given = connection.settings_dict
    named = {"dbname": "NAME", "user": "USER", "host": "HOST", "port": "PORT"}
    known = {name: given[ours] for name, ours in named.items() if given[ours]}
    options = {name: value for name, value in given["OPTIONS"].items() if isinstance(value, str)}
    return make_conninfo(**known, **options)


def _program(name: str) -> Path:
    """The oldest one that is not older than the server."""
    wanted = server_version()
    fitting = [(version, path) for version, path in _found(name) if version >= wanted]
    if not fitting:
        raise BackupProblem("no_program", program=name, version=str(wanted))
    return min(fitting, key=lambda found: found[0])[1]


def _found(name: str) -> Iterator[tuple[int, Path]]:
    """Debian's own first: the one on the path may choose a version by a cluster of its own."""
    on_path = shutil.which(name)
    places = [Path(on_path)] if on_path else []
    for place in [*DEBIAN_FOLDER.glob(f"*/bin/{name}"), *places]:
        asked = [str(place), "--version"]
        said = subprocess.run(asked, capture_output=True, text=True).stdout  # noqa: S603
        if match := VERSION.search(said):
            yield int(match[1]), place
