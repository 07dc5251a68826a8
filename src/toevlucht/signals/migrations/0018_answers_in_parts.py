"""An answer to a rumour has parts; one of before is what we know."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def divide(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    rumours = apps.get_model("signals", "Rumour").objects.using(editor.connection.alias)
    for one in rumours.filter(state="answered"):
        one.answer = {
            tag: text if isinstance(text, dict) else {"know": text}
            for tag, text in one.answer.items()
        }
        one.save(update_fields=["answer"])


class Migration(migrations.Migration):
    dependencies = [("signals", "0017_referrals_by_due_day")]
    operations = [migrations.RunPython(divide, migrations.RunPython.noop)]
