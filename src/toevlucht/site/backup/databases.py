"""Take the database out as one file, as it was at one moment, and put it back whole or not."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connection

from toevlucht.site.backup import postgresql
from toevlucht.site.backup.archive import Opening
from toevlucht.site.backup.problem import BackupProblem


def engine() -> str:
    return connection.vendor


def engine_version() -> int:
    return (
        postgresql.server_version() if engine() == "postgresql" else sqlite3.sqlite_version_info[0]
    )


def dump(target: Path) -> None:
    """Writers go on meanwhile; what they change is not in it."""
    if engine() == "postgresql":
        postgresql.dump(target)
        return
    with (
        closing(sqlite3.connect(_sqlite_file(), timeout=60)) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing beside it


def refuse_unfit(opening: Opening) -> None:
    """Before anything is read: a database of another kind, or of a newer server, cannot take it."""
    if opening.engine != engine():
        raise BackupProblem("other_engine", made=opening.engine, here=engine())
    if engine() == "postgresql" and postgresql.server_version() < opening.engine_version:
        here = str(postgresql.server_version())
        raise BackupProblem("newer_server", made=str(opening.engine_version), here=here)


def is_empty() -> bool:
    """An empty database has no tables at all; nothing of what is there is ever overwritten."""
    if engine() != "postgresql":
        file = _sqlite_file()
        if not file.exists() or not file.stat().st_size:
            return True
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    connection.close()
    return not tables


def check_dump(dumped: Path) -> None:
    """What can be said of a dump without putting it in place."""
    if engine() == "postgresql":
        postgresql.check(dumped)
        return
    try:
        with closing(sqlite3.connect(dumped)) as copy:
            # Rules of columns may call functions that only Django's own connection has.
            copy.execute("PRAGMA ignore_check_constraints=ON")
            (found,) = copy.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.DatabaseError:
        found = ""
    if found != "ok":
        raise BackupProblem("damaged")


def load(dumped: Path) -> None:
    """The last step of putting back: after it everything is there."""
    if engine() == "postgresql":
        postgresql.load(dumped)
        return
    for rest in ("-wal", "-shm"):
        _sqlite_file().with_name(_sqlite_file().name + rest).unlink(missing_ok=True)
    dumped.rename(_sqlite_file())


def _sqlite_file() -> Path:
    return Path(settings.DATABASES["default"]["NAME"])
