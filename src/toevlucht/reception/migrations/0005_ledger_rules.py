"""The rules of the ledger and of children, held by the database itself whoever writes in it.

No path places a minor, or a person whose age is not established, in an ordinary stay without a
verified and valid relation to an adult who stays there too. The conditions are the same text for
both databases; on PostgreSQL a writer first waits for the rows that its conditions ask about.
"""

import re

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

Rules = list[tuple[str, str]]

# `LOCAL_DAY(moment)` in a condition is the day that people in the Netherlands have at a moment, as
# in `settings.TIME_ZONE`. SQLite knows no time zones: summer time begins on the last Sunday of
# March and ends on that of October, at one o'clock UTC (Directive 2000/84/EC).
LOCAL_DAY = re.compile(r"LOCAL_DAY\(([^()]+)\)")
LOCAL_DAY_ON_POSTGRESQL = r"((\1) AT TIME ZONE 'Europe/Amsterdam')::date"
LOCAL_DAY_ON_SQLITE = (
    r"date(\1, CASE WHEN datetime(\1) >= datetime(strftime('%Y-03-25', \1), 'weekday 0', '+1 hour')"
    r" AND datetime(\1) < datetime(strftime('%Y-10-25', \1), 'weekday 0', '+1 hour')"
    r" THEN '+2 hours' ELSE '+1 hour' END)"
)

SQLITE = {
    "next_day": "date({0}, '+1 day')",
    "too_long": "julianday({0}) > julianday({1}) + 3.00000002",
    "week_after": "strftime('%Y-%m-%d %H:%M:%f', {0}, '+7 days')",
    "hour_from_now": "datetime('now', '+1 hour')",
    # What is no date would compare as nothing, or as later than any.
    "is_first": "{0} GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-01'",
    "no_date": "COALESCE({0} NOT GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]', FALSE)",
    "no_moment": "COALESCE({0} NOT GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9] "
    "[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*', FALSE)",
    # SQLite replaces a row where it is told to; PostgreSQL refuses by the key.
    "is_there": "EXISTS (SELECT 1 FROM {0} t WHERE t.id = NEW.id)",
}
POSTGRESQL = {
    "next_day": "date({0}) + 1",
    "too_long": "{0} > {1} + interval '72 hours'",
    "week_after": "{0} + interval '7 days'",
    "hour_from_now": "CURRENT_TIMESTAMP + interval '1 hour'",
    "is_first": "extract(day from {0}) = 1",
    "no_date": "FALSE",
    "no_moment": "FALSE",
    "is_there": "FALSE",
}


def minor(person: str, at: str) -> str:
    return (
        f"({person}.age = 'not_established' "
        f"OR ({person}.age = 'minor' AND {person}.minor_until > LOCAL_DAY({at})))"
    )


def differs(*columns: str) -> str:
    return "(" + " OR ".join(f"NEW.{one} <> OLD.{one}" for one in columns) + ")"


def differs_or_null(**columns: str) -> str:
    """Each column with what stands for null in the comparison."""
    return (
        "("
        + " OR ".join(
            f"COALESCE(NEW.{one}, {null}) <> COALESCE(OLD.{one}, {null})"
            for one, null in columns.items()
        )
        + ")"
    )


def same_home(one: str, other: str) -> str:
    return (
        f"COALESCE({one}.location_id, 0) = COALESCE({other}.location_id, 0) "
        f"AND COALESCE({one}.household_id, 0) = COALESCE({other}.household_id, 0)"
    )


CHECKED = (
    "r.kind IN ('parent', 'guardian') AND r.document_kind <> '' AND length(r.document) > 0 "
    "AND r.checked_on IS NOT NULL AND r.checked_by IS NOT NULL"
)
TODAY = "LOCAL_DAY(CURRENT_TIMESTAMP)"
HOLDS_NOW = f"r.withdrawn_at IS NULL AND (r.valid_until IS NULL OR r.valid_until >= {TODAY})"


