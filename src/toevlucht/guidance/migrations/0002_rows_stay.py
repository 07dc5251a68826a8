"""What was published, written or answered stays; who wrote in a draft cannot approve it."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLES = (
    "guidance_version",
    "guidance_chapter",
    "guidance_requirement",
    "guidance_change",
    "guidance_changeanswer",
    "guidance_draftpart",
    "guidance_draftstep",
)
WROTE = " OR ".join(
    f"EXISTS (SELECT 1 FROM {table} w WHERE w.draft_id = NEW.id AND w.{who} = NEW.approved_by_id{of})"
    for table, who, of in (
        ("guidance_draftpart", "author_id", ""),
        ("guidance_draftstep", "person_id", " AND w.kind = 'setup'"),
    )
)
POSTGRESQL = (
    """
    CREATE FUNCTION guidance_refuse_update() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'this row never changes' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    f"""
    CREATE FUNCTION guidance_approved_by_author() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.approved_by_id IS NOT NULL AND ({WROTE}) THEN
        RAISE EXCEPTION 'an author cannot approve'
          USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      RETURN NEW;
    END $$
    """,
)


def make_rows_stay(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    postgresql = editor.connection.vendor == "postgresql"
    for statement in POSTGRESQL if postgresql else ():
        # Without parameters nothing in the statement is taken for a placeholder.
        editor.execute(statement, params=None)
    refuse, four_eyes = (
        "BEGIN SELECT RAISE(ABORT, 'this row never changes'); END",
        f"WHEN NEW.approved_by_id IS NOT NULL AND ({WROTE}) "
        "BEGIN SELECT RAISE(ABORT, 'an author cannot approve'); END",
    )
    if postgresql:
        refuse = "FOR EACH ROW EXECUTE FUNCTION guidance_refuse_update()"
        four_eyes = "FOR EACH ROW EXECUTE FUNCTION guidance_approved_by_author()"
    for table in TABLES:
        editor.execute(f"CREATE TRIGGER {table}_stays BEFORE UPDATE ON {table} {refuse}")
    editor.execute(
        f"CREATE TRIGGER guidance_draft_four_eyes BEFORE UPDATE ON guidance_draft {four_eyes}"
    )


def let_rows_change(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    postgresql = editor.connection.vendor == "postgresql"
    for table in TABLES:
        editor.execute(f"DROP TRIGGER {table}_stays" + (f" ON {table}" if postgresql else ""))
    on = " ON guidance_draft" if postgresql else ""
    editor.execute(f"DROP TRIGGER guidance_draft_four_eyes{on}")
    if postgresql:
        editor.execute("DROP FUNCTION guidance_refuse_update()")
        editor.execute("DROP FUNCTION guidance_approved_by_author()")


class Migration(migrations.Migration):
    dependencies = [("guidance", "0001_initial")]

    operations = [migrations.RunPython(make_rows_stay, let_rows_change)]
