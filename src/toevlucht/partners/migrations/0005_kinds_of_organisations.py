"""Organisations that the data dictionary knows get their kind."""

from typing import Any

from django.db import migrations

from toevlucht.dictionary import dictionary


def fill_kinds(apps: Any, schema_editor: Any) -> None:
    Organisation = apps.get_model("partners", "Organisation")
    for code in dictionary().code_list("organisation").codes:
        Organisation.objects.filter(code=code.code, kind="").update(kind=code.kind)


class Migration(migrations.Migration):
    dependencies = [("partners", "0004_agreements")]

    operations = [migrations.RunPython(fill_kinds, migrations.RunPython.noop)]