def with_adult_at_arrival(say: dict[str, str]) -> str:
    """For a stay that is written: the relation held when it began, and holds now if it goes on."""
    return f"""EXISTS (
      SELECT 1 FROM reception_relation r
      JOIN reception_person a ON a.id = r.adult_id
      JOIN reception_stay s ON s.person_id = a.id
      WHERE r.id = NEW.relation_id AND r.child_id = NEW.person_id AND {CHECKED}
      AND r.checked_on <= {say["next_day"].format("NEW.arrived_at")}
      AND (r.valid_until IS NULL OR r.valid_until >= LOCAL_DAY(NEW.arrived_at))
      AND (({HOLDS_NOW}) OR (NEW.departed_at IS NOT NULL
        AND (r.withdrawn_at IS NULL OR r.withdrawn_at > NEW.arrived_at)))
      AND NOT {minor("a", "NEW.arrived_at")} AND {same_home("s", "NEW")}
      AND s.arrived_at <= NEW.arrived_at
      AND (s.departed_at IS NULL
        OR (NEW.departed_at IS NOT NULL AND s.departed_at > NEW.arrived_at)))"""


def with_adult_now(stay: str) -> str:
    """For a stay that goes on."""
    return f"""EXISTS (
      SELECT 1 FROM reception_relation r
      JOIN reception_person a ON a.id = r.adult_id
      JOIN reception_stay s ON s.person_id = a.id
      WHERE r.id = {stay}.relation_id AND r.child_id = {stay}.person_id AND {CHECKED}
      AND {HOLDS_NOW} AND NOT {minor("a", "CURRENT_TIMESTAMP")}
      AND {same_home("s", stay)} AND s.departed_at IS NULL)"""


GOES_ON = "NEW.departed_at IS NULL"
IS_MINOR = (
    "EXISTS (SELECT 1 FROM reception_person p WHERE p.id = NEW.person_id "
    f"AND ({minor('p', 'NEW.arrived_at')} OR ({GOES_ON} AND {minor('p', 'CURRENT_TIMESTAMP')})))"
)


def of_place(condition: str) -> str:
    return (
        "EXISTS (SELECT 1 FROM reception_place p JOIN reception_room r ON r.id = p.room_id "
        f"WHERE p.id = NEW.place_id AND ({condition}))"
    )


def overlapping(column: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM reception_stay s WHERE s.{column} = NEW.{column} "
        "AND (NEW.departed_at IS NULL OR s.arrived_at < NEW.departed_at) "
        "AND (s.departed_at IS NULL "
        "OR (s.departed_at > NEW.arrived_at AND s.departed_at > s.arrived_at)))"
    )


def moments(say: dict[str, str]) -> Rules:
    written = ("NEW.arrived_at", "NEW.entered_at", "NEW.departed_at", "NEW.expires_at")
    later = say["hour_from_now"]
    return [
        ("this is no moment", " OR ".join(say["no_moment"].format(one) for one in written)),
        (
            "the ledger tells nothing that is still to come",
            f"NEW.arrived_at > {later} OR NEW.departed_at > {later}",
        ),
    ]


