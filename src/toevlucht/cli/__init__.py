"""The command `toevlucht`: what an operator or an analyst types."""

from __future__ import annotations

import click

from toevlucht import __version__
from toevlucht.cli.audit import audit
from toevlucht.cli.backup import backup, restore
from toevlucht.cli.demo import demo
from toevlucht.cli.group import Commands
from toevlucht.cli.guidance import guidance
from toevlucht.cli.keys import keys
from toevlucht.cli.learning import learning
from toevlucht.cli.news import news
from toevlucht.cli.people import people
from toevlucht.cli.picture import picture
from toevlucht.cli.safety import safety
from toevlucht.cli.serving import migrate, publish, serve, stop
from toevlucht.cli.working import work


@click.group(cls=Commands)
@click.version_option(__version__, prog_name="toevlucht")
def main() -> None:
    """Shelter displaced people safely, and keep an honest picture of trafficking around it.

    Exit codes: 0 done; 1 the input has problems, and they were named; 2 the call itself was wrong.
    """


for command in (
    picture,
    demo,
    serve,
    stop,
    work,
    migrate,
    publish,
    audit,
    backup,
    restore,
    people,
    guidance,
    learning,
    news,
    keys,
    safety,
):
    main.add_command(command)
