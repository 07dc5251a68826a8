"""A line names the piece of work that it belongs to."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="auditline",
            name="request",
            field=models.CharField(blank=True, max_length=32),
        ),
    ]