def new_stay(say: dict[str, str]) -> Rules:
    return [
        (
            "a row of the ledger is not replaced",
            say["is_there"].format("reception_stay")
            + " OR EXISTS (SELECT 1 FROM reception_stay s WHERE s.code = NEW.code)",
        ),
        *moments(say),
        ("this person stays somewhere else at that time", overlapping("person_id")),
        ("this place is taken at that time", overlapping("place_id")),
        ("this place is in another location", of_place("r.location_id <> NEW.location_id")),
        (
            "this place is blocked, gone or kept for others",
            f"{GOES_ON} AND "
            + of_place(
                f"p.blocked_reason <> '' OR p.until <= {TODAY} "
                "OR (p.reserved_until > CURRENT_TIMESTAMP AND COALESCE(p.reserved_for_id, 0) <> "
                "(SELECT f.family_id FROM reception_person f WHERE f.id = NEW.person_id))"
            ),
        ),
        (
            "this location is not open, or gives everybody a place of their own",
            "EXISTS (SELECT 1 FROM reception_location l WHERE l.id = NEW.location_id "
            "AND ((NEW.place_id IS NULL AND NOT l.counts_heads) "
            f"OR ({GOES_ON} AND NOT (l.state = 'open' "
            "OR (l.state = 'closing' AND NEW.came_from = 'same_place')))))",
        ),
        (
            "this household is not suitable",
            f"{GOES_ON} AND NEW.kind <> 'emergency' "
            "AND EXISTS (SELECT 1 FROM reception_hosthousehold h WHERE h.id = NEW.household_id "
            f"AND (h.suitable_until IS NULL OR h.suitable_until < {TODAY}))",
        ),
        (
            "a minor stays with a verified parent or guardian",
            f"NEW.kind = 'ordinary' AND {IS_MINOR} AND NOT {with_adult_at_arrival(say)}",
        ),
        (
            "guardianship needs a minor and a decision",
            f"NEW.kind = 'guardianship' AND (NOT {IS_MINOR} OR NOT length(NEW.decision) > 0)",
        ),
        (
            "an emergency is reasoned and lasts 72 hours at most",
            "NEW.kind = 'emergency' AND (NOT length(NEW.reason_in_words) > 0 "
            f"OR {say['too_long'].format('NEW.expires_at', 'NEW.arrived_at')})",
        ),
        (
            "an emergency is made longer by somebody else only",
            "NEW.kind = 'emergency' AND EXISTS (SELECT 1 FROM reception_stay s "
            "WHERE s.person_id = NEW.person_id AND s.kind = 'emergency' "
            f"AND {say['week_after'].format('s.expires_at')} > NEW.arrived_at "
            "AND s.expires_at < NEW.expires_at AND s.decided_by = NEW.decided_by)",
        ),
    ]


def changed_stay(say: dict[str, str]) -> Rules:
    fixed = differs("id", "code", "person_id", "kind", "term", "arrived_at", "entered_at")
    fixed += " OR " + differs("came_from", "reason")
    fixed += " OR " + differs_or_null(
        location_id="0",
        household_id="0",
        place_id="0",
        decided_by="0",
        expires_at="OLD.arrived_at",
    )
    left = "(NEW.departed_at IS NULL OR NEW.departed_at <> OLD.departed_at)"
    return [
        *moments(say),
        ("a stay is not rewritten: another stay follows it", fixed),
        (
            "who left has left",
            f"OLD.departed_at IS NOT NULL AND ({left} OR NEW.destination <> OLD.destination)",
        ),
        (
            "a minor stays with a verified parent or guardian",
            f"{differs_or_null(relation_id='0')} AND (OLD.departed_at IS NOT NULL "
            f"OR (NEW.kind = 'ordinary' AND {IS_MINOR} AND NOT {with_adult_now('NEW')}))",
        ),
    ]


def new_person(say: dict[str, str]) -> Rules:
    return [
        ("a person is not replaced", say["is_there"].format("reception_person")),
        (
            "a minor is one until the first day of a month",
            f"NEW.minor_until IS NOT NULL AND NOT ({say['is_first'].format('NEW.minor_until')})",
        ),
    ]


def changed_person(say: dict[str, str]) -> Rules:
    now = "CURRENT_TIMESTAMP"
    grew = f"({minor('OLD', now)} AND NOT {minor('NEW', now)})"
    shrank = f"(NOT {minor('OLD', now)} AND {minor('NEW', now)})"
    return [
        *new_person(say)[1:],
        ("a person keeps code and family", differs("id", "code", "family_id")),
        (
            "no minor becomes an adult by a statement",
            f"{grew} AND NEW.age_basis NOT IN ('document', 'assessment')",
        ),
        (
            "a minor stays with a verified parent or guardian",
            f"{shrank} AND EXISTS (SELECT 1 FROM reception_stay o WHERE o.person_id = NEW.id "
            f"AND o.departed_at IS NULL AND o.kind = 'ordinary' AND NOT {with_adult_now('o')})",
        ),
        (
            "children stay here by this adult",
            f"{shrank} AND EXISTS (SELECT 1 FROM reception_relation r "
            "JOIN reception_stay s ON s.relation_id = r.id "
            "WHERE r.adult_id = NEW.id AND s.departed_at IS NULL AND s.kind = 'ordinary')",
        ),
    ]


