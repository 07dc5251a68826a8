"""When somebody left a list, and from how many places others may cause mails to an address."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def note_who_left(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Who left a list by their own wish may undo it, as before."""
    for one in apps.get_model("news", "Subscription").objects.filter(state="ended").iterator():
        last, *before = one.steps.order_by("-pk")[:2]
        if last.cause != "bounced" and any(step.state == "confirmed" for step in before):
            one.left_at = one.since
            one.save(update_fields=["left_at"])


class Migration(migrations.Migration):
    dependencies = [("news", "0005_mails_a_week")]

    operations = [
        migrations.RemoveField(model_name="subscriber", name="mailed_at"),
        migrations.RemoveField(model_name="subscriber", name="mails_since"),
        migrations.RemoveField(model_name="subscriber", name="mails"),
        migrations.AddField(
            model_name="subscription",
            name="left_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="FormMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("network", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "subscriber",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="form_mails",
                        to="news.subscriber",
                    ),
                ),
            ],
        ),
        migrations.RunPython(note_who_left, migrations.RunPython.noop),
    ]
