"""Change a table that a trigger on another table asks about.

SQLite makes a table anew for many changes of a column. It drops the triggers of that table, and
refuses as long as a trigger elsewhere names it. There the triggers go and come back as they were.
"""

from collections.abc import Sequence

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import StateApps


def keeping_triggers(operations: Sequence[Operation]) -> list[Operation]:
    """Operations of a migration in this room that change `Location`, `HostHousehold`, `Family`,
    `Person`, `Relation`, `Room`, `Place` or `Stay`; other operations need it not."""
    kept: list[str] = []

    def lift(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor != "sqlite":
            return
        with editor.connection.cursor() as cursor:
            cursor.execute(
                "SELECT name, sql FROM sqlite_master "
                "WHERE type = 'trigger' AND tbl_name LIKE 'reception\\_%' ESCAPE '\\' ORDER BY rowid"
            )
            found = cursor.fetchall()
        kept[:] = [sql for _, sql in found]
        for name, _ in found:
            editor.execute(f"DROP TRIGGER {name}")

    def put_back(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        for sql in kept:
            editor.execute(sql, params=None)

    return [
        migrations.RunPython(lift, put_back),
        *operations,
        migrations.RunPython(put_back, lift),
    ]
