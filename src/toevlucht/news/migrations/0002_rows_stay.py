"""What was published or saved stays; who wrote in a draft cannot approve it."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLES = ("news_itemversion", "news_draftsave", "news_draftstep")
WROTE = (
    "EXISTS (SELECT 1 FROM news_draftsave w"
    " WHERE w.draft_id = NEW.id AND w.author_id = NEW.approved_by_id)"
)
FUNCTIONS = {
    "news_refuse_update": "RAISE EXCEPTION 'this row never changes'"
    " USING ERRCODE = 'integrity_constraint_violation';",
    "news_approved_by_author": f"IF NEW.approved_by_id IS NOT NULL AND ({WROTE}) THEN"
    " RAISE EXCEPTION 'an author cannot approve'"
    " USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW;",
}


def make_rows_stay(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    postgresql = editor.connection.vendor == "postgresql"
    if postgresql:
        for name, body in FUNCTIONS.items():
            # Without parameters nothing in the statement is taken for a placeholder.
            editor.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS"
                f" $$ BEGIN {body} END $$",
                params=None,
            )
    refuse = "BEGIN SELECT RAISE(ABORT, 'this row never changes'); END"
    four_eyes = (
        f"WHEN NEW.approved_by_id IS NOT NULL AND ({WROTE})"
        " BEGIN SELECT RAISE(ABORT, 'an author cannot approve'); END"
    )
    if postgresql:
        refuse, four_eyes = (f"FOR EACH ROW EXECUTE FUNCTION {name}()" for name in FUNCTIONS)
    for table in TABLES:
        editor.execute(f"CREATE TRIGGER {table}_stays BEFORE UPDATE ON {table} {refuse}")
    editor.execute(f"CREATE TRIGGER news_draft_four_eyes BEFORE UPDATE ON news_draft {four_eyes}")


def let_rows_change(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    postgresql = editor.connection.vendor == "postgresql"
    triggers = {f"{table}_stays": table for table in TABLES}
    for name, table in (triggers | {"news_draft_four_eyes": "news_draft"}).items():
        editor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if postgresql else ""))
    for name in FUNCTIONS if postgresql else ():
        editor.execute(f"DROP FUNCTION {name}()")


class Migration(migrations.Migration):
    dependencies = [("news", "0001_initial")]

    operations = [migrations.RunPython(make_rows_stay, let_rows_change)]
