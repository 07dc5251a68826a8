"""`toevlucht audit`: seal the audit trail, verify it, and give its heads away."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from toevlucht.cli.reporting import answer, fail, json_option, language_option, stepping
from toevlucht.language import Language, language
from toevlucht.site.preparing import prepare

if TYPE_CHECKING:
    from toevlucht.records.verifying import Verdict

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def audit() -> None:
    """The audit trail: who did or saw what, sealed so that a change shows."""


@audit.command("seal")
@language_option
@json_option
def seal_command(tag: str, as_json: bool) -> None:
    """Seal the lines that wait, and export the heads. `toevlucht work` does this by itself."""
    prepare()
    from toevlucht.records.sealing import seal

    segment = seal()
    spoken = language(tag)
    if segment is None:
        answer({"done": True, "segment": None}, spoken.say("audit.command.nothing"), as_json)
        return
    words = spoken.say("audit.command.sealed", segment=str(segment.number), head=segment.head)
    answer({"done": True, "segment": segment.number, "head": segment.head}, words, as_json)


@audit.command("verify")
@click.option(
    "--heads",
    "copies",
    type=FILE,
    multiple=True,
    help="A copy of the exported heads that somebody else kept; may be given more than once.",
)
@language_option
@json_option
def verify_command(copies: tuple[Path, ...], tag: str, as_json: bool) -> None:
    """Compute every seal again, and compare with the exported heads."""
    prepare()
    from toevlucht.records.verifying import Verification

    spoken = language(tag)
    verification = Verification(copies)
    label = spoken.say("audit.command.verifying")
    for _ in stepping(verification.steps(), verification.total, label):
        pass
    verdict = verification.verdict
    if as_json:
        answer({"done": verdict.is_intact, **verdict.as_json()}, "", True)
        raise SystemExit(0 if verdict.is_intact else 1)
    for line in _summary(verdict, spoken):
        click.echo(line)
    if not verdict.is_intact:
        more = verdict.problem_count - len(verdict.problems)
        words = [spoken.message(found.message) for found in verdict.problems]
        fail(words + ([spoken.say("audit.command.more", n=more)] if more else []))


@audit.command("heads")
@click.option(
    "--after",
    type=click.IntRange(0),
    default=0,
    help="Only segments with a higher number: what you do not have yet.",
)
def heads_command(after: int) -> None:
    """Print the head of every segment, one JSON document a line."""
    prepare()
    from toevlucht.records.heads import exported, written
    from toevlucht.records.models import AuditSegment

    for segment in AuditSegment.objects.filter(number__gt=after).order_by("number").iterator():
        if head := exported(segment):
            click.echo(written(head))


def _summary(verdict: Verdict, spoken: Language) -> list[str]:
    said = [
        spoken.say("audit.command.segments", n=verdict.segments),
        spoken.say("audit.command.lines", n=verdict.lines),
        spoken.say("audit.command.unsealed", n=verdict.unsealed),
    ]
    if verdict.oldest_unsealed:
        oldest = verdict.oldest_unsealed.isoformat(timespec="seconds")
        said.append(spoken.say("audit.command.oldest", moment=oldest))
    said += [spoken.message(note.message) for note in verdict.notes]
    more = verdict.note_count - len(verdict.notes)
    said += [spoken.say("audit.command.more_notes", n=more)] if more else []
    if verdict.is_intact:
        said.append(spoken.say("audit.command.intact"))
    return said
