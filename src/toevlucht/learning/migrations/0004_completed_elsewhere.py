import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("learning", "0003_quick_coverage"),
        ("partners", "0006_rosters"),
    ]

    operations = [
        migrations.CreateModel(
            name="ElsewhereCompletion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partners.rosterentry",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["course", "valid_until", "entry"], name="completions_that_count"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("valid_until__gte", models.F("completed_on"))),
                        name="completion_in_order",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Withdrawal",
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
                        to="learning.elsewherecompletion",
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
                        name="withdrawal_has_reason",
                    )
                ],
            },
        ),
        migrations.AlterField(
            model_name="learner",
            name="digest",
            field=models.CharField(max_length=64, null=True),
        ),
        migrations.AlterField(
            model_name="learner",
            name="person",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddConstraint(
            model_name="learner",
            constraint=models.UniqueConstraint(
                condition=models.Q(("person__isnull", False)),
                fields=("person",),
                name="learner_of_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="learner",
            constraint=models.UniqueConstraint(
                condition=models.Q(("digest__isnull", False)),
                fields=("digest",),
                name="learner_of_digest",
            ),
        ),
    ]
