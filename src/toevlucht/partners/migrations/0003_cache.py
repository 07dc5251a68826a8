"""The table in which all processes together count attempts to log in."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.db import migrations


def make_table(apps: Any, editor: Any) -> None:
    call_command("createcachetable", "cache", database=editor.connection.alias, verbosity=0)


def drop_table(apps: Any, editor: Any) -> None:
    editor.execute('DROP TABLE IF EXISTS "cache"')


class Migration(migrations.Migration):
    dependencies = [("partners", "0002_api_keys")]
    operations = [migrations.RunPython(make_table, drop_table)]
