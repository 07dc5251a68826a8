"""What was completed elsewhere, and that it was withdrawn, stays as it was written down."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLES = ("learning_elsewherecompletion", "learning_withdrawal")


def make_rows_stay(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    refuse = "BEGIN SELECT RAISE(ABORT, 'this row never changes'); END"
    if editor.connection.vendor == "postgresql":
        refuse = "FOR EACH ROW EXECUTE FUNCTION learning_refuse_update()"
    for table in TABLES:
        editor.execute(f"CREATE TRIGGER {table}_stays BEFORE UPDATE ON {table} {refuse}")


def let_rows_change(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    postgresql = editor.connection.vendor == "postgresql"
    for table in TABLES:
        editor.execute(f"DROP TRIGGER {table}_stays" + (f" ON {table}" if postgresql else ""))


class Migration(migrations.Migration):
    dependencies = [("learning", "0004_completed_elsewhere")]

    operations = [migrations.RunPython(make_rows_stay, let_rows_change)]
