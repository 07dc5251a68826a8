"""What was written, answered or given to partners stays; who wrote in a draft cannot approve it."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLES = (
    "picture_drafttext",
    "picture_draftjudgement",
    "picture_draftstep",
    "picture_draftbuild",
    "picture_answer",
    "picture_partnersversion",
    "picture_recipient",
    "picture_partnersrendition",
    "picture_partnersfile",
    "picture_opening",
)
WROTE = " OR ".join(
    f"EXISTS (SELECT 1 FROM {table} w WHERE w.draft_id = NEW.id AND w.{who} = NEW.approved_by_id{of})"
    for table, who, of in (
        ("picture_drafttext", "author_id", ""),
        ("picture_draftjudgement", "author_id", ""),
        ("picture_draftstep", "person_id", " AND w.kind = 'setup'"),
    )
)
POSTGRESQL = (
    """
    CREATE FUNCTION picture_refuse_draft_update() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'this row never changes' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    f"""
    CREATE FUNCTION picture_approved_by_author() RETURNS trigger LANGUAGE plpgsql AS $$
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
    for table in TABLES:
        _refuse(editor, f"{table}_stays", f"BEFORE UPDATE ON {table}", postgresql)
    words = "BEFORE UPDATE OF text, part, organisation, person_id, draft_id ON picture_comment"
    _refuse(editor, "picture_comment_stays", words, postgresql)
    if postgresql:
        action = "FOR EACH ROW EXECUTE FUNCTION picture_approved_by_author()"
    else:
        action = (
            f"WHEN NEW.approved_by_id IS NOT NULL AND ({WROTE}) "
            "BEGIN SELECT RAISE(ABORT, 'an author cannot approve'); END"
        )
    editor.execute(
        f"CREATE TRIGGER picture_draft_four_eyes BEFORE UPDATE ON picture_draft {action}"
    )


def _refuse(
    editor: BaseDatabaseSchemaEditor, name: str, moment: str, postgresql: bool
) -> None:
    if postgresql:
        action = "FOR EACH ROW EXECUTE FUNCTION picture_refuse_draft_update()"
    else:
        action = "BEGIN SELECT RAISE(ABORT, 'this row never changes'); END"
    editor.execute(f"CREATE TRIGGER {name} {moment} {action}")


def let_rows_change(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    postgresql = editor.connection.vendor == "postgresql"
    for table in (*TABLES, "picture_comment"):
        editor.execute(f"DROP TRIGGER {table}_stays" + (f" ON {table}" if postgresql else ""))
    on = " ON picture_draft" if postgresql else ""
    editor.execute(f"DROP TRIGGER picture_draft_four_eyes{on}")
    if postgresql:
        editor.execute("DROP FUNCTION picture_refuse_draft_update()")
        editor.execute("DROP FUNCTION picture_approved_by_author()")


class Migration(migrations.Migration):
    dependencies = [("picture", "0010_drafts")]

    operations = [migrations.RunPython(make_rows_stay, let_rows_change)]
