"""`toevlucht keys`: change keys, and keep the key store safe for as long as it may be kept."""

from __future__ import annotations

from pathlib import Path

import click

from toevlucht.cli.backup import backup_secret, fail_for_backup
from toevlucht.cli.reporting import answer, fail, json_option, language_option
from toevlucht.language import language
from toevlucht.site.preparing import prepare

FOLDER = click.Path(file_okay=False, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def keys() -> None:
    """Change the keys of sealed content, and back up their store."""


@keys.command()
@language_option
@json_option
def status(tag: str, as_json: bool) -> None:
    """Say how many keys there are, and whether an old master key is still needed."""
    prepare()
    from toevlucht.records.sealed.rotation import status as found

    now = found()
    values = {
        "records": now.records,
        "keys": now.record_keys,
        "organisations": now.organisation_keys,
        "old": now.under_old_master,
        "waiting": now.to_rewrap,
    }
    spoken = language(tag)
    words = [
        spoken.say("keeping.keys.master", master=now.master),
        spoken.say("keeping.keys.held", records=now.records, keys=now.record_keys),
        spoken.say(
            "keeping.keys.wrapped", organisations=now.organisation_keys, old=now.under_old_master
        ),
        spoken.say("keeping.keys.waiting", waiting=now.to_rewrap),
    ]
    answer({"done": True, "master": now.master, **values}, "\n".join(words), as_json)


@keys.command()
@click.option("--organisation", metavar="CODE", help="Give this organisation a new key.")
@language_option
@json_option
def rotate(organisation: str | None, tag: str, as_json: bool) -> None:
    """Wrap the keys of organisations with the master key in use, or give one a new key."""
    prepare()
    from django.db import transaction

    from toevlucht.records.actions import record_change
    from toevlucht.records.sealed.custody import NoKey
    from toevlucht.records.sealed.rotation import renew, rewrap_under_current_master
    from toevlucht.records.viewer import OPERATOR

    spoken = language(tag)
    try:
        changed = renew(organisation) if organisation else rewrap_under_current_master()
    except NoKey as missing:
        fail([spoken.say("keeping.keys.none", name=str(missing))], as_json)
    with transaction.atomic():
        about = [organisation] if organisation else []
        record_change(OPERATOR, "keys.rotated", "organisation", about)
    said = "keeping.keys.renewed" if organisation else "keeping.keys.rewrapped"
    answer({"done": True, "changed": changed}, spoken.say(said, n=changed), as_json)


@keys.command("backup")
@click.argument("folder", type=FOLDER)
@language_option
@json_option
def back_up(folder: Path, tag: str, as_json: bool) -> None:
    """Write the key store to an encrypted file in FOLDER, and remove backups that are too old."""
    data = prepare()
    from toevlucht.records.actions import record_read, unit_of_work
    from toevlucht.records.viewer import OPERATOR
    from toevlucht.site.backup import BackupProblem
    from toevlucht.site.backup.key_store import back_up_keys

    spoken = language(tag)
    try:
        secret = backup_secret(data, may_make=True)
        with unit_of_work():
            record_read(OPERATOR, "keys.backed_up")
        file, written, removed = back_up_keys(folder.absolute(), secret)
    except BackupProblem as problem:
        fail_for_backup(problem, spoken, as_json)
    words = spoken.say("keeping.keys.backed_up", path=str(file), n=written)
    if removed:
        words += "\n" + spoken.say("keeping.keys.removed", n=removed)
    done = {"done": True, "file": str(file), "keys": written, "removed": removed}
    answer(done, words, as_json)


@keys.command("restore")
@click.argument("file", type=FILE)
@click.option("--key-file", type=FILE, help="The key, where TOEVLUCHT_BACKUP_KEY is not set.")
@language_option
@json_option
def put_back(file: Path, key_file: Path | None, tag: str, as_json: bool) -> None:
    """Put the key store back from FILE, and destroy again what was destroyed since."""
    data = prepare()
    from django.db import transaction

    from toevlucht.records.actions import record_change
    from toevlucht.records.viewer import OPERATOR
    from toevlucht.site.backup import BackupProblem
    from toevlucht.site.backup.key_store import restore_keys

    spoken = language(tag)
    try:
        made, found, again = restore_keys(file, backup_secret(data, key_file=key_file))
    except BackupProblem as problem:
        fail_for_backup(problem, spoken, as_json)
    with transaction.atomic():
        record_change(OPERATOR, "keys.restored")
    moment = made.isoformat(timespec="seconds")
    words = spoken.say("keeping.keys.restored", made=moment, n=found, again=again)
    done = {"done": True, "made": moment, "keys": found, "destroyed_again": again}
    answer(done, words, as_json)