def dates(say: dict[str, str]) -> Rules:
    written = ("NEW.checked_on", "NEW.valid_until")
    return [("this is no date", " OR ".join(say["no_date"].format(one) for one in written))]


def new_relation(say: dict[str, str]) -> Rules:
    there = say["is_there"].format("reception_relation")
    return [("a relation is not replaced", there), *dates(say)]


def changed_relation(say: dict[str, str]) -> Rules:
    checked = (
        differs("document_kind")
        + " OR "
        + differs_or_null(checked_on="'1900-01-01'", checked_by="0", valid_until="'9999-12-31'")
    )
    return [
        *dates(say),
        ("a relation stays between these two", differs("id", "child_id", "adult_id", "kind")),
        (
            "what was checked stays as it was checked",
            f"(OLD.checked_on IS NOT NULL OR OLD.withdrawn_at IS NOT NULL) AND ({checked})",
        ),
        (
            "what is withdrawn stays withdrawn",
            "OLD.withdrawn_at IS NOT NULL "
            "AND (NEW.withdrawn_at IS NULL OR NEW.withdrawn_at <> OLD.withdrawn_at)",
        ),
    ]


def new_place(say: dict[str, str]) -> Rules:
    return [("a place is not replaced", say["is_there"].format("reception_place"))]


def changed_place(say: dict[str, str]) -> Rules:
    taken = (
        "EXISTS (SELECT 1 FROM reception_stay s "
        "WHERE s.place_id = NEW.id AND s.departed_at IS NULL)"
    )
    return [
        ("a place stays in its room", differs("id", "code", "room_id", "term", "since")),
        (
            "somebody has this place",
            "((OLD.blocked_reason = '' AND NEW.blocked_reason <> '') "
            f"OR (OLD.until IS NULL AND NEW.until IS NOT NULL)) AND {taken}",
        ),
    ]


def new_room(say: dict[str, str]) -> Rules:
    return [("a room is not replaced", say["is_there"].format("reception_room"))]


def changed_room(say: dict[str, str]) -> Rules:
    return [("a room stays in its location", differs("id", "location_id"))]


def new_location(say: dict[str, str]) -> Rules:
    return [("a location is not replaced", say["is_there"].format("reception_location"))]


def changed_location(say: dict[str, str]) -> Rules:
    people = "FROM reception_stay s WHERE s.location_id = NEW.id AND s.departed_at IS NULL"
    return [
        (
            "people stay here",
            f"NEW.state NOT IN ('open', 'closing') AND EXISTS (SELECT 1 {people})",
        ),
        (
            "people stay here without a place of their own",
            f"OLD.counts_heads AND NOT NEW.counts_heads "
            f"AND EXISTS (SELECT 1 {people} AND s.place_id IS NULL)",
        ),
    ]


RULES = {
    "reception_stay": (new_stay, changed_stay),
    "reception_person": (new_person, changed_person),
    "reception_relation": (new_relation, changed_relation),
    "reception_place": (new_place, changed_place),
    "reception_room": (new_room, changed_room),
    "reception_location": (new_location, changed_location),
}

