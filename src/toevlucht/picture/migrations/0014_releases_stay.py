"""What was released and what it cost never changes and never goes."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLES = (
    "picture_privacyledger",
    "picture_privacypayment",
    "picture_tablerelease",
    "picture_releasewithdrawal",
)
POSTGRESQL_FUNCTION = """
CREATE FUNCTION picture_release_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what was released stays' USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def make_rows_stay(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(POSTGRESQL_FUNCTION)
        for table in TABLES:
            editor.execute(
                f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION picture_release_stays()"
            )
        return
    for table in TABLES:
        for event in ("update", "delete"):
            editor.execute(
                f"CREATE TRIGGER {table}_stays_{event} BEFORE {event.upper()} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'what was released stays'); END"
            )


def let_rows_change(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        for table in TABLES:
            editor.execute(f"DROP TRIGGER {table}_stays ON {table}")
        editor.execute("DROP FUNCTION picture_release_stays()")
        return
    for table in TABLES:
        for event in ("update", "delete"):
            editor.execute(f"DROP TRIGGER {table}_stays_{event}")


class Migration(migrations.Migration):
    dependencies = [("picture", "0013_releases")]

    operations = [migrations.RunPython(make_rows_stay, let_rows_change)]
