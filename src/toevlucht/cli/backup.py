"""`toevlucht backup` and `restore`: all of it in one encrypted file, and back on a new machine."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from toevlucht.cli.reporting import answer, fail, json_option, language_option, stepping
from toevlucht.language import language
from toevlucht.settings.environment import key as kept_key
from toevlucht.site.preparing import configure, prepare

if TYPE_CHECKING:
    from toevlucht.language import Language
    from toevlucht.site.backup import BackupProblem

NEW = click.Path(dir_okay=False, path_type=Path)
EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=NEW)
@language_option
@json_option
def backup(file: Path, tag: str, as_json: bool) -> None:
    """Write the database and the data folder, without keys, to one encrypted FILE."""
    folder = prepare()
    from toevlucht.records.actions import record_read, unit_of_work
    from toevlucht.records.viewer import OPERATOR
    from toevlucht.site.backup import BackupProblem, Making

    spoken = language(tag)
    try:
        secret = backup_secret(folder, may_make=True)
        making = Making(file.absolute(), secret)
        with unit_of_work():
            record_read(OPERATOR, "backup.made", kind="backup", ids=[making.name])
        for _ in stepping(making.steps(), making.total, spoken.say("operation.backup.making")):
            pass
    except BackupProblem as problem:
        fail_for_backup(problem, spoken, as_json)
    words = [spoken.say("operation.backup.made", path=str(file), n=making.files)]
    if making.removed:
        words.append(spoken.say("operation.backup.removed", n=making.removed))
    if not os.environ.get("TOEVLUCHT_BACKUP_KEY"):
        place = folder / "keys" / "backup.key"
        words.append(spoken.say("operation.backup.keep_key", path=str(place)))
    done = {"done": True, "file": str(file), "files": making.files, "removed": making.removed}
    answer(done, "\n".join(words), as_json)


@click.command()
@click.argument("file", type=EXISTING)
@click.option("--key-file", type=EXISTING, help="The key, where TOEVLUCHT_BACKUP_KEY is not set.")
@click.option("--check", "only_check", is_flag=True, help="Read all of it, put nothing in place.")
@language_option
@json_option
def restore(file: Path, key_file: Path | None, only_check: bool, tag: str, as_json: bool) -> None:
    """Put the backup in FILE back: into an empty data folder and an empty database."""
    folder = configure()
    from toevlucht.site.backup import BackupProblem, Restoring

    spoken = language(tag)
    label = "operation.backup.checking" if only_check else "operation.backup.restoring"
    try:
        restoring = Restoring(file, backup_secret(folder, key_file=key_file), only_check)
        for _ in stepping(restoring.steps(), 0, spoken.say(label)):
            pass
    except BackupProblem as problem:
        fail_for_backup(problem, spoken, as_json)
    opening = restoring.opening
    assert opening is not None
    if not only_check:
        _bring_up_to_date(opening.name)
    key = "operation.backup.checked" if only_check else "operation.backup.restored"
    done = {"done": True, "files": restoring.files, "made": opening.made, "name": opening.name}
    words = spoken.say(key, made=opening.made, software=opening.software, n=restoring.files)
    answer(done, words, as_json)


def _bring_up_to_date(name: str) -> None:
    prepare()
    from django.db import transaction

    from toevlucht.records.actions import record_change
    from toevlucht.records.viewer import OPERATOR

    with transaction.atomic():
        record_change(OPERATOR, "backup.restored", kind="backup", ids=[name])


def backup_secret(folder: Path, may_make: bool = False, key_file: Path | None = None) -> str:
    """From the environment, else from a file; in production never from one that we made."""
    from django.conf import settings

    from toevlucht.site.backup import BackupProblem

    given = os.environ.get("TOEVLUCHT_BACKUP_KEY", "")
    if given:
        return given
    if key_file:
        return key_file.read_text("utf-8").strip()
    if settings.TOEVLUCHT_PRODUCTION or not (may_make or (folder / "keys/backup.key").exists()):
        raise BackupProblem("no_key")
    return kept_key("backup", folder)


def fail_for_backup(problem: BackupProblem, spoken: Language, as_json: bool) -> NoReturn:
    fail([spoken.message(problem.message)], as_json)
