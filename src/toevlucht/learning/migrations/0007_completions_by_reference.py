"""What was completed elsewhere is named in addresses by a reference, not by a number of its row."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from toevlucht.records.references import new_reference

TABLE = "learning_elsewherecompletion"


def let_rows_change(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    postgresql = editor.connection.vendor == "postgresql"
    editor.execute(f"DROP TRIGGER {TABLE}_stays" + (f" ON {TABLE}" if postgresql else ""))


def give_references(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    completions = apps.get_model("learning", "ElsewhereCompletion").objects
    for one in completions.filter(reference=None).only("pk").iterator():
        completions.filter(pk=one.pk).update(reference=new_reference())


def make_rows_stay(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    refuse = "BEGIN SELECT RAISE(ABORT, 'this row never changes'); END"
    if editor.connection.vendor == "postgresql":
        refuse = "FOR EACH ROW EXECUTE FUNCTION learning_refuse_update()"
    editor.execute(f"CREATE TRIGGER {TABLE}_stays BEFORE UPDATE ON {TABLE} {refuse}")


class Migration(migrations.Migration):
    dependencies = [("learning", "0006_as_of_a_day")]

    operations = [
        # SQLite makes the table anew for a column that is unique, and its triggers go with it.
        migrations.RunPython(let_rows_change, make_rows_stay),
        migrations.AddField(
            model_name="elsewherecompletion",
            name="reference",
            field=models.CharField(max_length=12, null=True),
        ),
        migrations.RunPython(give_references, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="elsewherecompletion",
            name="reference",
            field=models.CharField(default=new_reference, max_length=12, unique=True),
        ),
        migrations.RunPython(make_rows_stay, let_rows_change),
    ]
