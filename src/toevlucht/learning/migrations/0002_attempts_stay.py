"""What somebody answered never changes; it goes only with who gave it."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLE = "learning_attempt"
POSTGRESQL = """
    CREATE FUNCTION learning_refuse_update() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'this row never changes' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """


def make_attempts_stay(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    refuse = "BEGIN SELECT RAISE(ABORT, 'this row never changes'); END"
    if editor.connection.vendor == "postgresql":
        editor.execute(POSTGRESQL, params=None)
        refuse = "FOR EACH ROW EXECUTE FUNCTION learning_refuse_update()"
    editor.execute(f"CREATE TRIGGER {TABLE}_stays BEFORE UPDATE ON {TABLE} {refuse}")


def let_attempts_change(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    postgresql = editor.connection.vendor == "postgresql"
    editor.execute(f"DROP TRIGGER {TABLE}_stays" + (f" ON {TABLE}" if postgresql else ""))
    if postgresql:
        editor.execute("DROP FUNCTION learning_refuse_update()")


class Migration(migrations.Migration):
    dependencies = [("learning", "0001_initial")]

    operations = [migrations.RunPython(make_attempts_stay, let_attempts_change)]
