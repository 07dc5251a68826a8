"""`toevlucht learning`: whether what courses point to is still there."""

from __future__ import annotations

import click

from toevlucht.cli.reporting import answer, fail, json_option, language_option
from toevlucht.language import language


@click.group()
def learning() -> None:
    """Courses: our own, and those of others."""


@learning.command()
@language_option
@json_option
def links(tag: str, as_json: bool) -> None:
    """Ask for every web address that courses name, and name those that do not answer."""
    from toevlucht.learning.courses.links import dead_links, linked

    spoken, named = language(tag), linked()
    if dead := dead_links(named):
        problems = [
            spoken.say("cli.link_dead", address=address, names=", ".join(named[address]), why=why)
            for address, why in dead.items()
        ]
        fail(problems, as_json)
    answer({"links": len(named)}, spoken.say("cli.links_answer", n=len(named)), as_json)
