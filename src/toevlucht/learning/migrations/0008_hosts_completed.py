"""Adults of host households who completed a course of others: written down once, as it stays."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

import toevlucht.records.references

TABLES = ("learning_hostcompletion", "learning_hostwithdrawal")


def make_rows_stay(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    refuse = "BEGIN SELECT RAISE(ABORT, 'this row never changes'); END"
    if editor.connection.vendor == "postgresql":
        refuse = "FOR EACH ROW EXECUTE FUNCTION learning_refuse_update()"
    for table in TABLES:
        editor.execute(f"CREATE TRIGGER {table}_stays BEFORE UPDATE ON {table} {refuse}")


class Migration(migrations.Migration):
    dependencies = [
        ("learning", "0007_completions_by_reference"),
        ("reception", "0015_shortages"),
    ]

    operations = [
        migrations.CreateModel(
            name="HostCompletion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        default=toevlucht.records.references.new_reference,
                        max_length=12,
                        unique=True,
                    ),
                ),
                ("course", models.CharField(max_length=60)),
                ("completed_on", models.DateField()),
                ("valid_until", models.DateField()),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("recorded_by", models.BigIntegerField()),
                (
                    "adult",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reception.hostadult",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("valid_until__gte", models.F("completed_on"))),
                        name="host_completion_in_order",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HostWithdrawal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=20)),
                (
                    "withdrawn_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("withdrawn_by", models.BigIntegerField()),
                (
                    "completion",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="withdrawal",
                        to="learning.hostcompletion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "reason__in",
                                ("other_person", "other_course", "other_day", "not_completed"),
                            )
                        ),
                        name="host_withdrawal_has_reason",
                    )
                ],
            },
        ),
        # A table that goes takes its trigger along.
        migrations.RunPython(make_rows_stay, migrations.RunPython.noop),
    ]
