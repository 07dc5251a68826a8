from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("signals", "0005_corrected_on")]

    operations = [
        migrations.RenameField("receipt", "was_shown_again", "was_returned_to"),
        migrations.RemoveField("receipt", "first_return_on"),
        migrations.RemoveField("receiptvisits", "given"),
    ]
