"""The database keeps until when a household is suitable, by its steps and certificates.

Nobody writes that day: it follows. Steps and certificates only come. On SQLite these guards go
when a table is made anew; a migration that does so must put them back, and the tests of host
households fail where it does not.
"""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from toevlucht.records.references import new_reference

HOUSEHOLD, ADULT = "reception_hosthousehold", "reception_hostadult"
STEP, CERTIFICATE = "reception_hoststep", "reception_hostcertificate"
NOT_WRITTEN = "until when a household is suitable follows from its steps"
STAYS = "what was done with a household stays"


def _last_of_step(household: str, kind: str) -> str:
    return (
        f"(SELECT s.outcome FROM {STEP} s WHERE s.household_id = {household} "  # noqa: S608
        f"AND s.kind = '{kind}' ORDER BY s.id DESC LIMIT 1)"
    )


def _last_certificate(column: str) -> str:
    """The last that came out: while a new one is asked for, the one before it counts."""
    return (
        f"(SELECT c.{column} FROM {CERTIFICATE} c WHERE c.adult_id = a.id "  # noqa: S608
        "AND c.outcome <> 'asked' ORDER BY c.id DESC LIMIT 1)"
    )


def _until(household: str, is_open: str, taken_over_on: str) -> str:
    living = f"FROM {ADULT} a WHERE a.household_id = {household} AND a.left_on IS NULL"
    return (
        f"(SELECT CASE WHEN {is_open} AND {taken_over_on} IS NOT NULL "
        f"AND {_last_of_step(household, 'screened')} = 'suitable' "
        f"AND {_last_of_step(household, 'visited')} = 'suitable' "
        f"AND NOT EXISTS (SELECT 1 {living} "
        f"AND COALESCE({_last_certificate('outcome')}, '') <> 'issued') "
        f"THEN (SELECT MIN({_last_certificate('valid_until')}) {living}) END)"
    )


def _keep(household: str) -> str:
    own = _until(f"{HOUSEHOLD}.id", f"{HOUSEHOLD}.is_open", f"{HOUSEHOLD}.taken_over_on")
    return f"UPDATE {HOUSEHOLD} SET suitable_until = {own} WHERE id = {household}"  # noqa: S608


OF_ADULT = f"(SELECT household_id FROM {ADULT} WHERE id = NEW.adult_id)"  # noqa: S608
KEPT_AFTER = {
    "reception_step_counts": (f"INSERT ON {STEP}", "NEW.household_id"),
    "reception_certificate_counts": (f"INSERT ON {CERTIFICATE}", OF_ADULT),
    "reception_adult_counts": (f"INSERT ON {ADULT}", "NEW.household_id"),
    "reception_adult_left_counts": (f"UPDATE OF left_on ON {ADULT}", "NEW.household_id"),
    "reception_household_counts": (f"UPDATE OF is_open, taken_over_on ON {HOUSEHOLD}", "NEW.id"),
}
REFUSED = {
    "reception_step_stays": (f"UPDATE ON {STEP}", "", STAYS),
    "reception_step_stays_there": (f"DELETE ON {STEP}", "", STAYS),
    "reception_certificate_stays": (f"UPDATE ON {CERTIFICATE}", "", STAYS),
    "reception_certificate_stays_there": (f"DELETE ON {CERTIFICATE}", "", STAYS),
    "reception_adult_stays": (
        f"UPDATE ON {ADULT}",
        "NEW.household_id <> OLD.household_id OR OLD.left_on IS NOT NULL",
        STAYS,
    ),
    "reception_adult_stays_there": (f"DELETE ON {ADULT}", "", STAYS),
    "reception_household_starts": (
        f"INSERT ON {HOUSEHOLD}",
        "NEW.suitable_until IS NOT NULL",
        NOT_WRITTEN,
    ),
}
FOLLOWS = "reception_household_follows"
ON_POSTGRESQL = "NEW.suitable_until IS DISTINCT FROM "
ON_SQLITE = "NEW.suitable_until IS NOT "
OF_NEW = _until("NEW.id", "NEW.is_open", "NEW.taken_over_on")


def _postgresql() -> list[str]:
    made = [
        _function(FOLLOWS, f"IF {ON_POSTGRESQL}{OF_NEW} THEN {_raise(NOT_WRITTEN)} END IF;"),
        f"CREATE TRIGGER {FOLLOWS} BEFORE UPDATE ON {HOUSEHOLD} FOR EACH ROW "
        f"WHEN ({ON_POSTGRESQL}OLD.suitable_until) EXECUTE FUNCTION {FOLLOWS}()",
    ]
    for name, (moment, household) in KEPT_AFTER.items():
        # Of two who write about one household, the second sees what the first wrote.
        lock = f"PERFORM 1 FROM {HOUSEHOLD} WHERE id = {household} FOR UPDATE;"
        made.append(_function(name, f"{lock} {_keep(household)};"))
        made.append(f"CREATE TRIGGER {name} AFTER {moment} FOR EACH ROW EXECUTE FUNCTION {name}()")
    for name, (moment, when, words) in REFUSED.items():
        made.append(_function(name, _raise(words)))
        condition = f"WHEN ({when}) " if when else ""
        made.append(
            f"CREATE TRIGGER {name} BEFORE {moment} FOR EACH ROW {condition}"
            f"EXECUTE FUNCTION {name}()"
        )
    return made


def _function(name: str, body: str) -> str:
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN {body} RETURN NEW; END $$"
    )


def _raise(words: str) -> str:
    return f"RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation';"


def _sqlite() -> list[str]:
    made = [
        f"CREATE TRIGGER {name} AFTER {moment} BEGIN {_keep(household)}; END"
        for name, (moment, household) in KEPT_AFTER.items()
    ]
    refused = {
        **REFUSED,
        FOLLOWS: (
            f"UPDATE OF suitable_until ON {HOUSEHOLD}",
            f"{ON_SQLITE}OLD.suitable_until AND {ON_SQLITE}{OF_NEW}",
            NOT_WRITTEN,
        ),
    }
    for name, (moment, when, words) in refused.items():
        condition = f"WHEN {when} " if when else ""
        made.append(
            f"CREATE TRIGGER {name} BEFORE {moment} {condition}"
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        )
    return made


def guard(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Households from before signed up on the day on which they were written down."""
    step = apps.get_model("reception", "HostStep")
    for household in apps.get_model("reception", "HostHousehold").objects.iterator():
        household.taken_over_on = household.stage_since = household.created_at.date()
        household.save(update_fields=["taken_over_on", "stage_since"])
        step.objects.create(
            household=household,
            code=new_reference(),
            kind="signed_up",
            outcome="received",
            on=household.stage_since,
            organisation=household.organisation,
        )
    for statement in _postgresql() if editor.connection.vendor == "postgresql" else _sqlite():
        # Without parameters nothing in the statement is taken for a placeholder.
        editor.execute(statement, params=None)


def unguard(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    postgresql = editor.connection.vendor == "postgresql"
    for name in (*KEPT_AFTER, *REFUSED, FOLLOWS):
        editor.execute(f"DROP FUNCTION {name}() CASCADE" if postgresql else f"DROP TRIGGER {name}")


class Migration(migrations.Migration):
    dependencies = [("reception", "0005_ledger_rules")]

    operations = [
        migrations.AddConstraint(
            model_name="hoststep",
            constraint=models.CheckConstraint(
                condition=~models.Q(kind__in=("screened", "visited", "stopped"))
                | models.Q(words__isnull=False),
                name="host_step_with_words",
            ),
        ),
        migrations.RunPython(guard, unguard),
    ]
