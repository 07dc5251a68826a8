"""The database keeps the audit trail: rows only come, and each waits for its seal.

On SQLite these guards go when a table is made anew, as Django does for many changes of a column.
A migration that changes one of these tables must put its guards back; the tests of the records
fail where it does not.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# Tables whose rows stay as they are, with their keys.
STAYING = {
    "records_auditline": "id",
    "records_auditsubject": "id",
    "records_auditseal": "line_id",
    "records_auditsegment": "number",
}
WAITING = "records_auditunsealed"

POSTGRESQL = [
    """
CREATE FUNCTION records_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit trail only grows' USING ERRCODE = 'integrity_constraint_violation';
END $$
""",
    """
CREATE FUNCTION records_line_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO records_auditunsealed (line_id) VALUES (NEW.id);
  INSERT INTO records_auditsubject (line_id, kind, subject)
    SELECT DISTINCT NEW.id, NEW.kind, value FROM jsonb_array_elements_text(NEW.ids);
  RETURN NULL;
END $$
""",
    """
CREATE FUNCTION records_seal_first() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM records_auditseal WHERE line_id = OLD.line_id) THEN
    RAISE EXCEPTION 'a line waits until it is sealed'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN OLD;
END $$
""",
    *(
        f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION records_refuse()"
        for table in STAYING
    ),
    f"CREATE TRIGGER {WAITING}_stays BEFORE UPDATE OR TRUNCATE ON {WAITING} "
    "FOR EACH STATEMENT EXECUTE FUNCTION records_refuse()",
    f"CREATE TRIGGER {WAITING}_seal_first BEFORE DELETE ON {WAITING} "
    "FOR EACH ROW EXECUTE FUNCTION records_seal_first()",
    "CREATE TRIGGER records_auditline_written AFTER INSERT ON records_auditline "
    "FOR EACH ROW EXECUTE FUNCTION records_line_written()",
]
POSTGRESQL_BACK = [
    *(f"DROP TRIGGER {table}_stays ON {table}" for table in (*STAYING, WAITING)),
    f"DROP TRIGGER {WAITING}_seal_first ON {WAITING}",
    "DROP TRIGGER records_auditline_written ON records_auditline",
    "DROP FUNCTION records_refuse()",
    "DROP FUNCTION records_line_written()",
    "DROP FUNCTION records_seal_first()",
]

REFUSE = "BEGIN SELECT RAISE(ABORT, 'the audit trail only grows'); END"
SQLITE = [
    *(
        f"CREATE TRIGGER {table}_stays_{when.lower()} BEFORE {when} ON {table} {REFUSE}"
        for table in STAYING
        for when in ("UPDATE", "DELETE")
    ),
    # INSERT OR REPLACE takes a row away without asking a trigger on DELETE.
    *(
        f"CREATE TRIGGER {table}_stays_replace BEFORE INSERT ON {table} "  # noqa: S608
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key}) {REFUSE}"
        for table, key in STAYING.items()
    ),
    f"CREATE TRIGGER {WAITING}_stays_update BEFORE UPDATE ON {WAITING} {REFUSE}",
    f"CREATE TRIGGER {WAITING}_seal_first BEFORE DELETE ON {WAITING} "  # noqa: S608
    "WHEN NOT EXISTS (SELECT 1 FROM records_auditseal WHERE line_id = OLD.line_id) "
    "BEGIN SELECT RAISE(ABORT, 'a line waits until it is sealed'); END",
    "CREATE TRIGGER records_auditline_written AFTER INSERT ON records_auditline BEGIN "
    "INSERT INTO records_auditunsealed (line_id) VALUES (NEW.id); "
    "INSERT INTO records_auditsubject (line_id, kind, subject) "
    "SELECT DISTINCT NEW.id, NEW.kind, value FROM json_each(NEW.ids); END",
]
SQLITE_BACK = [f"DROP TRIGGER {statement.split()[2]}" for statement in SQLITE]


def guard(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    postgresql = editor.connection.vendor == "postgresql"
    # Lines from before wait for their seal as well.
    editor.execute("INSERT INTO records_auditunsealed (line_id) SELECT id FROM records_auditline")
    each = "jsonb_array_elements_text(line.ids)" if postgresql else "json_each(line.ids)"
    editor.execute(
        "INSERT INTO records_auditsubject (line_id, kind, subject) "  # noqa: S608
        f"SELECT DISTINCT line.id, line.kind, value FROM records_auditline line, {each}"
    )
    for statement in POSTGRESQL if postgresql else SQLITE:
        editor.execute(statement)


def unguard(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in POSTGRESQL_BACK if editor.connection.vendor == "postgresql" else SQLITE_BACK:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("records", "0003_audit_sealing")]

    operations = [migrations.RunPython(guard, unguard)]
