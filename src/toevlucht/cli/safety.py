"""`toevlucht safety`: print the sentences on which safety may hang, for others to check."""

from __future__ import annotations

import click

from toevlucht.settings.safety import safety_checks
from toevlucht.signals.safety import Sentence, sentences


@click.command("safety")
def safety() -> None:
    """Print each sentence with its sum, as a file of checks in which a name and a date lack.

    Have native speakers read them, fill in who read which and when, and name the file in
    TOEVLUCHT_SAFETY_CHECKS. Sentences that were checked are left as they are.
    """
    for sentence in sentences(safety_checks()):
        click.echo(_table(sentence))


def _table(sentence: Sentence) -> str:
    name = sentence.checked.name if sentence.checked else ""
    date = f"date = {sentence.checked.date}" if sentence.checked else "# date = "
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    return (
        f"# {sentence.language}, {sentence.name}: {sentence.text}\n"
        f'[[check]]\nsha256 = "{sentence.sum}"\nname = "{quoted}"\n{date}\n'
    )
