from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("signals", "0006_follow_up")]

    operations = [
        migrations.RenameField("receipt", "was_shown_again", "was_returned_to"),
        migrations.RemoveField("receipt", "first_return_on"),
        migrations.RemoveField("receiptvisits", "given"),
    ]
