"""Steps of incidents and services, house rules and who was given them stay as they were written."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLES = (
    "reception_incidentstep",
    "reception_servicestep",
    "reception_houserules",
    "reception_houseruleshandout",
)
FUNCTION = """
CREATE FUNCTION reception_refuse_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'this row never changes' USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def make_rows_stay(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    refuse = "BEGIN SELECT RAISE(ABORT, 'this row never changes'); END"
    if editor.connection.vendor == "postgresql":
        editor.execute(FUNCTION, params=None)
        refuse = "FOR EACH ROW EXECUTE FUNCTION reception_refuse_update()"
    for table in TABLES:
        editor.execute(f"CREATE TRIGGER {table}_stays BEFORE UPDATE ON {table} {refuse}")


def let_rows_change(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    postgresql = editor.connection.vendor == "postgresql"
    for table in TABLES:
        editor.execute(f"DROP TRIGGER {table}_stays" + (f" ON {table}" if postgresql else ""))
    if postgresql:
        editor.execute("DROP FUNCTION reception_refuse_update()")


class Migration(migrations.Migration):
    dependencies = [("reception", "0012_living")]

    operations = [migrations.RunPython(make_rows_stay, let_rows_change)]
