"""`toevlucht guidance`: publish the handbooks that come with the software."""

from __future__ import annotations

import click

from toevlucht.cli.reporting import fail, language_option
from toevlucht.language import language
from toevlucht.site.preparing import prepare


@click.group()
def guidance() -> None:
    """Handbooks: what is asked of reception."""


@guidance.command()
@language_option
def load(tag: str) -> None:
    """Publish those versions that are not here yet; what is published never changes."""
    prepare()
    from toevlucht.guidance.actions.publishing import AnotherText, load_handbooks
    from toevlucht.records.viewer import OPERATOR

    spoken = language(tag)
    try:
        made = load_handbooks(OPERATOR)
    except AnotherText as another:
        fail([spoken.say("cli.handbook_differs", version=str(another))])
    click.echo(spoken.say("cli.handbooks_loaded", n=len(made)))
