"""`toevlucht news`: send an issue of the newsletter from here, and read what bounced."""

from __future__ import annotations

from pathlib import Path

import click

from toevlucht.cli.reporting import answer, fail, json_option, language_option
from toevlucht.language import language
from toevlucht.site.preparing import prepare


@click.group()
def news() -> None:
    """The newsletter: what a worker does by itself, done here and now."""


@news.command()
@click.argument("number", type=int)
@language_option
@json_option
def send(number: int, tag: str, as_json: bool) -> None:
    """Hand over what waits of an issue that was sent on the desk, until nothing waits.

    May be stopped or killed at any moment and called again.
    """
    prepare()
    from toevlucht.news.actions.sending import send as send_issue
    from toevlucht.news.alone import AnotherSends
    from toevlucht.news.queries.issues import find_public_issue, sending_of

    spoken = language(tag)
    issue = find_public_issue(number)
    if issue is None:
        fail([spoken.say("cli.news_no_issue", number=number)])
    click.echo(spoken.say("cli.news_sending", number=number), err=True)
    try:
        send_issue(number)
    except AnotherSends:
        fail([spoken.say("cli.news_another_sends")])
    done = sending_of(issue)
    states = {**dict.fromkeys(("handed", "refused", "failed", "withdrawn"), 0), **dict(done.states)}
    words = spoken.say(
        "cli.news_sent", total=done.total, repeats=done.repeats, **{n: states[n] for n in states}
    )
    answer({"total": done.total, "repeats": done.repeats, **states}, words, as_json)


@news.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@language_option
@json_option
def bounces(file: Path, tag: str, as_json: bool) -> None:
    """Read a mailbox file, or one mail, with notices of mails that did not arrive."""
    prepare()
    from toevlucht.news.actions.bouncing import take_bounces
    from toevlucht.records.viewer import OPERATOR

    counted = take_bounces(OPERATOR, file.read_bytes())
    words = language(tag).say(
        "cli.news_bounces",
        mails=counted.mails,
        bounces=counted.bounces,
        unknown=counted.unknown,
    )
    answer(
        {"mails": counted.mails, "bounces": counted.bounces, "unknown": counted.unknown},
        words,
        as_json,
    )