# Person, place, location, household, relation and the adult's stay: always in this order.
WAIT_FOR_PLACE = """
  PERFORM 1 FROM reception_person WHERE id = NEW.person_id FOR NO KEY UPDATE;
  PERFORM 1 FROM reception_place WHERE id = NEW.place_id FOR NO KEY UPDATE;
  PERFORM 1 FROM reception_location WHERE id = NEW.location_id FOR SHARE;
  PERFORM 1 FROM reception_hosthousehold WHERE id = NEW.household_id FOR SHARE;
"""
WAIT_FOR_ADULT = """
  IF NEW.relation_id IS NOT NULL AND NEW.departed_at IS NULL THEN
    PERFORM 1 FROM reception_relation WHERE id = NEW.relation_id FOR SHARE;
    PERFORM 1 FROM reception_person a JOIN reception_relation r ON r.adult_id = a.id
      WHERE r.id = NEW.relation_id FOR SHARE OF a;
    PERFORM 1 FROM reception_stay s JOIN reception_relation r ON r.adult_id = s.person_id
      WHERE r.id = NEW.relation_id AND s.departed_at IS NULL FOR SHARE OF s;
  END IF;
"""


def put_rules(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    postgresql = editor.connection.vendor == "postgresql"
    for table, (new, changed) in RULES.items():
        for event, rules in (("insert", new), ("update", changed)):
            put = _on_postgresql if postgresql else _on_sqlite
            put(editor, table, event, rules(POSTGRESQL if postgresql else SQLITE))
    if postgresql:
        editor.execute(GROWS_ON_POSTGRESQL, params=None)
        action = "FOR EACH ROW EXECUTE FUNCTION reception_ledger_grows()"
    else:
        action = "BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END"
    editor.execute(f"CREATE TRIGGER reception_stay_grows BEFORE DELETE ON reception_stay {action}")


def _on_sqlite(editor: BaseDatabaseSchemaEditor, table: str, event: str, rules: Rules) -> None:
    refused = " ".join(f"SELECT RAISE(ABORT, '{said}') WHERE {rule};" for said, rule in rules)
    refused = LOCAL_DAY.sub(LOCAL_DAY_ON_SQLITE, refused)
    editor.execute(
        f"CREATE TRIGGER {table}_rules_{event} BEFORE {event.upper()} ON {table} "
        f"BEGIN {refused} END",
        params=None,
    )


def _on_postgresql(editor: BaseDatabaseSchemaEditor, table: str, event: str, rules: Rules) -> None:
    asked = "".join(
        f"IF {rule} THEN RAISE EXCEPTION '{said}' "
        "USING ERRCODE = 'integrity_constraint_violation'; END IF;\n"
        for said, rule in rules
    )
    asked = LOCAL_DAY.sub(LOCAL_DAY_ON_POSTGRESQL, asked)
    waits = ""
    if table == "reception_stay":
        waits = WAIT_FOR_PLACE + WAIT_FOR_ADULT if event == "insert" else WAIT_FOR_ADULT
    editor.execute(
        f"CREATE FUNCTION {table}_rules_{event}() RETURNS trigger LANGUAGE plpgsql AS $$\n"
        f"BEGIN {waits}{asked}RETURN NEW; END $$",
        params=None,
    )
    editor.execute(
        f"CREATE TRIGGER {table}_rules_{event} BEFORE {event.upper()} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_rules_{event}()",
        params=None,
    )


GROWS_ON_POSTGRESQL = """
CREATE FUNCTION reception_ledger_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger only grows' USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def take_rules(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    postgresql = editor.connection.vendor == "postgresql"
    for table in RULES:
        for event in ("insert", "update"):
            name = f"{table}_rules_{event}"
            editor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if postgresql else ""))
            if postgresql:
                editor.execute(f"DROP FUNCTION {name}()")
    on = " ON reception_stay" if postgresql else ""
    editor.execute(f"DROP TRIGGER reception_stay_grows{on}")
    if postgresql:
        editor.execute("DROP FUNCTION reception_ledger_grows()")


class Migration(migrations.Migration):
    dependencies = [("reception", "0004_ledger")]

    operations = [migrations.RunPython(put_rules, take_rules)]
