"""Make the web application ready for use from a command: settings, data folder and tables."""

from __future__ import annotations

import os
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from toevlucht.records.keystore.router import KEYS, LABEL
from toevlucht.settings.environment import SettingError
from toevlucht.site.backup import unfinished_restore
from toevlucht.site.starting import refuse_unsafe_start

UNFINISHED = "A restore of a backup was broken off here: call toevlucht restore again."


def prepare() -> Path:
    """Call this before any action or query outside the web server; returns the data folder."""
    # What is written from here on is for nobody else on this machine: rows, mails with links, keys.
    os.umask(0o077)
    folder = configure()
    folder.mkdir(parents=True, exist_ok=True)
    if unfinished_restore(folder):
        raise SettingError(UNFINISHED)
    (folder / "keystore").mkdir(mode=0o700, exist_ok=True)  # where no other place is named
    call_command("migrate", database="default", interactive=False, verbosity=0)
    # No room but its own has a table in the key store, and each migration costs time.
    call_command("migrate", LABEL, database=KEYS, interactive=False, verbosity=0)
    refuse_unsafe_start()
    connections.close_all()
    return folder


def configure() -> Path:
    """The settings alone, for what must not touch the database; returns the data folder."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "toevlucht.settings.default")
    if not apps.ready:
        django.setup()
    folder: Path = settings.TOEVLUCHT_DATA
    return folder
