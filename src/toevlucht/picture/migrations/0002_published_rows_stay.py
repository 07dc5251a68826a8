"""Refuse every change of a published row: a mistake is corrected by a new version."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLES = ("picture_editionversion", "picture_rendition", "picture_publishedfile")

POSTGRESQL_FUNCTION = """
CREATE FUNCTION picture_refuse_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a published row never changes' USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def refuse_updates(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(POSTGRESQL_FUNCTION)
        action = "FOR EACH ROW EXECUTE FUNCTION picture_refuse_update()"
    else:
        action = "BEGIN SELECT RAISE(ABORT, 'a published row never changes'); END"
    for table in TABLES:
        editor.execute(f"CREATE TRIGGER {table}_stays BEFORE UPDATE ON {table} {action}")


def allow_updates(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    postgresql = editor.connection.vendor == "postgresql"
    for table in TABLES:
        editor.execute(f"DROP TRIGGER {table}_stays" + (f" ON {table}" if postgresql else ""))
    if postgresql:
        editor.execute("DROP FUNCTION picture_refuse_update()")


class Migration(migrations.Migration):
    dependencies = [("picture", "0001_initial")]

    operations = [migrations.RunPython(refuse_updates, allow_updates)]
