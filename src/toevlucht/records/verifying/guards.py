"""The guards that keep the trail: whoever tampers switches one off first, and may forget it.

Or gives it another content, or puts something beside it that changes lines before they are sealed.
So each is compared with what the migration made, and whatever else works on the trail is named.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from importlib import import_module

from django.db import connection

from toevlucht.records.verifying.verdict import Verdict

MADE = import_module("toevlucht.records.migrations.0004_audit_guards")
TABLES = (*MADE.STAYING, MADE.WAITING)

# How PostgreSQL writes down when a trigger works (its pg_trigger.tgtype).
EACH_ROW, BEFORE, INSERT, DELETE, UPDATE, TRUNCATE = 1, 2, 4, 8, 16, 32
FUNCTION = re.compile(r"CREATE FUNCTION (\w+)\(\).*?\$\$(.*)\$\$", re.DOTALL)

ON_THE_TRAIL = {
    "postgresql": """
SELECT tgname, concat_ws(' ', tgrelid::regclass, tgtype, tgenabled IN ('O', 'A'),
    tgqual IS NULL AND tgattr::text = '' AND proconfig IS NULL, lanname, prosrc)
  FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid JOIN pg_language l ON l.oid = prolang
  WHERE NOT tgisinternal AND tgrelid = ANY(%s::regclass[])
UNION ALL SELECT rulename, 'rule' FROM pg_rewrite WHERE ev_class = ANY(%s::regclass[])
UNION ALL SELECT polname, 'policy' FROM pg_policy WHERE polrelid = ANY(%s::regclass[])""",
    "sqlite": """
SELECT name, sql FROM sqlite_master
  WHERE type = 'trigger' AND lower(tbl_name) IN (SELECT value FROM json_each(%s))""",
}


def _on_postgresql() -> Iterator[tuple[str, str]]:
    matches = map(FUNCTION.search, MADE.POSTGRESQL)
    bodies = {found[1]: found[2] for found in matches if found}

    def guard(table: str, when: int, function: str) -> str:
        return _plain(f"{table} {when} t t plpgsql {bodies[function]}")

    for table in MADE.STAYING:
        when = BEFORE | UPDATE | DELETE | TRUNCATE
        yield f"{table}_stays", guard(table, when, "records_refuse")
    waiting = MADE.WAITING
    yield f"{waiting}_stays", guard(waiting, BEFORE | UPDATE | TRUNCATE, "records_refuse")
    when = EACH_ROW | BEFORE | DELETE
    yield f"{waiting}_seal_first", guard(waiting, when, "records_seal_first")
    written = guard("records_auditline", EACH_ROW | INSERT, "records_line_written")
    yield "records_auditline_written", written


def _plain(text: str) -> str:
    return " ".join(text.split())


# What each guard is, by its name.
GUARDS: Mapping[str, Mapping[str, str]] = {
    "postgresql": dict(_on_postgresql()),
    "sqlite": {made.split()[2]: _plain(made) for made in MADE.SQLITE},
}


def check_guards(verdict: Verdict) -> None:
    guards = GUARDS[connection.vendor]
    found = _at_work()
    in_place = {name for name, content in found if guards.get(name) == content}
    for guard in sorted(guards.keys() - in_place):
        verdict.problem("guard_off", guard=guard)
    for name, content in sorted(found):
        # One that took the place of a guard was told of already.
        if guards.get(name) != content and (name in in_place or name not in guards):
            verdict.problem("guard_unknown", guard=name)


def _at_work() -> list[tuple[str, str]]:
    """Everything that the database does by itself with the tables of the trail."""
    statement = ON_THE_TRAIL[connection.vendor]
    tables = list(TABLES) if connection.vendor == "postgresql" else json.dumps(TABLES)
    with connection.cursor() as cursor:
        cursor.execute(statement, [tables] * statement.count("%s"))
        return [(name, _plain(content)) for name, content in cursor.fetchall()]
